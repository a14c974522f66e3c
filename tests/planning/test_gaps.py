"""Gaps: what is asked for, where, against what the season offers and who came."""

from datetime import timedelta

import pytest

from forum.core.db import db, now
from forum.events.attending.attendance import Attendance
from forum.planning.models_candidates import ProgramNeed
from forum.planning.needs import gaps
from forum.planning.needs.gap_picture import LARGEST_DOT, SMALLEST_DOT, dot, drawn, shortened
from forum.planning.needs.gap_reading import gaps_of
from forum.planning.needs.gaps import Session, Square, table
from forum.planning.needs.models import NeedIdea


@pytest.fixture
def paul(client, people):
    """Paul's browser."""
    return client.sign_in(people.paul)


@pytest.fixture
def wanted(make):
    """A need that ``people`` people of a place (and an age) ask for."""

    def want(people, place=None, age=None, title="Közös esték", **more):
        idea = make.idea(
            home_id=place and place.id, age_band_id=age and age.id, category=more.get("category")
        )
        for _each in range(people - 1):
            make.support(idea, home_id=place and place.id, age_band_id=age and age.id)
        need = make.need(title, **more)
        make.save(NeedIdea(need=need, idea=idea))
        return need

    return want


@pytest.fixture
def answered(make):
    """A program of ``season`` that answers a need with ``sessions``; (places, came) of each."""

    def answer(need, season, sessions, state="done", **more):
        program = make.program(state, len(sessions), season, **more)
        make.save(ProgramNeed(program=program, need=need))
        for number, ((places, came), session) in enumerate(
            zip(sessions, program.sessions, strict=True)
        ):
            session.event.capacity = places
            if came:
                key = f"{program.id}-{number}"
                entry = Attendance(event_id=session.event.id, key=key, source="tally", count=came)
                db.session.add(entry)
        db.session.commit()
        return program

    return answer


def line(found, name="Közös esték"):
    """The line of a need and its cells by column."""
    (kept,) = [each for each in found.lines if each.name == name]
    names = [name for _number, name in found.columns]
    return kept, dict(zip(names, kept.squares, strict=True))


def test_asked_offered_and_came_by_neighbourhood(make, wanted, answered):
    """Twelve of the Avas ask; two sessions there, one of them held; one in the whole city."""
    avas, centre, season = make.neighbourhood("Avas"), make.neighbourhood("Belváros"), make.season()
    need = wanted(12, avas)
    answered(need, season, [(20, 8), (20, 0)], neighbourhoods=[avas])
    answered(need, season, [(None, 0)], "draft")
    answered(need, season, [(9, 0)], cancelled_at=now())
    answered(need, make.season(), [(9, 0)])
    found = gaps_of(season, "need", "neighbourhood")
    row, cells = line(found)
    there = cells["Avas"]
    assert (there.asked, there.sessions, there.places, there.came) == (12, 2, 40, 8)
    assert centre.name not in cells  # nobody asked and nothing is offered
    rest = list(cells.values())[-1]
    assert (rest.asked, rest.sessions, rest.unlimited) == (0, 1, True)
    assert (row.total.asked, row.total.sessions, row.total.came) == (12, 3, 8)
    assert there.verdict == "gap"  # two sessions are a trial
    assert [each.column for each in found.told("gap")] == ["Avas"]


def test_asked_and_came_by_age(make, wanted, answered):
    """A session for no age in particular is for every age; who came counts by their own age."""
    old, young = make.age_band("65+", youngest=65), make.age_band("0-14")
    season, need = make.season(), wanted(11, age=old)
    program = answered(need, season, [(None, 0)] * 3)
    event = program.sessions[0].event
    make.save(Attendance(event_id=event.id, key="a", source="tally", count=4, age_band_id=old.id))
    make.save(Attendance(event_id=event.id, key="b", source="tally", count=2))
    _row, cells = line(gaps_of(season, "need", "age"))
    assert (cells["65+"].asked, cells["65+"].sessions, cells["65+"].came) == (11, 3, 4)
    assert (cells["0-14"].asked, cells["0-14"].sessions, cells["0-14"].came) == (0, 3, 0)
    assert cells["65+"].verdict == "met"
    assert young.name in cells


def test_an_event_called_off_is_not_offered(make, people, wanted, answered):
    """One session of two is called off."""
    avas, season = make.neighbourhood("Avas"), make.season()
    program = answered(
        wanted(10, avas), season, [(9, 0), (9, 0)], "announced", neighbourhoods=[avas]
    )
    program.sessions[0].event.cancel(by=people.mira, because="Beteg.")
    db.session.commit()
    _row, cells = line(gaps_of(season, "need", "neighbourhood"))
    assert cells["Avas"].sessions == 1


def test_the_sessions_own_place_goes_before_the_programs(make, wanted, answered):
    """A program of two parts of the city holds each session in one."""
    avas, centre, season = make.neighbourhood("Avas"), make.neighbourhood("Belváros"), make.season()
    program = answered(
        wanted(10, avas), season, [(9, 0), (9, 0)], "announced", neighbourhoods=[avas, centre]
    )
    program.sessions[0].event.neighbourhoods = [centre]
    db.session.commit()
    _row, cells = line(gaps_of(season, "need", "neighbourhood"))
    assert (cells["Avas"].sessions, cells["Belváros"].sessions) == (1, 2)


def test_kinds_join_needs_and_ideas_and_count_each_person_once(make, wanted, answered):
    """The idea behind the need is of the same kind; a declined one asks for nothing."""
    kind, avas, season = make.category("Kézművesség"), make.neighbourhood("Avas"), make.season()
    wanted(12, avas, category=kind)
    make.idea(category=kind, home_id=avas.id)
    make.idea(category=kind, home_id=avas.id, state="declined")
    make.program(season=season, category=kind, neighbourhoods=[avas], sessions=4)
    _row, cells = line(gaps_of(season, "kind", "neighbourhood"), "Kézművesség")
    assert (cells["Avas"].asked, cells["Avas"].sessions) == (13, 4)
    assert cells["Avas"].verdict == "met"


def test_closed_needs_are_no_gaps(make, wanted):
    """What is met, or wanted no more, is left out."""
    wanted(12, make.neighbourhood("Avas"), retired_at=now())
    assert gaps_of(make.season(), "need", "neighbourhood").lines == ()


@pytest.mark.parametrize(
    ("asked", "sessions", "verdict"),
    [
        (gaps.MUCH_ASKED - 1, 0, ""),
        (gaps.MUCH_ASKED, 0, "gap"),
        (gaps.MUCH_ASKED, gaps.FEWEST_SESSIONS - 1, "gap"),
        (gaps.MUCH_ASKED, gaps.FEWEST_SESSIONS, "met"),
        (gaps.PEOPLE_PER_SESSION * 4, 3, "gap"),
        (gaps.PEOPLE_PER_SESSION * 4, 4, "met"),
        (gaps.PEOPLE_PER_SESSION * 4 + 1, 4, "gap"),
    ],
)
def test_how_much_is_much_and_how_little_little(asked, sessions, verdict):
    """The bounds, from both sides."""
    assert Square(asked=asked, sessions=sessions).verdict == verdict


@pytest.mark.parametrize(
    ("held", "places", "came", "few"),
    [
        (2, 60, 1, False),  # too few sessions to say
        (3, 60, 19, True),
        (3, 60, 20, False),  # a third of the places
        (3, None, 17, True),
        (3, None, 18, False),
    ],
)
def test_when_few_come(held, places, came, few):
    """By places where there is a limit, else by people a session."""
    square = Square()
    for number in range(held):
        each = came - (held - 1) if number == 0 else 1
        square.add(Session(frozenset(), frozenset(), places and places // held, each, {}), each)
    assert square.few_come is few
    assert square.verdict == ("few" if few else "")


def test_a_session_without_attendance_says_nothing_yet(make, wanted, answered):
    """Nobody has entered who came: that is not the same as nobody came."""
    avas, season = make.neighbourhood("Avas"), make.season()
    need = wanted(3, avas)
    answered(need, season, [(20, 0)] * 5, neighbourhoods=[avas])
    found = gaps_of(season, "need", "neighbourhood")
    assert found.told("few") == []
    answered(need, season, [(20, 2)] * 3, neighbourhoods=[avas])
    found = gaps_of(season, "need", "neighbourhood")
    assert [each.line.name for each in found.told("few")] == ["Közös esték"]


def test_nobody_is_told_of_in_the_column_of_the_unknown():
    """Those who did not say where they live are counted, but no gap is claimed of them."""
    found = table([(1, "Sakk", None)], [(7, "Avas"), (None, "Egész város")], {1: {None: 50}}, [])
    assert found.told("gap") == []
    assert found.lines[0].total.asked == 50


def test_the_picture_shows_every_cell_once(make, wanted, answered):
    """As many cells as the table has; dots grow with the sessions."""
    avas, season = make.neighbourhood("Avas"), make.season()
    answered(wanted(12, avas), season, [(9, 0)] * 2, neighbourhoods=[avas])
    found = gaps_of(season, "need", "neighbourhood")
    picture = drawn(found)
    assert len(picture.spots) == sum(len(each.squares) for each in found.lines)
    assert dot(0) == 0
    assert dot(1) >= SMALLEST_DOT
    assert dot(10**6) == LARGEST_DOT
    assert dot(4) > dot(2)
    assert shortened("Rövid", 10) == "Rövid"
    assert len(shortened("x" * 99, 10)) == 10


def test_the_page_tells_all_three_lists_and_the_rules(paul, make, wanted, answered):
    """In each arrangement, in Hungarian; what stands in the picture stands in the table."""
    avas, season = make.neighbourhood("Avas"), make.season("Tavasz")
    make.season("Ősz", starts_on=season.ends_on + timedelta(days=9), ends_on=season.ends_on)
    wanted(15, avas, title="Kevés a program")
    answered(wanted(12, avas, title="Van elég"), season, [(9, 7)] * 3, neighbourhoods=[avas])
    answered(wanted(2, avas, title="Kevesen jönnek"), season, [(30, 2)] * 3, neighbourhoods=[avas])
    page = paul.get("/gaps").text
    lists = (
        page.split("list-gap")[-1],
        page.split('id="list-few"')[-1],
        page.split('id="list-met"')[-1],
    )
    assert "Kevés a program" in lists[0].split("</section>")[0]
    assert "Kevesen jönnek" in lists[1].split("</section>")[0]
    assert "Van elég" in lists[2].split("</section>")[0]
    assert "<svg" in page
    assert "gap-ring" in page
    assert "gap-few" in page
    assert str(gaps.MUCH_ASKED) in page
    for query in ("by=age", "rows=kind", "rows=kind&by=age", f"season={season.id}", "by=x&rows=y"):
        assert paul.get(f"/gaps?{query}").status_code == 200


def test_without_a_season_or_needs_the_page_says_what_to_do(paul, make):
    """Nothing to compare is no error."""
    assert paul.get("/gaps").status_code == 200
    make.season()
    assert "/needs/new" in paul.get("/gaps").text


def test_a_hundred_needs_take_as_many_questions_as_one(paul, make, wanted, answered, count_queries):
    """Constant, with sessions and attendance."""
    avas, season = make.neighbourhood("Avas"), make.season()

    def asked():
        db.session.rollback()
        db.session.expire_all()
        with count_queries() as log:
            assert paul.get("/gaps").status_code == 200
        return len(log)

    answered(wanted(2, avas), season, [(9, 3)], neighbourhoods=[avas])
    asked()
    few = asked()
    need = answered(wanted(2, avas), season, [(9, 3)] * 3, neighbourhoods=[avas])
    assert need.id
    for _each in range(98):
        make.need(neighbourhoods=[avas])
    assert asked() == few
