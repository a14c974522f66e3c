"""Saying how a session was: a rating, and words that become opinions of the program."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.conversations.saying import Saying, say
from forum.core.cells import MINIMUM_CELL
from forum.core.codes import keyed_hash
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.events.models import Event
from forum.programs.asking import FEEDBACK_DAYS
from forum.programs.models import Feedback, ProgramSession

#: What each number of stars is called.
RATINGS: dict[int, Any] = {
    5: _l("Very good"),
    4: _l("Good"),
    3: _l("So-so"),
    2: _l("Not good"),
    1: _l("Bad"),
}
#: Figures of fewer answers than this would tell who said what.
FEWEST = MINIMUM_CELL
#: Papers reach the office later than people's phones do.
DESK_DAYS = 60


@dataclass(frozen=True)
class FeedbackFigures:
    """How a program was, in numbers: how many rated it, the mean, and how many gave which."""

    count: int = 0
    mean: float = 0.0
    by_rating: dict[int, int] = field(default_factory=dict)

    @property
    def may_be_shown(self) -> bool:
        """Whether enough people answered for nobody to be recognised."""
        return self.count >= FEWEST


def is_open(event: Event, for_paper: bool = False) -> bool:
    """Whether one can say now how a session was."""
    days = DESK_DAYS if for_paper else FEEDBACK_DAYS
    held = event.is_announced and not event.is_cancelled
    return held and event.starts_at <= now() < event.ends_at + timedelta(days=days)


def give(
    event: Event,
    person: Person,
    rating: int | None,
    good: str,
    better: str,
    key: str,
    channel: str = "web",
    neighbourhood_id: int | None = None,
    age_band_id: int | None = None,
    contact_key: str | None = None,
    entered_by: Person | None = None,
) -> Feedback:
    """Keep how a session was to ``person``; the same key twice is one feedback.

    One person (or contact) has one for each session: sent again, the rating is replaced, and words
    are added only where none were said before.
    """
    if not is_open(event, for_paper=entered_by is not None):
        raise Refused(_l("One can say how it was from its beginning until 30 days after it."))
    session = db.session.scalars(
        select(ProgramSession).where(ProgramSession.event_id == event.id)
    ).one()
    contact_key = person.contact_key or contact_key
    about = {
        "channel": channel,
        "neighbourhood_id": neighbourhood_id,
        "age_band_id": age_band_id,
        "contact_key": contact_key,
        "entered_by_id": entered_by.id if entered_by else None,
    }

    def make() -> Feedback:
        row = Feedback(program_id=session.program_id, event_id=event.id, person_id=person.id)
        for name, value in {**about, "rating": rating, "submit_key": key}.items():
            setattr(row, name, value)
        db.session.add(row)
        db.session.flush()
        return row

    row, new = once(lambda: _known(event, person, key, contact_key), make)
    if row.submit_key == key and not new:
        return row
    if not new:
        _again(row, person, rating)
    _speak(row, person, {"good": good, "better": better}, entered_by)
    session.program.touch()
    db.session.flush()
    return row


def given(event: Event, person: Any) -> Feedback | None:
    """Return what ``person`` has said about a session."""
    if getattr(person, "id", None) is None:
        return None
    query = select(Feedback).where(Feedback.event_id == event.id, Feedback.person_id == person.id)
    return db.session.scalars(query).first()


def sent_with(key: str) -> Feedback | None:
    """Return the feedback sent with ``key``, if any."""
    return db.session.scalars(select(Feedback).where(Feedback.submit_key == key)).first()


def opinion_key(feedback: Feedback, part: str) -> str:
    """Return the secret key of the opinion that holds the words of one question."""
    return keyed_hash(f"feedback {part}", feedback.submit_key)[:43]


def _known(event: Event, person: Person, key: str, contact_key: str | None) -> Feedback | None:
    mine = (Feedback.event_id == event.id) & (Feedback.person_id == person.id)
    same = (Feedback.event_id == event.id) & (Feedback.contact_key == contact_key)
    which = (Feedback.submit_key == key) | mine
    query = select(Feedback).where(which | same if contact_key else which)
    own = (Feedback.person_id == person.id).desc()
    order = (Feedback.submit_key == key).desc(), own, Feedback.id
    return db.session.scalars(query.order_by(*order)).first()


def _again(row: Feedback, person: Person, rating: int | None) -> None:
    """Replace a rating; an account takes over what came on paper with its address."""
    if rating is not None:
        row.rating, row.at = rating, now()
    if row.person_id != person.id and person.role != "visitor" and row.person.role == "visitor":
        row.person = person


def _speak(row: Feedback, person: Person, words: dict[str, str], by: Person | None) -> None:
    """Let the words be opinions of the program's conversation, one for each question."""
    talk = row.program.conversation
    for part, text in words.items():
        if not text or talk is None or getattr(row, f"{part}_id") is not None:
            continue
        saying = Saying(
            text,
            channel=row.channel,
            neighbourhood_id=row.neighbourhood_id,
            age_band_id=row.age_band_id,
            contact_key=row.contact_key,
        )
        setattr(row, f"{part}_id", say(talk, saying, opinion_key(row, part), by, row.person))


def figures(program_ids: Iterable[int]) -> dict[int, FeedbackFigures]:
    """Return how each program was rated, with one query for however many.

    Ratings are taken in by fives, the oldest first: whoever looks before and after one more was
    given sees the same, and cannot read it out of the mean.
    """
    ids = list(program_ids)
    mine = {"partition_by": Feedback.program_id}
    ranked = select(
        Feedback.program_id,
        Feedback.rating,
        func.row_number().over(order_by=(Feedback.at, Feedback.id), **mine).label("rank"),
        func.count().over(**mine).label("whole"),
    ).where(Feedback.program_id.in_(ids), Feedback.rating.is_not(None))
    each = ranked.subquery().c
    full = select(each.program_id, each.rating, func.count())
    full = full.where(each.rank <= each.whole - each.whole % FEWEST)
    counts: dict[int, dict[int, int]] = {number: {} for number in ids}
    for number, rating, count in db.session.execute(full.group_by(each.program_id, each.rating)):
        counts[number][rating] = count
    return {number: _figures(by) for number, by in counts.items()}


def _figures(by: dict[int, int]) -> FeedbackFigures:
    count = sum(by.values())
    mean = sum(rating * many for rating, many in by.items()) / count if count else 0.0
    return FeedbackFigures(count, mean, {rating: by.get(rating, 0) for rating in RATINGS})
