"""Letters carry no words of strangers: anybody can register any address with anything for a name."""

import pytest

from forum.accounts import letters as written
from forum.accounts import operations
from forum.accounts.queries import by_email
from forum.core.db import db

BAIT = "Nyert http://evil.example"


@pytest.fixture
def victim(register, app):
    """An address that a stranger registered with words of their own; nobody has confirmed it."""
    register("victim@example.org", BAIT, by=app.test_client())
    return by_email("victim@example.org")


def carried(letters):
    return [letter.subject for letter in letters.all() if "Nyert" in letter.body + letter.subject]


def test_no_letter_to_an_unconfirmed_address_carries_the_typed_name(
    app, victim, register, enter, people, letters
):
    for name in (BAIT, "Nyert Ön Egymilliót"):
        register("victim@example.org", name, by=app.test_client())
        app.test_client().send("/password", {"email": "victim@example.org"})
        enter("victim@example.org", by=app.test_client())  # another letter with the link
    operations.invite("victim@example.org", "facilitator", people.adam)
    victim.disable(by=people.adam)
    app.test_client().send("/password", {"email": "victim@example.org"})
    db.session.commit()
    assert len(letters.to("victim@example.org")) >= 4
    assert carried(letters) == []


def test_not_even_one_that_a_colleague_of_mine_asks_for(victim, letters):
    """Whatever letter is written by name: the rule stands where all of them begin."""
    for write in (written.password_was_changed, written.role_was_changed, written.account_closed):
        write(victim)
    db.session.commit()
    assert carried(letters) == []


def test_once_it_is_confirmed_its_owner_is_greeted(app, eva, letters):
    app.test_client().send("/password", {"email": "eva@example.org"})
    assert letters.to("eva@example.org")[-1].body.startswith("Kedves Éva!")


def test_another_address_than_the_confirmed_one_is_not(app, client, enter, eva, letters):
    enter()
    client.send("/account/email", {"email": "uj@example.org", "old": "kék ló almát eszik"})
    assert "Éva" not in letters.to("uj@example.org")[-1].body
    client.send(letters.link("uj@example.org", "confirm"))
    assert "Éva" not in letters.to("eva@example.org")[-1].body


LINKS = [
    BAIT,
    "www.evil",
    "evil.example",
    "Nyert: EVIL.example/x",
    "x@evil.example",
    "nyeremény.magyarország",
    "javascript://evil",
]


@pytest.mark.parametrize("name", LINKS)
def test_a_name_that_mail_programs_make_a_link_of_greets_nobody(app, make, letters, name):
    """A victim who confirmed is not sent it again and again."""
    person = make.person(name=name, email="eva@example.org")
    written.password_was_changed(person)
    db.session.commit()
    body = letters.to("eva@example.org")[-1].body
    assert body.startswith("Jó napot kívánunk!")
    assert name not in body


@pytest.mark.parametrize(
    "name", ["Éva", "Dr. Kiss Éva", "Kiss É.", "O’Neill-Nagy Éva", "ifj. K. B."]
)
def test_any_other_name_does(name):
    assert name in written.greet(name)
