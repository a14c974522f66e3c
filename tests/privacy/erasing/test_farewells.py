"""One verb of farewell: whoever is erased hears of it once, whichever way it came about."""

import pytest
from sqlalchemy import select

from forum.accounts.guardians import answer_for
from forum.accounts.letters import no_account
from forum.core.db import db
from forum.core.mail import OutboxMessage
from forum.core.personal import Whose
from forum.privacy.erasing import erase
from forum.privacy.erasing.farewells import UNCONFIRMED, UNUSED, forget_farewells
from forum.privacy.keepsakes import Farewell


@pytest.fixture
def last_letters(app):
    """To whom a last letter goes."""

    def read() -> list[str]:
        query = select(OutboxMessage.recipient).join(
            Farewell, Farewell.letter_id == OutboxMessage.id
        )
        found = list(db.session.scalars(query))
        db.session.rollback()
        return found

    return read


def test_at_the_desk_too(app, make, last_letters):
    make.community(contact_name="Kis Éva", contact_email="eva@example.org")
    runner = app.test_cli_runner()
    runner.invoke(args=["privacy", "erase", "eva@example.org"])
    assert last_letters() == []
    runner.invoke(args=["privacy", "erase", "eva@example.org", "--yes"])
    assert last_letters() == ["eva@example.org"]


def test_when_a_guardian_says_no(make, last_letters):
    young = make.person("resident", email="fiatal@example.org")
    row = answer_for(young, "Anyja", "anyja@example.org", "hu")
    row.withdraw()
    db.session.commit()
    assert last_letters() == ["fiatal@example.org"]


@pytest.mark.parametrize(("because", "told"), [(UNUSED, ["x@example.org"]), (UNCONFIRMED, [])])
def test_when_a_time_is_over_unless_nobody_ever_confirmed(make, last_letters, because, told):
    person = make.person("resident", email="x@example.org")
    erase(Whose(frozenset({person.id})), because=because)
    db.session.commit()
    assert last_letters() == told


def test_not_for_one_thing_of_an_account_that_stays(make, people, last_letters):
    opinion = make.opinion(author=people.ana)
    one = Whose(frozenset({people.ana.id}), only=("opinion", opinion.id))
    erase(one, people.ana)
    db.session.commit()
    assert last_letters() == []


def test_a_letter_to_somebody_without_an_account_is_forgotten_once_it_went_out(app):
    no_account("senki@example.org", "hu")
    db.session.commit()
    db.session.execute(db.text("UPDATE outbox_message SET due_at = NULL"))
    db.session.commit()
    forget_farewells()
    assert db.session.query(OutboxMessage).count() == 0
