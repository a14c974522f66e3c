"""A resident who fills in every form they are shown, each field with a word used nowhere else."""

import re
from itertools import count
from urllib.parse import urlsplit

from sqlalchemy import inspect, text

from forum.core.db import db, now
from tests.attacks.pages import FAULT, Form, filled, picture, read, sendable
from tests.test_permissions import look, routes

#: Stands in every word the resident types; in the test world nobody else's holds it.
STEM = "zsuzsorka"
#: Their telephone numbers begin like this, however they are spelled.
NUMBERS = ("3630987", "0630987", "30/987", "30 987")
#: Forms that end what the others need.
ENDING = (
    "/sign-out",
    "/sign-out-everywhere",
    "/erasure",
    "/withdrawal",
    "/cancellation",
    "/leaving",
    "/ending",
    "/removal",
    "/account/proof",
    "/account/email",
    "/account/password",
    "/account/consent",
    "/factors/app",
)
#: Fields whose value says what is meant, not what somebody is called.
TELLING = {"website": "", "consent": "y", "years": "grown", "rating": "5", "code": ""}


class Citizen:
    """Somebody with an account who uses everything; what they typed is searched for by ``STEM``."""

    def __init__(self, app, person) -> None:
        self.app, self.person, self.numbers = app, person, count(1)
        self.client = app.test_client()
        #: Addresses of the forms that took what was typed, and what each form's key was.
        self.taken: set[str] = set()
        self.keys: set[str] = set()
        self.enter()

    def enter(self) -> None:
        """Sign in (again)."""
        db.session.refresh(self.person)
        self.client.sign_in(self.person)

    def words(self) -> list[str]:
        """Return every word they made up so far, in small letters."""
        return [f"{STEM}{number:04d}" for number in range(1, next(self.numbers))]

    def word(self, kind: str, longest: int = 10_000) -> str:
        """Return a value that stands nowhere else."""
        number = next(self.numbers)
        if kind == "email":
            return f"{STEM}{number:04d}@pelda-posta.hu"
        if kind == "tel":
            return f"+36 30 987 {number:04d}"
        return f"{STEM.capitalize()}{number:04d} Anna"[:longest]

    def use_everything(self, values, parts: tuple[str, ...] = ("/",)) -> None:
        """Send every form of every page whose address holds one of ``parts``."""
        seen: set[object] = set()
        for _permission, method, path in list(routes(self.app, values)):
            if method != "GET" or path.startswith(("/demo", "/join/", "/sign-in")):
                continue
            if not any(part in path for part in parts):
                continue
            self.enter()
            answer = look(self.client, path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in read(path, answer.text)[0]:
                mark = form.action, tuple(sorted(form.inputs)), tuple(form.buttons)
                if mark not in seen and not urlsplit(form.action).path.endswith(ENDING):
                    seen.add(mark)
                    self.fill(form)

    def fill(self, form: Form) -> None:
        """Fill a form in, once for each button; mend what it says needs another look."""
        pressed = [*filled(form, "–")]
        for sent in [*pressed, {**pressed[0], **dict.fromkeys(dict(form.buttons), "")}]:
            for each in form.inputs.values():
                if each.name in TELLING:
                    sent[each.name] = TELLING[each.name]
                elif each.kind == "file":
                    sent[each.name] = (picture(), f"{STEM}{next(self.numbers)}.png")
                elif each.kind in {"text", "search", "words", "email", "tel"}:
                    sent[each.name] = self.word(each.kind, each.longest)
            self.keys |= {str(sent[name]) for name in sent if name.endswith("submit_key")}
            answer = self.send(form.action, sent)
            for kind in ("tel", "email", "3", "10:00", f"{now().date()}", ""):
                faulty = [name for name in FAULT.findall(answer.text) if name in sent]
                if answer.status_code != 422 or not faulty:
                    break
                given = self.word(kind) if kind in {"tel", "email"} else kind
                sent |= dict.fromkeys(faulty, given)
                answer = self.send(form.action, sent)

    def send(self, action: str, values):
        """Send values to an address; errors of ours fail the test."""
        self.enter()
        answer = self.client.send(action, sendable(values))
        answer.get_data()
        answer.close()
        db.session.rollback()
        assert answer.status_code < 500, (action, values)
        if answer.status_code in {302, 303} and "/sign-in" not in answer.headers["Location"]:
            self.taken.add(urlsplit(action).path)
        return answer


#: Pages of figures and of what was published; lists of texts get shorter when texts go.
FIGURES = ("/project", "/moderation/", "/participation", "/summaries", "/you-said", "/plans")
FIGURES += ("/themes", "/seasons", "/programs", "/needs")


def figures_for_everybody(app, values) -> dict[str, list[str]]:
    """Return every number on the public pages of figures, by path."""
    stranger, found = app.test_client(), {}
    for _permission, method, path in list(routes(app, values)):
        if method == "GET" and path.startswith(FIGURES):
            answer = look(stranger, path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                main = answer.text.partition("<main")[2].partition("</main>")[0]
                found[path] = re.findall(r"\d+", re.sub(r"<[^>]+>", " ", main))
    return found


def rows_of(*tables: str) -> dict[str, list[str]]:
    """Return tables as they stand, every column of every row."""
    db.session.rollback()
    found = {}
    for table in tables:
        columns = ", ".join(f'"{one["name"]}"' for one in _columns(table))
        query = f"SELECT {columns} FROM {table} ORDER BY 1"
        found[table] = [repr(tuple(row)) for row in db.session.execute(text(query))]
    db.session.rollback()
    return found


def _columns(table: str):
    return inspect(db.session.connection()).get_columns(table)
