"""No form anybody may send makes a letter to somebody else that carries the sender's words."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.mail import OutboxMessage
from tests.attacks.pages import filled, mended, read, sendable
from tests.test_permissions import look, routes

BAIT, VICTIM = "Nyert http://evil.example", "victim@example.org"
#: Parts of the names of fields in which one says how one can be reached.
REACHED = ("email", "contact", "address", "told", "phone")


def baited(values):
    """Fill in a form with words that lure, and with the address of somebody else."""
    for name in list(values):
        if any(part in name for part in REACHED) and "city" not in name:
            values[name] = VICTIM
    more = {"years": "young", "guardian_name": BAIT}
    return {**values, **{name: value for name, value in more.items() if name in values}}


def forms(app, world):
    """Yield every form a visitor is shown, once."""
    seen, client = set(), app.test_client()
    for _permission, method, path in list(routes(app, world.shown())):
        page = look(client, path) if method == "GET" else None
        if page is None or page.status_code != 200 or page.mimetype != "text/html":
            continue
        for form in read(path, page.text)[0]:
            mark = form.action, tuple(sorted(form.inputs))
            if mark not in seen:
                seen.add(mark)
                yield form


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_stranger_is_sent_no_words_of_anybody(app, world, run_jobs):
    taken = []
    for form in list(forms(app, world)):
        client, values = app.test_client(), baited(next(filled(form, BAIT)))
        answer = client.send(form.action, sendable(values))
        db.session.rollback()
        again = mended(values, answer.text) if answer.status_code == 422 else None
        if again:
            answer = client.send(form.action, sendable(again))
            db.session.rollback()
        if answer.status_code in {302, 303}:
            taken.append(form.action)
    run_jobs()
    assert len(taken) > 8
    letters = list(db.session.scalars(select(OutboxMessage)))
    assert len(letters) > 4
    for letter in letters:
        assert "evil.example" not in letter.subject + letter.body + letter.html, letter.subject
