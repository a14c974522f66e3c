"""Whatever tells of somebody is forgotten with them, or stands in a list that says why it stays.

``keeping.py`` of each room says what every column is; ``personal.py`` what becomes of it when
somebody has themselves erased. Here the one is held against the other.
"""

from sqlalchemy import JSON, LargeBinary, String

from forum.core import bounces, keeping
from forum.core.bounces import DeadAddress
from forum.core.contacts import contact_key
from forum.core.covering import covered_columns
from forum.core.db import db
from forum.core.owned import owned_tables
from forum.core.personal import Whose
from forum.privacy.erasing import erase
from forum.privacy.retention import fingerprints

#: Classes that are not forgotten with somebody, and why.
CLASSES_THAT_STAY = {
    "ledger": "numbers without names; a recount has to agree",
    "log": "sealed; it holds no resident's name or words",
    "named": "typed by the office of whoever stands for something in public, or approved minutes",
    "publications": "published documents everybody relies on; drafts hold numbers of opinions",
    "staff": "they acted for the city and answer for it",
}
#: Words of a list the program itself chose: they say how, and nothing of whom.
CODES = {
    *("act", "channel", "ground", "kind", "outcome", "reason", "role", "rule", "sex", "side"),
    *("source", "state", "submit_key"),
}
#: Other columns that ``personal.py`` does not empty, and why.
COLUMNS_THAT_STAY = {
    ("analysis", "arrived copies counts samples to_check unsorted"): "numbers of opinions",
    ("analysis", "codebook quotes words"): "themes.personal.forget takes out what was theirs",
    ("attempt", "bucket"): "a keyed hash whose key changes every day",
    ("attendance", "key"): "made at random where it was tapped",
    ("attendance_sheet", "digest filename scan"): "evidence on which others stand",
    ("board_step", "changes summary"): "themes.personal.forget takes out what was theirs",
    (
        "community",
        "name_hu name_en description_hu description_en meets_hu meets_en seeks_hu seeks_en "
        "place website",
    ): "the page is the group's",
    ("dead_address", "key"): "accounts.personal.settle deletes the row",
    ("evidence", "node"): "participation.personal.settle puts something random there",
    ("group_member", "person_id"): "leads to a row that tells of nobody any more",
    ("idea_batch", "content filename report"): "emptied when it is taken in; samples go",
    ("idea_picture", "media_type"): "what sort of file it was",
    ("import_batch", "content filename report"): "emptied when it is taken in; samples go",
    ("job", "arguments asked_by_id error"): "numbers; notices.personal.settle empties the errors",
    ("membership", "words"): "themes.personal.forget empties them",
    ("move", "joined left words"): "themes.personal.forget deletes the row",
    ("opinion_map", "spots themes"): "numbers of opinions and themes",
    ("proposal", "example_ids label opinion_ids words"): "themes.personal.forget",
    ("redaction", "spans"): "where the marks stand",
    ("registration", "name_key"): "written with the name",
    ("registration", "cancelled_by_id"): "who of the office did it for them",
    (
        "removal",
        "content order_number sealed small",
    ): "sealed as long as the law asks; names in it are covered",
    ("review_cause", "details"): "goes with its item when the words go",
    ("search_entry", "excerpt title"): "a text that goes leaves the index",
    ("search_term", "term"): "a text that goes leaves the index",
    (
        "statement",
        "reference secret token_hash",
    ): "the number of a text, and a link to the decision",
    ("theme", "avoid examples seeds"): "themes.personal.forget takes out what was theirs",
    ("theme_version", "before"): "themes.personal.forget takes out what was theirs",
}


def telling():
    """Every column of a class that can hold words, bytes or whose it is."""
    declared = {(table, column): name for table, column, name in keeping.places()}
    for place in covered_columns():  # core.covering covers them there
        declared.pop(place, None)
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            of_person = any(key.column.table.name == "person" for key in column.foreign_keys)
            holds_words = isinstance(column.type, String | JSON | LargeBinary)
            name = declared.get((table.name, column.name), "")
            if name and name not in CLASSES_THAT_STAY and (of_person or holds_words):
                yield table.name, column.name


def is_forgotten(table, column, owned):
    """Whether ``personal.py`` of a room says what becomes of it."""
    known = owned.get(table)
    if known is None:
        return False
    emptied = {*known.names, *known.forget, *known.words, *known.mine, "contact_key"}
    return known.goes or column in emptied


def unanswered(owned):
    """The columns that nobody forgets and nobody said why."""
    stays = {(table, name) for table, names in COLUMNS_THAT_STAY for name in names.split()}
    return {
        (table, column)
        for table, column in telling()
        if column not in CODES and not is_forgotten(table, column, owned)
    } ^ stays


def test_whatever_tells_of_somebody_is_forgotten_or_stays_for_a_reason(app):
    assert sorted(unanswered(owned_tables())) == []


def test_a_room_that_forgets_to_forget_is_found(app):
    """Shown able to fail: without what a room says of itself its columns are missed."""
    owned = owned_tables()
    del owned["registration"]
    assert {("registration", "contact"), ("registration", "person_id")} <= unanswered(owned)


def test_names_and_contacts_in_clear_are_really_emptied(app):
    for kind, table in owned_tables().items():
        left = set(table.clear) - {*table.names, *table.forget, *table.words}
        assert table.goes or left == set(), kind


def test_every_fingerprint_of_a_contact_gives_way_when_its_time_is_over(app):
    tables = {table.name for table in db.metadata.sorted_tables if "contact_key" in table.c}
    shorter = {"double", "reach"}  # these rows, or what is in them, go long before
    assert tables - shorter == set(fingerprints.PLACES)


def test_that_an_address_refused_letters_is_forgotten_wherever_it_was_given(make, people):
    address = "xilofon@example.org"
    make.community(author=people.ana, contact_email=address)
    bounces.refused(address)
    bounces.refused("other@example.org")
    db.session.commit()
    erase(Whose(person_ids=frozenset({people.ana.id})), people.ana)
    db.session.commit()
    left = {row.key for row in db.session.query(DeadAddress)}
    assert left == {contact_key("other@example.org")}


def test_words_that_only_the_erased_had_said_leave_the_codebook(make, people):
    opinion = make.opinion("Kérek több xylofonpadot", author=people.ana)
    make.opinion("Kérek több lámpát", opinion.conversation)
    theme = make.theme(seeds=["xylofonpad", "lámpa"], avoid=["xylofonpadot", "lámpát"])
    make.membership(opinion, theme)
    erase(Whose(person_ids=frozenset({people.ana.id})), people.ana)
    db.session.commit()
    assert (theme.seeds, theme.avoid) == (["lámpa"], ["lámpát"])
