"""No network address is kept in clear, whatever is written; the keys of its hash change daily."""

import hashlib
import logging
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.api.models import issue
from forum.core.clock import at
from forum.core.db import db
from forum.core.limits import Attempt, forget_attempts, too_many
from forum.opinions.models import Opinion
from tests.privacy.traces import in_files, in_tables

ADDRESS = "203.0.113.77"
SIX = "2001:db8:77:1::77"
#: How either may be written: whole, as its network, or as a hash anybody could make again.
FORMS = (
    *(ADDRESS, "2001:db8:77:1:", "2001:0db8:0077:0001"),
    *(hashlib.sha256(each.encode()).hexdigest() for each in (ADDRESS, SIX, "2001:db8:77:1::/64")),
)
PASSWORD = "zsiráfok éjjel alszanak"


class Resident:
    """Somebody at one address, by page and by program; what is sent is taken, or the test fails."""

    def __init__(self, app, address) -> None:
        self.browser, self.app = app.test_client(), app
        self.seen, self.number = {"environ_base": {"REMOTE_ADDR": address}}, len(address)

    def send(self, path, statuses=(302, 303), **fields):
        """Send a form and look at the status."""
        key = f"{self.number}{path}".replace("/", "x").ljust(22, "x")[:22]
        answer = self.browser.send(path, {"submit_key": key, **fields}, **self.seen)
        assert answer.status_code in statuses, (path, answer.status_code, answer.text)

    def look(self, path, status=200):
        """Look at a page."""
        assert self.browser.get(path, **self.seen).status_code == status, path

    def say_by_api(self, talk, token):
        """Say something as a program with a token does."""
        answer = self.app.test_client().post(
            f"/api/v1/conversations/{talk.id}/opinions",
            json={"text": f"A program szava {self.number}"},
            headers={"Authorization": f"Bearer {token}"},
            **self.seen,
        )
        assert answer.status_code == 201, answer.text


def live(app, make, people):
    """Do from both addresses what people do most; return the conversation it was said in."""
    talk, event, idea = make.conversation("both"), make.event(), make.idea()
    meeting, other = make.meeting("now", conversation=talk), make.opinion("Maradjon csend", talk)
    token = issue(people.ana, "kioszk", people.adam, "kiosk")
    db.session.commit()
    for address in (ADDRESS, SIX):
        who = Resident(app, address)
        email = f"ilona{who.number}@example.org"
        who.send(f"/conversations/{talk.id}/speak", text=f"Több pad {who.number}")
        who.send(f"/opinions/{other.id}/reaction", value="1")
        who.send(f"/ideas/{idea.id}/comments/new", side="for", text=f"Jó ötlet {who.number}")
        who.send(f"/ideas/{idea.id}/support")
        who.send(f"/forums/{meeting.id}/questions", text=f"Mikor lesz {who.number}?")
        who.send(f"/events/{event.id}/registration", name="Ica", party="1", contact=email)
        who.send(f"/moderation/opinion/{other.id}/report", reason="other", note="Nézzék meg")
        who.look("/follow/AAAA-BBBB-CC", 404)
        who.send("/register", name="Ilona", email=email, password=PASSWORD, again=PASSWORD)
        account = db.session.scalars(select(Person).where(Person.email == email)).one()
        account.confirm_email()
        db.session.commit()
        who.send("/sign-in", (422,), email=email, password="rossz jelszó ez itt")
        who.send("/sign-in", email=email, password=PASSWORD)
        who.look("/account")
        who.say_by_api(talk, token)
    return talk


def test_nothing_that_is_written_holds_the_address(app, make, people, caplog, capfd, run_jobs):
    """Every column of every table, every file of the instance, whatever was logged or printed."""
    for name in ("", "forum", "forum.requests"):
        caplog.set_level(logging.DEBUG, logger=name)
    talk = live(app, make, people)
    run_jobs()
    kept = select(func.count(Opinion.id)).where(Opinion.conversation_id == talk.id)
    assert db.session.scalar(kept) == 5
    assert db.session.scalar(select(func.count(Attempt.id))) > 10
    assert in_tables(FORMS) == set()
    assert in_files(Path(app.config["INSTANCE_DIR"]), FORMS) == set()
    said = "".join([caplog.text, *capfd.readouterr()]).lower()
    assert [form for form in FORMS if form in said] == []


def test_where_it_is_searched_an_address_is_found(app, make, caplog, tmp_path):
    """Shown able to fail: in a column, in a file, and in a line of the log."""
    make.opinion(f"Innen írok: {SIX}")
    (tmp_path / "notes.txt").write_text(f"from {ADDRESS}")
    logging.getLogger("forum.opinions").warning("said from %s", ADDRESS)
    assert {place[0] for place in in_tables(FORMS)} >= {"opinion"}
    assert in_files(tmp_path, FORMS) == {("notes.txt", ADDRESS)}
    assert ADDRESS in caplog.text


def test_the_server_notes_no_address(app):
    """The format of the log has no place for one; the server writes no access log."""
    source = (Path(app.root_path) / "forum" / "serve.py").read_text()
    assert "accesslog" not in source or '"accesslog": None' in source
    assert "%(h)s" not in source
    assert "remote_addr" not in source


def test_the_hash_of_an_address_changes_each_day_and_goes_after_one(app):
    first, second = (datetime(2030, 5, day, 12, tzinfo=UTC) for day in (1, 2))
    for moment in (first, second):
        with at(moment):
            too_many("sign-in", ADDRESS, 5, 60)
            db.session.commit()
    one, other = db.session.scalars(select(Attempt.bucket).order_by(Attempt.id)).all()
    assert one != other
    assert ADDRESS not in one

    with at(datetime(2030, 5, 2, 13, tzinfo=UTC)):
        forget_attempts()
    assert db.session.scalars(select(Attempt.bucket)).all() == [other]
