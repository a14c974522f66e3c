"""Attacks on ideas, votings and notices: what is not one's own is neither seen nor changed."""

import csv
import io
from collections import Counter
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from freezegun import freeze_time
from sqlalchemy import func, select

from forum.accounts.models import visitor_signed_in
from forum.accounts.reach import Reach, reach
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.mail import OutboxMessage
from forum.ideas.merging import merge
from forum.ideas.models import Idea
from forum.ideas.splitting import split
from forum.ideas.supporting import support, take_back
from forum.notices import reaching
from forum.planning.ballots import advising, presenting
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.voting import voting_of
from tests.planning.voters import end, open_season, vote


def rows_of_ballots(client, season) -> list[list[str]]:
    text = client.get(f"/seasons/{season.id}/ballots.csv").get_data().decode("utf-8-sig")
    return [line for line in csv.reader(io.StringIO(text)) if len(line) == 3]


def test_nobody_is_left_over_when_the_table_is_taken_from_the_page(make, people, client):
    """Six of Avas voted, five of them alike: how the sixth did is neither in the table nor beside it."""
    season = open_season(make, people.paul, ["Sakk", "Mozi"])
    chess, cinema = (each.id for each in numbered(season, None).values())
    avas, centre = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    young, old = make.age_band("18-24"), make.age_band()
    vote(make, season, [chess], 5, neighbourhood_id=avas.id, age_band_id=young.id)
    vote(make, season, [cinema], 1, neighbourhood_id=avas.id, age_band_id=old.id)
    vote(make, season, [chess], 12, neighbourhood_id=centre.id, age_band_id=young.id)
    vote(make, season, [cinema], 7, neighbourhood_id=centre.id, age_band_id=old.id)
    end(voting_of(season))
    rows = rows_of_ballots(client, season)
    number = next(n for n, e in numbered(season, voting_of(season)).items() if e.id == chess)
    assert [row[0] for row in rows if row[1] == "Avas"] == [str(number)] * 5
    found = presenting.both_groups(season, advising.advice(season))
    for group, column in (("neighbourhood", 1), ("age", 2)):
        shown = {each.name: each.people for each in found[group].rows}
        told = Counter(row[column] for row in rows if row[column] in shown)
        assert shown == told, "the page is made of the rows of the table, and of nothing else"
    (avas,) = [each for each in found["neighbourhood"].rows if each.name == "Avas"]
    assert (avas.people, avas.fair.part) == (5, 1.0)


def test_a_small_group_is_neither_in_the_table_nor_left_over(make, people, client):
    """Three of Pereces: together with one of Avas they are four of whom nobody knows which."""
    season = open_season(make, people.paul, ["Sakk", "Mozi"])
    chess, _cinema = (each.id for each in numbered(season, None).values())
    places = [make.neighbourhood(name) for name in ("Avas", "Pereces", "Belváros")]
    young = make.age_band()
    for place, people_there in zip(places, (6, 3, 20), strict=True):
        vote(make, season, [chess], people_there, neighbourhood_id=place.id, age_band_id=young.id)
    end(voting_of(season))
    told = Counter(row[1] for row in rows_of_ballots(client, season))
    assert (told["Avas"], told["Pereces"], told["Belváros"]) == (5, 0, 20)


def letters_to(address) -> int:
    query = select(func.count()).select_from(OutboxMessage)
    return db.session.scalar(query.where(OutboxMessage.recipient == address))


def test_who_says_no_is_not_asked_again_by_the_same_browser(client, make):
    """A stranger types somebody's address day after day, with another one in between."""
    stranger = make.person("visitor")
    row = reach(stranger, "ida@example.org", None, "hu")
    db.session.commit()
    client.post(f"/reach/{reaching.token_of(row)}", data={"answer": "no"})
    for day, address in enumerate(["ida@example.org", "x@example.org", "ida@example.org"], 2):
        with freeze_time(now() + timedelta(days=day)):
            reach(stranger, address, None, "hu")
            db.session.commit()
    assert letters_to("ida@example.org") == 1


def test_letters_that_were_stopped_do_not_come_again_because_a_stranger_typed_the_address(make):
    ida = make.person("visitor")
    row = reach(ida, "ida@example.org", None, "hu")
    row.confirmed_at = row.stopped_at = now()
    db.session.commit()
    reach(ida, "ida@example.org", None, "hu")
    db.session.commit()
    known = db.session.scalars(select(Reach).where(Reach.email == "ida@example.org")).one()
    assert known.stopped_at is not None


def test_a_number_that_wants_no_more_calls_is_not_called_because_a_stranger_typed_it(make):
    phone = "+36301234567"
    reach(make.person("visitor"), None, phone, "hu").stopped_at = now()
    db.session.commit()
    again = reach(make.person("visitor"), None, phone, "hu")
    other = reach(make.person("visitor"), None, "+36301234568", "hu")
    db.session.commit()
    assert (again.stopped_at is not None, other.stopped_at) == (True, None)


def test_a_contact_alone_changes_nothing_of_somebody_elses_support(make):
    idea, ida, stranger = make.idea(), make.person("visitor"), make.person("visitor")
    avas, centre = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    key = contact_key("ida@example.org")
    row = support(idea, ida, "ida", contact_key=key, home_id=avas.id)
    support(idea, stranger, "other", contact_key=key, home_id=centre.id, wants_news=True)
    assert (row.home_id, row.wants_news, idea.supports_count) == (avas.id, False, 2)
    take_back(idea, ida)
    support(idea, stranger, "third", contact_key=key)
    assert (row.withdrawn_at is not None, idea.supports_count) == (True, 1)


def test_the_desk_may_give_support_again_for_a_contact(make, people):
    idea, ida = make.idea(), make.person("visitor")
    key = contact_key("ida@example.org")
    row = support(idea, ida, "ida", contact_key=key)
    take_back(idea, ida)
    support(idea, make.person("visitor"), "desk", "paper", key, entered_by=people.mira)
    assert (row.withdrawn_at, idea.supports_count) == (None, 1)


def test_ballots_made_to_take_minutes_keep_nobody_from_other_pages(
    app, make, people, client, monkeypatch
):
    """Whoever asks meanwhile is answered soon and kindly, and what is known already at once."""
    season = open_season(make, people.paul, ["Sakk", "Mozi"])
    vote(make, season, [next(iter(numbered(season, None).values())).id], 5)
    end(voting_of(season))
    known, path = advising.advice(season, 5), f"/seasons/{season.id}/advice"
    begun, go_on, work_out = Event(), Event(), advising._work_out

    def slowly(*asked):
        begun.set()
        go_on.wait(20)
        return work_out(*asked)

    def ask() -> None:
        with app.app_context():
            app.test_client().get(path)
            db.session.remove()

    monkeypatch.setattr(advising, "_work_out", slowly)
    monkeypatch.setattr(advising, "PATIENCE", 0.1)
    first = Thread(target=ask)
    first.start()
    try:
        assert begun.wait(10)
        since = monotonic()
        answer = client.get(path, headers={"Accept-Language": "en"})
        assert (answer.status_code, monotonic() - since < 5) == (503, True)
        assert "being worked out" in answer.text
        assert advising.advice(season, 5) is known
        assert client.get(f"/seasons/{season.id}").status_code == 200
    finally:
        go_on.set()
        first.join(20)
    assert client.get(path).status_code == 200


def test_a_hidden_idea_is_named_on_no_page_of_the_ideas_it_was_put_together_with(
    make, people, client
):
    """Its title may hold what it was hidden for: somebody's name."""
    names = ("Sakkest", "Titkos Tibor", "Egész")
    shown, hidden, whole = (make.idea(title=name, year=2025) for name in names)
    part = split(whole, people.paul, "part", "Rész", "Ez egy rész.")
    merge(hidden, shown, people.paul, "count", "Ugyanaz.")
    hidden.hide(people.mira, "personal_data", "Név van benne.")
    whole.hide(people.mira, "personal_data", "Név van benne.")
    db.session.commit()
    assert "Titkos Tibor" not in client.get(f"/ideas/{shown.id}").text
    assert "Egész" not in client.get(f"/ideas/{part.id}").text


def test_nor_where_it_leads_them(make, people, client):
    shown, hidden = make.idea(title="Sakkest"), make.idea(title="Titkos Tibor")
    merge(shown, hidden, people.paul, "count", "Ugyanaz.")
    hidden.hide(people.mira, "personal_data", "Név van benne.")
    db.session.commit()
    for path in (f"/ideas/{shown.id}", "/ideas", f"/ideas/{shown.id}/support"):
        assert "Titkos Tibor" not in client.get(path, follow_redirects=True).text, path


def test_who_signs_in_on_a_shared_device_gets_no_neighbours_idea(make, people):
    visitor, ana = make.person("visitor"), people.ana
    told = [("bela@example.org", ""), (ana.email, ""), ("+36301234567", ana.name), (None, "Béla")]
    for contact, name in told:
        key = contact_key(contact)
        make.idea(author=visitor, contact_key=key, signature=name)
    db.session.commit()
    visitor_signed_in.send(visitor.id, person=ana)
    db.session.commit()
    owners = db.session.scalars(select(Idea.author_id).order_by(Idea.id)).all()
    assert list(owners) == [visitor.id, ana.id, ana.id, ana.id]
