"""Calendar files: read by two other programs, the clocks right, and nothing can be slipped in."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from forum.core import clock
from forum.core.db import db, now
from forum.events.calendars.clocks import time_zone
from forum.events.calendars.texts import clean, line
from forum.events.changing import edit

HOSTILE = (
    'Tánc\r\nATTENDEE:mailto:x@y\nBEGIN:VEVENT\rX-EVIL:1\x0bA\x0cB\x85C\u2028D\x01E, a; b: \\n "q"'
)


def text(client, path="/events.ics") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return answer.data.decode()


def read(client, path="/events.ics"):
    """The calendar as icalendar and vobject both read it."""
    content = text(client, path)
    return icalendar.Calendar.from_ical(content), vobject.readOne(content)


def entry(client, path="/events.ics"):
    one, other = read(client, path)
    assert len(other.vevent_list) == len(one.walk("vevent")) == 1
    return one.walk("vevent")[0], other.vevent


def unfolded(content: str) -> list[str]:
    return re.sub("\r\n[ \t]", "", content).split("\r\n")


def test_another_program_reads_what_was_written(client, make, people):
    category = make.category("Társasjáték")
    start = datetime(2031, 7, 3, 15, 5, tzinfo=UTC)
    event = make.event(
        "coming", starts_at=start, ends_at=start + timedelta(hours=2), title_hu="Sakk, malom; és más", description_hu="Első sor\nMásodik; sor",
        address="Középszer u. 28.", category_id=category.id, contact_email="iroda@example.org",
        organiser_hu="Közösségi Iroda",
    )  # fmt: skip
    one, other = entry(client)
    assert str(one["summary"]) == other.summary.value == event.title_hu
    assert one.decoded("dtstart") == other.dtstart.value == event.starts_at
    assert one.decoded("dtend") == other.dtend.value == event.ends_at
    assert one.decoded("last-modified") == event.announcement.at.replace(microsecond=0)
    assert str(one["location"]) == "Avasi Közösségi Ház, Középszer u. 28."
    assert other.location.value == str(one["location"])
    assert "Első sor\nMásodik; sor" in other.description.value
    assert other.description.value.endswith(f"/events/{event.id}")
    assert other.url.value.endswith(f"/events/{event.id}")
    assert one["uid"] == other.uid.value == event.uid
    assert int(one["sequence"]) == 0
    assert one["status"] == "CONFIRMED"
    assert {str(cat) for cat in one["categories"].cats} == {"Program", "Társasjáték"}
    assert one["organizer"] == "mailto:iroda@example.org"
    assert one["organizer"].params["CN"] == "Közösségi Iroda"


def test_it_survives_a_round_trip(client, make):
    make.event("coming", title_hu="Őszi; zöldség, főzés\\n", description_hu="Egy\nKettő")
    content = text(client)
    again = icalendar.Calendar.from_ical(content).to_ical().decode()
    assert unfolded(again) == unfolded(content)
    other = vobject.readOne(vobject.readOne(content).serialize())
    assert other.vevent.summary.value == "Őszi; zöldség, főzés\\n"
    assert other.vevent.dtstart.value == icalendar.Calendar.from_ical(content).walk("vevent")[
        0
    ].decoded("dtstart")  # fmt: skip


def test_the_file_says_what_it_is_and_when_to_look_again(client, make):
    make.city(name_hu="Miskolc")
    make.event("coming")
    lines = unfolded(text(client))
    assert lines[0] == "BEGIN:VCALENDAR"
    for said in (
        "METHOD:PUBLISH", "VERSION:2.0", "X-WR-CALNAME:Események: Miskolc",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "TZID:Europe/Budapest",
    ):  # fmt: skip
        assert said in lines
    assert any("1000" in line and line.startswith("X-WR-CALDESC") for line in lines)


def test_a_moved_event_keeps_its_name_and_counts_on(client, make, people):
    event = make.event("coming")
    before, _other = entry(client)
    day = timedelta(days=1)
    with clock.at(now() + timedelta(minutes=2)):
        moved = {"starts_at": event.starts_at + day, "ends_at": event.ends_at + day}
        edit(event, people.mira, moved)
        db.session.commit()
    after, other = entry(client)
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) == int(other.sequence.value) == int(before["sequence"]) + 1
    assert after.decoded("dtstart") == before.decoded("dtstart") + day
    assert after.decoded("last-modified") > before.decoded("last-modified")


def test_every_edit_is_seen_by_calendars_that_look_again(client, make, people):
    event = make.event("coming")
    before = entry(client)[0].decoded("last-modified")
    with clock.at(now() + timedelta(minutes=2)):
        edit(event, people.mira, {"description_hu": "Hozzon papucsot."})
        db.session.commit()
    after = entry(client)[0]
    assert after.decoded("last-modified") > before
    assert "Hozzon papucsot." in str(after["description"])


def test_what_was_called_off_stays_for_a_while_so_that_calendars_learn_of_it(client, make, people):
    event = make.event("coming", title_hu="Kirándulás")
    event.cancel(people.mira, "Vihar\r\njön.")
    db.session.commit()
    one, other = entry(client)
    assert one["status"] == other.status.value == "CANCELLED"
    assert int(one["sequence"]) == 1
    assert str(one["summary"]) == "Elmarad: Kirándulás"
    assert "Vihar jön." in other.description.value
    with clock.at(event.ends_at + timedelta(days=91)):
        event.touch()
        db.session.commit()
        assert "BEGIN:VEVENT" not in text(client)
        assert "BEGIN:VTIMEZONE" in text(client)


@pytest.mark.parametrize(
    "field", ["title_hu", "description_hu", "place_hu", "address", "organiser_hu", "audience_hu",
              "access_hu", "children_hu", "contact_name"],
)  # fmt: skip
def test_hostile_words_add_no_property(client, make, field):
    values = {"organiser_hu": "", "contact_email": "a@example.org", field: HOSTILE}
    make.event("coming", **values)
    content = text(client)
    assert len(read(client)[0].walk("vevent")) == 1
    for each in unfolded(content):
        assert not each.startswith(("ATTENDEE", "X-EVIL", "A", "B\x0c"))
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028]", each)
    assert content.count("\r\n") == content.count("\n") == content.count("\r")


@pytest.mark.parametrize(
    "address",
    ["a@b.hu\r\nX-EVIL:1", "nincs", "a b@c.hu", '"x"@y.hu', "a@b", "mailto:a@b.hu?cc=c@d.hu"],
)
def test_an_organiser_is_named_only_with_a_real_address(client, make, address):
    make.event("coming", contact_email=address, organiser_hu="Iroda")
    content = text(client)
    assert "ORGANIZER" not in content
    assert "X-EVIL" not in content


def test_no_line_is_longer_than_75_octets_and_no_letter_is_torn(client, make):
    long = "Árvíztűrő tükörfúrógép 👍🏽 " * 30
    make.event("coming", title_hu="ű" * 190, description_hu=long, place_hu="中" * 150)
    content = client.get("/events.ics").data
    for each in content.split(b"\r\n"):
        assert len(each) <= 75
        each.decode("utf-8")
    one, other = entry(client)
    assert str(one["summary"]) == other.summary.value == "ű" * 190
    assert long.strip() in str(one["description"])


def test_the_way_into_an_online_event_is_for_those_who_registered(client, make):
    link = "https://talk.example.org/szoba"
    event = make.event("coming", online_link=link, place_hu="", takes_registrations=True)
    assert link not in text(client)
    assert link not in text(client, f"/events/{event.id}.ics")
    assert str(entry(client)[0]["location"]) == "Online"
    event.takes_registrations = False
    event.touch()
    db.session.commit()
    assert link in str(entry(client)[0]["description"])


def test_a_part_of_the_city_has_a_feed_of_its_own(client, make):
    avas, centre = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    here, there = make.event("coming", title_hu="Itt"), make.event("coming", title_hu="Ott")
    make.event("coming", title_hu="Mindenütt")
    here.neighbourhoods, there.neighbourhoods = [avas], [centre]
    db.session.commit()
    one, _other = read(client, f"/neighbourhoods/{avas.id}/events.ics")
    assert {str(each["summary"]) for each in one.walk("vevent")} == {"Itt", "Mindenütt"}
    assert "Avas" in str(one["x-wr-calname"])
    assert client.get("/neighbourhoods/999/events.ics").status_code == 404


def test_the_language_is_in_the_address(client, make):
    event = make.event("coming", title_hu="Társasjáték", title_en="Board games")
    assert "SUMMARY:Board games" in text(client, "/events.ics?lang=en")
    assert "SUMMARY:Társasjáték" in text(client, "/events.ics?lang=hu")
    assert "Board games" in text(client, f"/events/{event.id}.ics?lang=en")
    assert "Társasjáték" in text(client, "/events.ics?lang=xx")


def test_who_has_it_already_is_told_so_and_a_change_is_sent(client, make):
    event = make.event("coming")
    first = client.get("/events.ics")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/events.ics", headers=tag).status_code == 304
    assert 'filename="kalaka-events.ics"' in first.headers["Content-Disposition"]
    event.title_hu = "Más néven"
    event.touch()
    db.session.commit()
    again = client.get("/events.ics", headers=tag)
    assert again.status_code == 200
    assert "Más néven" in again.text


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_clocks_of_the_file_are_those_of_the_city(app, year):
    """What the VTIMEZONE says, minute by minute around both changes, is what the zone says."""
    told, real = (
        time_zone("Europe/Budapest", year - 1, year + 1).to_tz(),
        ZoneInfo("Europe/Budapest"),
    )
    for month in (3, 10):
        start = datetime(year, month, 25, tzinfo=UTC)
        for hour in range(0, 7 * 24):
            for minute in (0, 59):
                moment = start + timedelta(hours=hour, minutes=minute)
                assert moment.astimezone(told).replace(tzinfo=None) == moment.astimezone(
                    real
                ).replace(tzinfo=None)  # fmt: skip


def test_control_letters_are_left_out_of_every_file():
    assert clean("a\x00b\x1bc\x7fd\ufffee\r\nf\u2028g\ud800h") == "abcde\nf\ngh"
    assert line(" a \r\n\tb\x85c ") == "a b c"


def test_a_zone_that_never_changes_has_rules_too(app):
    plain = time_zone("Asia/Tokyo", 2026, 2027).to_ical().decode()
    assert "TZOFFSETTO:+0900" in plain
    unruly = time_zone("Africa/Casablanca", 2026, 2028).to_ical().decode()
    assert "RDATE" in unruly
