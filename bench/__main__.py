"""`make bench`: pages, writes and analysis next to a bare page measured in the same run."""

import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import Flask

from bench import calendar, equal_shares, ideas, load, site, watchers, words
from bench.table import SECONDS, line, measure
from bench.themes import main as measure_themes
from forum import ROOT
from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.demo import content
from forum.opinions.operations import Saying, take_in

CONVERSATIONS, OPINIONS, LARGE = 20, 1_000, 10_000
WRITERS = 400


def fill(app: Flask) -> dict[str, list[int]]:
    """Fill the database: 20 conversations of 1,000 opinions, one of 10,000, some visitors."""
    dice = random.Random(1)
    texts = [row["text"] for row in content.rows("opinions-programs.csv")]
    with app.app_context():
        staff = Person(role="facilitator", name="Mira", email="mira@example.org")
        visitors = [Person(role="visitor") for _number in range(WRITERS)]
        db.session.add_all([staff, *visitors])
        db.session.flush()
        ids = []
        for number, size in enumerate([OPINIONS] * CONVERSATIONS + [LARGE]):
            talk = Conversation(question_hu=f"Mi legyen a {number}. téren?")
            for kind in ("speak", "weigh"):
                talk.set_phase(kind, now() - timedelta(days=1), now() + timedelta(days=9))
            db.session.add(talk)
            db.session.flush()
            talk.open(by=staff)
            sayings = [Saying(f"{dice.choice(texts)} ({n})", "import") for n in range(size)]
            take_in(talk, sayings, staff, f"bench-{number}")
            db.session.commit()
            ids.append(talk.id)
        return {"talks": ids, "visitors": [visitor.id for visitor in visitors]}


def posts(app: Flask, filled: dict[str, list[int]]) -> Iterator[bytes]:
    """Yield opinions of many visitors from many addresses."""
    token, talks = site.csrf_token(), filled["talks"]
    cookies = [site.session_cookie(app, visitor) for visitor in filled["visitors"]]
    for number in itertools.count():
        fields = f"text=V%C3%A9lem%C3%A9ny+a+padokr%C3%B3l+{number}&submit_key=b{number}&csrf_token={token}"
        path = f"/conversations/{talks[number % len(talks)]}/speak"
        yield site.post(path, fields, cookies[number % WRITERS], _address(number))


def weighings(app: Flask, filled: dict[str, list[int]]) -> Iterator[bytes]:
    """Yield weighings of many visitors."""
    token = site.csrf_token()
    cookies = [site.session_cookie(app, visitor) for visitor in filled["visitors"]]
    for number in itertools.count():
        fields = f"value={(1, 0, -1)[number % 3]}&csrf_token={token}"
        path = f"/opinions/{number % (OPINIONS * CONVERSATIONS) + 1}/reaction"
        yield site.post(path, fields, cookies[number % WRITERS], _address(number))


def _address(number: int) -> str:
    return f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250}"


def main() -> None:
    """Fill, serve, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = site.prepared(folder)
        begun = time.perf_counter()
        filled = fill(app)
        print(f"filled in {time.perf_counter() - begun:.0f} s\n")
        environment = {key: str(value) for key, value in site.settings(folder).items()}
        cookie = site.session_cookie(app, filled["visitors"][0])
        talk, large = filled["talks"][0], filled["talks"][-1]
        with site.served("wsgi:app", environment) as port:
            pages = {
                "list of conversations": site.get("/conversations"),
                "conversation, 1,000 opinions": site.get(f"/conversations/{talk}"),
                "conversation, 10,000 opinions": site.get(f"/conversations/{large}"),
                "conversation, with a session (not kept)": site.get(
                    f"/conversations/{talk}", cookie
                ),
                "next statement to weigh, 10,000": site.get(
                    f"/conversations/{large}/weigh", cookie
                ),
            }
            outcomes = {title: measure(port, request) for title, request in pages.items()}
            spoken = load.run(port, posts(app, filled), SECONDS)
            weighed = load.run(port, weighings(app, filled), SECONDS)
        for title, outcome in outcomes.items():
            plain = site.get("/").replace(b"Accept-Encoding: gzip\r\n", b"")
            size = str(max(2_000, _size(app, pages[title])))
            with site.served("bench.minimal:app", {"PAGE_SIZE": size}) as port:
                base = measure(port, plain)
            line(title, outcome, base)
            line("   a bare Flask + Jinja page of that size", base)
        line("posting an opinion (durable)", spoken)
        line("weighing (durable)", weighed)
    print()
    calendar.main()
    print()
    ideas.main()
    print()
    equal_shares.main([])
    print()
    words.main()
    print()
    watchers.main()
    print()
    measure_themes(sys.argv[1:] or [str(ROOT / "forum" / "demo" / "content")])


def _size(app: Flask, request: bytes) -> int:
    """Return the size of a page before it is compressed."""
    head = request.decode().split("\r\n")
    headers = dict(row.split(": ", 1) for row in head[1:] if ": " in row)
    headers.pop("Accept-Encoding")
    client = app.test_client(use_cookies=False)
    return len(client.get(head[0].split()[1], headers=headers).data)


if __name__ == "__main__":
    main()
