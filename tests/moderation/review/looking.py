"""How tests read the queue: its rows, the stamps a page shows, the addresses of acts."""

import re

from forum.core.db import db
from forum.moderation.review.models import ReviewItem

LONG = "A játszótér kerítése évek óta törött, és senki nem javítja meg, pedig naponta kérjük."
HIDE = {"act": "hide", "reason": "abuse", "because": "Sértő."}


def items():
    db.session.expire_all()
    return list(db.session.scalars(db.select(ReviewItem).order_by(ReviewItem.id)))


def seen(page, text):
    """The stamp a page shows of a text."""
    key = f"{text.__tablename__}-{text.id}"
    return re.search(rf'value="{key}:([0-9.]+)" form="bulk"', page.text).group(1)


def path(text, act="decision"):
    return f"/moderation/{text.__tablename__}/{text.id}/{act}"


def number_of(row):
    return db.session.scalar(db.select(db.func.count()).select_from(row))


def mira_of():
    from forum.accounts.models import Person

    return db.session.scalars(
        db.select(Person).where(Person.role == "planner").limit(1)
    ).first() or (
        db.session.scalars(db.select(Person).where(Person.role == "facilitator").limit(1)).one()
    )
