"""The calendar with 5,000 events: `python -m bench.calendar`.

Fills a database with eight years of events, serves it as `make run` does, and measures the pages
and feeds of the calendar next to a bare page of the same size in the same run; with it how many
statements each takes with a dozen events and with all of them, and how long the prints take.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import insert, select

from bench import site
from bench.table import line, measure
from forum.accounts.models import Person
from forum.city.models import Category, City, Neighbourhood
from forum.core.db import db, now
from forum.core.kept import forget_pages
from forum.core.search import Findable, add_new
from forum.events.life import Announcement
from forum.events.models import Event, event_neighbourhood

FEW, MANY = 12, 5_000
PLACES = ("Avas", "Belváros", "Diósgyőr", "Szirma", "Tapolca", "Vasgyár")
KINDS = ("Társasjáték", "Helytörténet", "Sport", "Kézművesség")
TITLES = ("Társasjáték-délután", "Séta a kolóniában", "Kosárfonás kezdőknek", "Nyitófórum")
ABOUT = "Kezdőknek is: a szabályokat az asztalnál elmagyarázzuk, jöhet egyedül is. " * 4
PAGES = {
    "calendar, to come": "/events",
    "calendar, a month": "/events?view=month",
    "calendar, part of the city, free places": "/events?neighbourhood=1&free=1",
    "calendar, search (not kept)": "/events?q=tarsasjatek",
    "whole calendar (ICS)": "/events.ics",
    "news (Atom)": "/events.atom",
}


def found_city() -> None:
    """Name a city with some parts and kinds of program."""
    db.session.add(City(name_hu="Miskolc"))
    db.session.add_all(Neighbourhood(name_hu=name) for name in PLACES)
    db.session.add_all(Category(name_hu=name) for name in KINDS)
    db.session.add(Person(role="facilitator", name="Mira", email="mira@example.org"))
    db.session.commit()


def fill(first: int, after: int) -> None:
    """Write events numbered from ``first`` to before ``after``, spread over eight years."""
    dice, moment = Random(first), now().replace(minute=0, second=0, microsecond=0)
    rows = []
    for number in range(first, after):
        start = moment + timedelta(days=dice.randint(-1460, 1460), hours=dice.randint(0, 10))
        row = {"starts_at": start, "ends_at": start + timedelta(hours=2), "capacity": 40}
        words = {"title_hu": f"{dice.choice(TITLES)} {number}", "description_hu": ABOUT}
        place = {"place_hu": f"{dice.choice(PLACES)}i Közösségi Ház", "category_id": number % 4 + 1}
        rows.append({**row, **words, **place, "uid": f"bench-{number}", "created_by_id": 1})
    db.session.execute(insert(Event), rows)
    wanted = [row["uid"] for row in rows]
    events = [e for e in db.session.scalars(select(Event)).unique() if e.uid in set(wanted)]
    db.session.execute(insert(Announcement), [{"event_id": e.id, "by_id": 1} for e in events])
    links = [{"event_id": e.id, "neighbourhood_id": e.id % len(PLACES) + 1} for e in events]
    db.session.execute(event_neighbourhood.insert(), links)
    add_new([Findable("event", e.id, e.title_hu, ABOUT, f"/events/{e.id}") for e in events])
    db.session.commit()


def statements(app: Flask, path: str) -> int:
    """Return how many statements a page takes when it is made."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    forget_pages()
    listening.listen(db.engine, "before_cursor_execute", note)
    answer = app.test_client().get(path)
    listening.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200, path
    return len([each for each in asked if each.lstrip().upper().startswith("SELECT")])


def main() -> None:
    """Fill, count, serve, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = site.prepared(folder)
        with app.app_context():
            found_city()
            fill(0, FEW)
            few = {title: statements(app, path) for title, path in PAGES.items()}
            fill(FEW, MANY)
            many = {title: statements(app, path) for title, path in PAGES.items()}
            sizes = {title: _size(app, path) for title, path in PAGES.items()}
            _print_prints(app)
            db.session.remove()
            db.engine.dispose()
        environment = {key: str(value) for key, value in site.settings(folder).items()}
        with site.served("wsgi:app", environment) as port:
            outcomes = {title: measure(port, site.get(path)) for title, path in PAGES.items()}
        plain = site.get("/").replace(b"Accept-Encoding: gzip\r\n", b"")
        for title, outcome in outcomes.items():
            size = str(max(2_000, sizes[title]))
            with site.served("bench.minimal:app", {"PAGE_SIZE": size}) as port:
                base = measure(port, plain)
            line(title, outcome, base)
            line("   a bare Flask + Jinja page of that size", base)
        print()
        for title in PAGES:
            print(f"{title:44} {few[title]:3} statements with {FEW} events, ", end="")
            print(f"{many[title]:3} with {MANY:,}")


def _size(app: Flask, path: str) -> int:
    return len(app.test_client().get(path, headers={"Accept-Language": "hu"}).data)


def _print_prints(app: Flask) -> None:
    """Tell how long a poster and the sheet of this month take when they are made anew."""
    month = f"{now():%Y}-{now().month}"
    for title, path in {
        "poster": "/events/1/poster.pdf",
        "month": f"/events/month/{month}.pdf",
    }.items():
        begun = time.perf_counter()
        answer = app.test_client().get(path)
        spent = (time.perf_counter() - begun) * 1000
        print(f"{title}: {spent:.0f} ms, {len(answer.data):,} B ({answer.status_code})")


if __name__ == "__main__":
    main()
