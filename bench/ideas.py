"""Five thousand ideas with a hundred thousand supports: `python -m bench.ideas`.

Fills a database, serves it as `make run` does, and measures the list, the search, the page of an
idea and the look-up of similar ideas next to a bare page of the same size in the same run; with it
how many statements each takes with a dozen ideas and with all of them.
"""

import itertools
import tempfile
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import insert, select, update

from bench import load, site
from bench.calendar import found_city, statements
from bench.table import SECONDS, line, measure
from forum.accounts.models import Person
from forum.core.db import db
from forum.core.search import add_new
from forum.demo import content
from forum.ideas.models import Idea, Support, idea_neighbourhood

FEW, IDEAS, SUPPORTS = 12, 5_000, 100_000
PEOPLE = 20_000
PAGES = {
    "list of ideas": "/ideas",
    "list, best supported": "/ideas?sort=supported",
    "list, one kind in one part of the city": "/ideas?category=1&neighbourhood=1",
    "search (not kept)": "/ideas?q=tarsasjatek",
    "page of an idea": "/ideas/1",
}
ASKED = ("társasjáték este a házban", "séta időseknek", "közös kert az iskolánál", "fociedzés")


def fill(first: int, after: int) -> None:
    """Write ideas numbered from ``first`` to before ``after``, in residents' words."""
    dice, told = Random(first), content.toml("ideas")["ideas"]
    texts = [row["text"] for row in content.rows("opinions-programs.csv")]
    rows = []
    for number in range(first, after):
        row = dice.choice(told)
        text = f"{row['text']} {dice.choice(texts)}"
        rows.append(
            {
                **{"year": 2026, "serial": number + 1, "submit_key": f"bench-{number}"},
                **{"title": f"{row['title']} {number}", "text": text, "html": f"<p>{text}</p>"},
                **{"category_id": number % 4 + 1, "author_id": number % PEOPLE + 2},
                "visible": True,
            }
        )
    db.session.execute(insert(Idea), rows)
    ideas = db.session.scalars(select(Idea).where(Idea.serial > first, Idea.serial <= after)).all()
    links = [{"idea_id": idea.id, "neighbourhood_id": idea.id % 6 + 1} for idea in ideas]
    db.session.execute(idea_neighbourhood.insert(), links)
    add_new([idea.findable() for idea in ideas])
    db.session.commit()


def support(ideas: int, supports: int) -> None:
    """Let people support ideas, the first ones more often than the last."""
    dice, pairs = Random(5), set()
    while len(pairs) < supports:
        pairs.add((int(ideas * dice.random() ** 2) + 1, dice.randrange(PEOPLE) + 2))
    rows = [{"idea_id": idea, "person_id": person} for idea, person in sorted(pairs)]
    db.session.execute(insert(Support), rows)
    counted = select(db.func.count(Support.id)).where(Support.idea_id == Idea.id)
    db.session.execute(update(Idea).values(supports_count=counted.scalar_subquery()))
    db.session.commit()


def main() -> None:
    """Fill, count, serve, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = site.prepared(folder)
        with app.app_context():
            found_city()
            db.session.execute(insert(Person), [{"role": "visitor"} for _n in range(PEOPLE)])
            fill(0, FEW)
            few = {title: statements(app, path) for title, path in PAGES.items()}
            fill(FEW, IDEAS)
            support(IDEAS, SUPPORTS)
            many = {title: statements(app, path) for title, path in PAGES.items()}
            sizes = {title: _size(app, path) for title, path in PAGES.items()}
            db.session.remove()
            db.engine.dispose()
        environment = {key: str(value) for key, value in site.settings(folder).items()}
        with site.served("wsgi:app", environment) as port:
            outcomes = {title: measure(port, site.get(path)) for title, path in PAGES.items()}
            similar = load.run(port, itertools.cycle(_similar()), SECONDS)
        plain = site.get("/").replace(b"Accept-Encoding: gzip\r\n", b"")
        sizes["similar ideas while typing"] = similar.body_size
        outcomes["similar ideas while typing"] = similar
        for title, outcome in outcomes.items():
            size = str(max(2_000, sizes[title]))
            with site.served("bench.minimal:app", {"PAGE_SIZE": size}) as port:
                base = measure(port, plain)
            line(title, outcome, base)
            line("   a bare Flask + Jinja page of that size", base)
        print()
        for title in PAGES:
            print(f"{title:44} {few[title]:3} statements with {FEW} ideas, ", end="")
            print(f"{many[title]:3} with {IDEAS:,}")


def _similar() -> list[bytes]:
    return [
        site.get("/ideas/similar?" + urlencode({"title": words, "text": ""})) for words in ASKED
    ]


def _size(app: Flask, path: str) -> int:
    return len(app.test_client().get(path, headers={"Accept-Language": "hu"}).data)


if __name__ == "__main__":
    main()
