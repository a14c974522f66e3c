"""No network address is kept in clear, whatever is written; the keys of its hash change daily."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from forum.core.clock import at
from forum.core.db import db
from forum.core.limits import Attempt, forget_attempts, too_many

ADDRESS = "203.0.113.77"
SIX = "2001:db8:77:1::77"


def everything(app) -> bytes:
    """Return every value of every row, and the files of the instance."""
    rows = [
        str(tuple(row))
        for table in db.metadata.tables.values()
        for row in db.session.execute(select(table))
    ]
    files = [path.read_bytes() for path in Path(app.instance_path).iterdir() if path.is_file()]
    return "\n".join(rows).encode() + b"".join(files)


def test_nothing_that_is_written_holds_the_address(app, client, make, people, caplog, run_jobs):
    caplog.set_level(logging.DEBUG)
    talk, event, idea = make.conversation(), make.event(), make.idea()
    account = make.person(name="Ilona", email="ilona@example.org", password="tizenketbetu")
    account.confirm_email()
    db.session.commit()
    for address in (ADDRESS, SIX):
        seen = {"environ_base": {"REMOTE_ADDR": address}}
        spoken = client.send(
            f"/conversations/{talk.id}/opinions", {"text": f"Több pad {address[:3]}"}, **seen
        )
        wrong = client.send(
            "/sign-in", {"email": "x@example.org", "password": "rossz jelszó"}, **seen
        )
        client.send("/register", {"email": "uj@example.org", "name": "Új"}, **seen)
        client.send(f"/events/{event.id}/register", {"name": "Ica", "party": "1"}, **seen)
        client.send(f"/ideas/{idea.id}/support", {}, **seen)
        client.get("/follow/AAAA-BBBB-CC", **seen)
        client.get("/follow?code=AAAA-BBBB-CC", **seen)
        refused = client.post("/api/v1/conversations/1/opinions", json={"text": "Szia"}, **seen)
        client.send("/sign-in", {"email": "ilona@example.org", "password": "tizenketbetu"}, **seen)
        assert spoken.status_code < 500
        assert wrong.status_code < 500
        assert refused.status_code < 500
    run_jobs()

    assert db.session.scalar(select(func.count(Attempt.id))) > 0
    kept = everything(app)
    for address in (ADDRESS, SIX, "2001:db8:77:1::"):
        assert address.encode() not in kept
        assert address not in caplog.text


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
