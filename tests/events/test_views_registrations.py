"""The office's list of registrations."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.events.changing import edit
from forum.events.registration.calls import Call
from forum.events.registration.registering import Wish, cancel, register
from forum.events.registration.registrations import Registration


@pytest.fixture
def event(make):
    return make.event(capacity=3)


@pytest.fixture
def path(event):
    return f"/events/{event.id}/registrations"


def come(event, key, **wish):
    made = register(event, Wish(**wish), key)
    db.session.commit()
    return made


def test_only_staff_see_who_comes(client, path, event, people):
    come(event, "k", name="Kati")
    assert client.get(path).status_code == 302
    assert client.sign_in(people.ana).get(path).status_code == 403
    page = client.sign_in(people.mira).get(path)
    assert "Kati" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_call_is_written_down_once(mira, path, people):
    sent = {
        "party": "2",
        "name": "Kovács néni",
        "contact": "06 46 123 456",
        "channel": "phone",
        "submit_key": "abcdefghijklmnopqrstuv",
    }
    for _twice in range(2):
        assert mira.send(path, sent).status_code == 303
    made = db.session.scalars(select(Registration)).one()
    assert (made.channel, made.entered_by_id, made.person_id) == ("phone", people.mira.id, None)
    assert (made.party, made.standing, made.language) == (2, "held", "hu")


def test_a_second_caller_without_a_name_is_not_taken_for_the_first(mira, path):
    for party in ("1", "2"):  # the page came back with its key
        mira.send(
            path, {"party": party, "channel": "phone", "submit_key": "abcdefghijklmnopqrstuv"}
        )
    assert sorted(db.session.scalars(select(Registration.party))) == [1, 2]


@pytest.mark.parametrize(
    "wrong", [{"channel": "web"}, {"party": "0"}, {"contact": "valami"}, {"party": "4"}]
)
def test_what_makes_no_sense_comes_back(mira, path, wrong):
    answer = mira.send(path, {"party": "1", "name": "Kovács néni", "channel": "phone", **wrong})
    assert answer.status_code == 422
    assert "Kovács néni" in answer.text


def test_a_contact_that_is_there_is_told(mira, path, event):
    come(event, "k", contact="06 46 123 456")
    answer = mira.send(path, {"party": "1", "contact": "0646123456", "channel": "phone"})
    assert answer.status_code == 422


def test_lists_are_in_order_and_searched_without_accents(mira, path, event):
    come(event, "a", name="Őry Ágnes", party=2)
    gone = come(event, "b", name="Kiss Béla")
    come(event, "c", name="Nagy Örs", party=2)
    come(event, "d", name="Tóth Éva", party=2)
    cancel(gone)
    db.session.commit()
    held, waiting, cancelled = (
        mira.get(f"{path}?list={name}").text for name in ("held", "waiting", "cancelled")
    )
    assert "Őry Ágnes" in held
    assert "Nagy Örs" not in held
    assert waiting.index("Nagy Örs") < waiting.index("Tóth Éva")
    assert "Kiss Béla" in cancelled
    for words in ("ory", "AGNES", "agnes őry", "őRY"):
        assert "Őry Ágnes" in mira.get(f"{path}?q={words}").text, words
    assert "Őry Ágnes" not in mira.get(f"{path}?q=%25").text
    assert mira.get(f"{path}?list=<x>&q=%00&page=99").status_code == 200


def test_cancelling_for_somebody_lets_the_next_in(mira, path, event, people):
    first, second = come(event, "a", party=3), come(event, "b")
    answer = mira.send(f"{path}/{first.id}/cancellation")
    assert answer.status_code == 303
    db.session.expire_all()
    assert (first.cancelled_by_id, second.standing) == (people.mira.id, "held")
    assert (
        mira.send(f"/events/{event.id + 1}/registrations/{second.id}/cancellation").status_code
        == 404
    )


def test_residents_cancel_nobody(client, path, event, people):
    one = come(event, "a")
    assert client.sign_in(people.ana).send(f"{path}/{one.id}/cancellation").status_code == 403
    assert one.standing == "held"


def test_who_has_only_a_telephone_is_called_and_ticked_off(mira, path, event, people):
    come(event, "a", name="Kovács néni", contact="06 46 123 456", party=3)
    come(event, "b", name="Kiss Béla", contact="bela@example.org")
    come(event, "c", name="Névtelen")
    edit(event, people.mira, {"place_hu": "Könyvtár"})
    db.session.commit()
    page = mira.get(f"{path}?list=calls").text
    assert "it was Avasi Közösségi Ház, now Könyvtár" in page
    assert "Kovács néni" in page
    assert "Kiss Béla" not in page
    call = db.session.scalars(select(Call)).one()
    assert mira.send(f"/events/{event.id}/calls/{call.id}").status_code == 303
    assert "Nobody has to be called" in mira.get(f"{path}?list=calls").text
    db.session.refresh(call)
    assert (call.told_by_id, call.tell(by=people.paul)) == (people.mira.id, False)


def test_a_place_from_the_line_and_a_calling_off_are_told_by_phone(mira, path, event, people):
    first = come(event, "a", party=3)
    come(event, "b", contact="06 46 123 456")
    cancel(first)
    event.cancel(by=people.mira, because="Nincs fűtés.")
    db.session.commit()
    page = mira.get(f"{path}?list=calls").text
    assert "A place has come free" in page
    assert "will not take place. The reason: Nincs fűtés." in page


def test_a_hundred_cost_no_more_statements_than_two(mira, path, event, make, people, count_queries):
    event.capacity = None
    avas = make.neighbourhood()

    def asked():
        numbers = []
        for name in ("held", "calls"):
            mira.get(f"{path}?list={name}")
            with count_queries() as log:
                mira.get(f"{path}?list={name}")
            numbers.append(len(log))
        return numbers

    def grow(letter, count):
        for number in range(count):
            wish = Wish(contact=f"06461234{number:02}{ord(letter)}", neighbourhood_id=avas.id)
            register(event, wish, f"{letter}{number}")
        db.session.commit()

    grow("a", 2)
    edit(event, people.mira, {"place_hu": "Könyvtár"})
    db.session.commit()
    before = asked()
    grow("b", 40)
    edit(event, people.mira, {"place_hu": "Iskola"})
    db.session.commit()
    assert asked() == before
    assert "page=2" in mira.get(path).text


def test_the_list_of_calls_counts_those_nobody_can_reach(mira, event, path):
    come(event, "k1", name="Kati", party=2)
    come(event, "k2", name="Pál", contact="pal@example.org")
    page = mira.get(f"{path}?list=calls", headers={"Accept-Language": "en"}).text
    assert "2 people left no address and no number" in page
    assert "left no address" not in mira.get(path).text
