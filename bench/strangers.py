"""Whether the clock tells known addresses from unknown ones: `python -m bench.strangers`.

Signing in, registering and asking for a new password are asked by turns with an address that has an
account and with one that has none. Told are the medians, their ratio, and how often a guess by the
time alone is right: 0.50 is a coin's, 1.00 would give every account away. The line "two halves of
the unknown" compares unknown addresses with each other: what lies as near to 0.50 tells nothing.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median

from flask import Flask
from flask_migrate import upgrade

from bench import site
from forum import ROOT, create_app
from forum.accounts.models import Person
from forum.accounts.passwords import hash_password
from forum.core.db import db, now

TRIES = 200
#: What each page is sent, beside the address.
PAGES = {
    "/sign-in": {"password": "nem ez az a jelszó"},
    "/register": {
        "name": "Valaki",
        "password": "zsiráfok éjjel alszanak",
        "years": "grown",
        "consent": "y",
    },
    "/password": {},
}


def fill(app: Flask, tries: int) -> None:
    """Make an account for each try of each page, all with one password."""
    with app.app_context():
        kept = hash_password("hosszú jelmondat a padokról")
        for number in range(tries * len(PAGES)):
            person = Person(role="resident", name="Lakó", email=f"known{number}@example.org")
            person.password_hash, person.email_confirmed_at = kept, now()
            db.session.add(person)
        db.session.commit()


def ask(app: Flask, tries: int, seed: int) -> Iterator[tuple[str, bool, float]]:
    """Yield the page, whether the address is known, and how many milliseconds the answer took."""
    dice = Random(seed)
    asked = [(page, known) for page in PAGES for known in (True, False)] * tries
    dice.shuffle(asked)
    for number, (page, known) in enumerate(asked):
        client = app.test_client()
        email = f"known{number % (tries * len(PAGES))}@example.org" if known else ""
        email = email or f"unknown{number}@example.org"
        where = {"X-Forwarded-For": f"10.{number // 250}.{number % 250}.7"}
        token = site.csrf_token()
        with client.session_transaction() as session:
            session["csrf_token"] = site.CSRF
        sent = {**PAGES[page], "email": email, "csrf_token": token}
        began = time.perf_counter()
        answer = client.post(page, data=sent, headers=where)
        took = (time.perf_counter() - began) * 1000
        if page != "/sign-in" and answer.status_code not in {302, 303}:
            raise SystemExit(f"{page}: answered {answer.status_code}, so nothing was measured")
        if page == "/sign-in" and answer.status_code not in {401, 422}:
            raise SystemExit(f"{page}: answered {answer.status_code}, so nothing was measured")
        yield page, known, took


def guessed(first: Sequence[float], second: Sequence[float]) -> float:
    """Return how often the slower of two is of the sort it is guessed to be: 0.5 to 1."""
    larger = sum((a > b) + (a == b) / 2 for a in first for b in second)
    share = larger / (len(first) * len(second))
    return max(share, 1 - share)


def main(tries: int = TRIES, seed: int = 1) -> None:
    """Measure, and print one line for each page."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        app = create_app(site.settings(Path(folder)))
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
        fill(app, tries)
        took: dict[tuple[str, bool], list[float]] = {}
        for page, known, milliseconds in ask(app, tries, seed):
            took.setdefault((page, known), []).append(milliseconds)
    for page in PAGES:
        known, unknown = took[page, True], took[page, False]
        halves = guessed(unknown[::2], unknown[1::2])
        print(
            f"{page:12} known {median(known):7.1f} ms  unknown {median(unknown):7.1f} ms"
            f"  ratio {median(known) / median(unknown):5.2f}  guessed {guessed(known, unknown):.2f}"
            f"  two halves of the unknown {halves:.2f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=TRIES)
    parser.add_argument("--seed", type=int, default=1)
    main(**vars(parser.parse_args()))
