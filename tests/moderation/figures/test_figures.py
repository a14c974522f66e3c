"""Monthly counts for everybody: acts of staff and rules, never a person."""

import csv
import re
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from forum.core.clock import at
from forum.core.days import local
from forum.core.db import db, now
from forum.core.kept import forget_pages
from forum.moderation.covering.removing import remove
from forum.moderation.covering.texts import cover
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.figures.counting import MONTHS as MONTHS_SHOWN
from forum.moderation.figures.counting import figures
from forum.moderation.rules.watching import WatchWord

MONTHS = [
    "január",
    "február",
    "március",
    "április",
    "május",
    "június",
    "július",
    "augusztus",
    "szeptember",
    "október",
    "november",
    "december",
]


@pytest.fixture
def month(make, people):
    first, second, third, fourth = (make.opinion(f"Vélemény {n} itt") for n in range(4))
    first.flag(people.ana, "abuse")
    first.hide(people.mira, "abuse", "Titkos indok xyzzy.")
    make.save(WatchWord(word="gazember", holds=True))
    second.edit(second.author, "Gazember!")
    cover(third, people.mira, "text", [0], "name", "Név volt itt.")
    remove(fourth, people.paul, "unlawful", "", "Jogsértő volt.")
    db.session.commit()
    one = db.session.scalars(db.select(Statement).where(Statement.act == "hidden")).first()
    made = appeal(one, "Nem értek egyet vele.")[0]
    made.at = now() - timedelta(hours=5)
    made.decide(people.paul, "overturned", "Igaza van.")
    db.session.commit()


def test_the_counts_are_those_of_the_acts(month):
    row = figures()[0]
    assert (row.written, row.reported) == (4, 1)
    assert (row.held_by_rules, row.hidden_by_people, row.restored) == (1, 1, 1)
    assert (row.removed, row.redacted) == (1, 1)
    assert (row.appeals, row.upheld, row.overturned) == (1, 0, 1)
    assert 4.9 <= row.hours_to_answer <= 5.1


def test_a_month_begins_when_it_does_in_the_city(make, people):
    """Half past midnight on the first of December in Budapest is still November in universal time."""
    midnight = datetime(2026, 12, 1, 0, 30, tzinfo=ZoneInfo("Europe/Budapest"))
    with at(midnight):
        opinion = make.opinion("Vélemény itt")
        opinion.flag(people.ana, "abuse")
        opinion.hide(people.mira, "abuse", "Indok.")
        db.session.commit()
    with at(midnight + timedelta(days=14)):
        december, november = figures(2)
        alone = figures(1)[0]
    assert december.month == "2026-12"
    assert (december.written, december.reported, december.hidden_by_people) == (1, 1, 1)
    assert december.hours_to_decide is not None
    assert (november.written, november.reported, november.hidden_by_people) == (0, 0, 0)
    assert alone == december


def test_everybody_reads_them_and_nobody_is_named(month, client, people):
    page = client.get("/moderation/figures", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    for word in ("xyzzy", people.mira.name, people.ana.name, "Vélemény 0"):
        assert word not in page.text


def test_months_are_named_and_what_was_before_the_city_is_left_out(month, client, make):
    page = client.get("/moderation/figures").text
    today = local(now())
    assert f">{today.year}. {MONTHS[today.month - 1]}" in page
    assert page.count("figures-table") == 1, "nothing was written before this month"
    assert f"{today.year}-{today.month:02}" not in re.sub(r'"[^"]*"', "", page)
    old = make.opinion("Régi")
    old.created_at = now() - timedelta(days=150)
    db.session.commit()
    forget_pages()
    page = client.get("/moderation/figures").text
    assert page.count('<table class="figures-table"') >= 5
    shown, _fold, folded = page.partition('<details class="figures-earlier"')
    assert shown.count('<table class="figures-table"') == 3
    assert folded.count('<table class="figures-table"') >= 2
    assert "5 óra" in page, "how long an answer took"


def test_the_file_has_the_same_numbers(month, client):
    lines = list(csv.reader(StringIO(client.get("/moderation/figures.csv").text)))
    assert lines[0][0] == "month"
    assert len(lines) == 1 + MONTHS_SHOWN
    assert lines[1][1] == "4"


def test_the_counts_ask_the_database_the_same_number_of_times(make, people, count_queries):
    def number():
        with count_queries() as log:
            figures()
        return len(log)

    few = number()
    for index in range(5):
        make.opinion(f"Szöveg {index}").hide(people.mira, "abuse", "Indok.")
    db.session.commit()
    assert number() == few
