"""Hostile words in every column of words there is, whoever may have written them and by what way.

What forms, imports, the desk, the API, the provider of sign-in or a restored backup can bring in is
put into the columns themselves; then every page, file and letter made of them is looked at.
"""

import re

import pytest
from markupsafe import escape
from sqlalchemy import String, select, text, update

from forum import ROOT
from forum.accounts.models import ROLES
from forum.core.db import db
from forum.core.rendering import render
from tests.attacks.everything import Everything, addresses
from tests.attacks.pages import read
from tests.attacks.test_words import FORMULA, HOSTILE, harmless
from tests.test_permissions import look, person_of

#: What begins a line of its own in a calendar, a letter's head or a list.
NEW_LINE = "sor\r\nxss:xss\n=xss\u2028xss"
#: Names of columns in which no words stand but marks the code itself writes, and why not these.
MARKS = (
    *("kind", "state", "role", "language", "channel", "facet", "how", "act", "reason", "ground"),
    *("part", "purpose", "pace", "choice", "outcome", "counting", "side", "guide", "type", "sex"),
    *("rhythm", "letter", "standing", "currency", "code", "indicator", "moderation", "about"),
    *("who_speaks", "who_weighs", "media_type", "data_class", "rule", "source_table", "activity"),
    *("decided_act", "row_kind", "place_kind", "topic_kind", "subject_kind", "campaign", "slot"),
    *("secret", "waiting", "uid", "seed", "node", "bucket", "credential", "key", "path", "unit"),
)
#: Hashes, keys against doubling and sums: made by the code, never typed.
MADE = re.compile(r"(hash|_key|digest|checksum|sha256|previous|previous_hash)$")
#: Single columns of the code's own, each with its reason.
OWN = {
    "person.email": "checked as an address; its own test is in tests/accounts/test_register.py",
    "one_time_token.value": "an address or a role",
    "published_cells.name": "the name of a table of figures",
    "stored_figures.name": "the name of a sum",
    "data_archive.name": "random letters of a link",
    "search_term.term": "letters only, and never shown",
    "ledger_line.source": "one of the ledger's sources",
    "attendance.source": "one of the door's ways",
    "external_identity.issuer": "a setting",
    "watch_word.language": "hu, en or de",
    "job.arguments": "numbers for the worker",
    "outbox_message.headers": "written by the code",
    "outbox_message.recipient": "an address",
    "minutes_version.page_hu": "markup made by the code when the minutes were frozen",
    "minutes_version.page_en": "markup made by the code when the minutes were frozen",
    "outbox_message.html": "markup made by the code when the letter was written",
    "reach.email": "checked as an address",
}


def of_words(table):
    """Yield the columns of a table in which somebody's words may stand."""
    for column in table.columns:
        place = f"{table.name}.{column.name}"
        mark = place in OWN or column.name in MARKS or MADE.search(column.name)
        if isinstance(column.type, String) and not mark:
            yield column


@pytest.fixture
def world(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    for role in ROLES[1:]:
        person_of(people, role)
    return Everything(make, people)


def poison(words):
    """Write hostile words into every column of words; return the columns."""
    done = []
    triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in db.session.scalars(triggers).all():
        db.session.execute(text(f'DROP TRIGGER "{name}"'))  # frozen things too, this once
    for table in db.metadata.sorted_tables:
        columns = list(of_words(table))
        if not columns or table.name.startswith("audit_"):
            continue
        for row in db.session.execute(select(table)).mappings().all():
            where = [c == row[c.name] for c in table.primary_key.columns]
            values = {c.name: _fitting(c, words, row) for c in columns}
            with db.session.begin_nested():
                db.session.execute(update(table).where(*where).values(values))
        done += [f"{table.name}.{column.name}" for column in columns]
    db.session.commit()
    return done


def _fitting(column, words, row):
    unique = column.unique or column.name.startswith("name")
    mark = str(row.get("id", "")) if unique else ""
    if column.name == "html":
        return str(render(words))
    longest = column.type.length or 400
    return f"{words[: longest - len(mark)]}{mark}"


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", [HOSTILE, FORMULA, NEW_LINE])
def test_nothing_that_is_kept_anywhere_is_more_than_words(app, world, people, words):
    values, done = world.all(), poison(words)
    assert len(done) > 150
    found, shown, kinds = [], set(), set()
    for role in ("visitor", "resident", "administrator"):
        client = app.test_client()
        if role != "visitor":
            client.sign_in(person_of(people, role))
        for ending in ("csv", "xlsx"):
            kind = {"ideas.kind": ending, "participation.kind": ending}
            for endpoint, _permission, method, path in list(addresses(app, {**values, **kind})):
                if method != "GET" or (ending == "xlsx" and ".xlsx" not in path):
                    continue
                if "pdf" in path and (role != "administrator" or words != HOSTILE):
                    continue  # slow to draw; the administrator sees every one of them
                answer = look(client, path)
                assert answer.status_code < 500, (role, endpoint, path)
                kinds.add(answer.mimetype)
                found += harmless(path, answer)
                if answer.mimetype == "text/html":
                    shown |= {endpoint} if str(escape(words[:9])) in answer.text else set()
                    links = read(path, answer.text)[1]
                    found += [f"{path}: {link}" for link in links if link.startswith("javascript:")]
    assert found == []
    assert len(shown) > 100, "the words reached few pages"
    assert {"text/csv", "text/calendar", "application/atom+xml"} <= kinds
    assert words != HOSTILE or "application/pdf" in kinds


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_column_of_words_is_filled_or_left_for_a_reason(app):
    """A column that comes with a new room is among them without being named here."""
    columns = {
        f"{table.name}.{column.name}": column
        for table in db.metadata.sorted_tables
        for column in table.columns
    }
    assert [name for name in OWN if name not in columns] == []
    names = {column.name for column in columns.values()}
    assert [name for name in MARKS if name not in names] == []
    for name in ("registration.note", "attendance.name", "import_batch.filename", "passkey.name"):
        assert columns[name] in list(of_words(columns[name].table)), name


def test_no_script_makes_elements_of_words():
    """Pieces of pages the server has escaped may be put in; words that were typed never."""
    makers = re.compile(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc")
    users = {
        path.name for path in (ROOT / "static/js").rglob("*.js") if makers.search(path.read_text())
    }
    assert users == {"similar.js"}
