"""The demo city's words fit together: names with ages and homes, and nothing lies ahead of now."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from forum.audit.models import AuditEntry
from forum.conversations.models import Conversation
from forum.core.clock import at
from forum.core.db import db, now
from forum.demo import content
from forum.demo.loader import fill_city, fill_people
from forum.demo.names import band_of, home_of, name_of
from forum.demo.talks import Talks

FILES = ("avas-evenings", "game-club", "parks", "school-way")
#: Everybody in this conversation says it about Avas, so they need not live where the name says.
ABOUT_AVAS = "avas-evenings"


@pytest.fixture
def simulated():
    return content.toml("people")["simulated"]


@pytest.mark.parametrize("file", FILES)
def test_a_name_fits_the_age_beside_it(simulated, file):
    for row in content.rows(f"opinions-{file}.csv"):
        age = simulated["ages"].get(row["pseudonym"], row["age_group"])
        assert (row["pseudonym"], row["age_group"]) == (row["pseudonym"], age)


@pytest.mark.parametrize("file", FILES)
def test_a_name_of_a_part_of_the_city_stands_beside_it(simulated, file):
    students = {"egyetemista Dani"}
    for row in content.rows(f"opinions-{file}.csv"):
        home = simulated["homes"].get(row["pseudonym"])
        if home and row["pseudonym"] not in students:
            assert (row["pseudonym"], row["neighbourhood"]) == (row["pseudonym"], home)


def test_whoever_registers_under_a_name_has_its_age_and_home(app):
    city, someone = fill_city(), object()
    numbers = range(len(content.toml("people")["simulated"]["pseudonyms"]))
    known = {name_of(number) for number in numbers}
    told = content.toml("people")["simulated"]
    assert {*told["ages"], *told["homes"]} <= known
    assert band_of("Avasi nagymama", city, someone).code == "65+"
    assert home_of("bulgárföldi Feri", city, someone).name_hu == "Bulgárföld"
    assert band_of("kockás sapka", city, someone) is someone


def test_nothing_of_the_conversations_lies_ahead_however_early_it_is_filled(app):
    with at(datetime(2026, 11, 23, 0, 41, tzinfo=ZoneInfo("Europe/Budapest"))):
        Talks(fill_city(), fill_people()).fill()
        db.session.flush()
        assert db.session.scalar(select(func.max(AuditEntry.at))) <= now()
        assert db.session.scalar(select(func.max(Conversation.created_at))) <= now()
