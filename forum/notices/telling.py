"""The teller: a notice for everybody who has an account or a confirmed way to be reached."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, bindparam, select, text
from sqlalchemy.engine import Row

from forum.accounts.models import Person
from forum.accounts.reach import Reach, can_be_told
from forum.core.db import UtcDateTime, db, now
from forum.core.news import Details, News
from forum.notices.models import Following, Preference
from forum.notices.sorts import comes_at_once, sort_of
from forum.notices.timing import Wish

#: People told by one pair of statements.
BATCH = 500

# These words mean the same on both databases; a twin in parallel waits and then tells nobody.
_INSERT = text(
    "INSERT INTO notice (person_id, kind, key, topic_kind, topic_id, path, details, at,"
    " letter_due_at, call_due) VALUES (:person, :kind, :key, :topic_kind, :topic_id, :path,"
    " :details, :at, :due, :call) ON CONFLICT (person_id, kind, key) DO NOTHING"
).bindparams(
    bindparam("details", type_=JSON),
    bindparam("at", type_=UtcDateTime),
    bindparam("due", type_=UtcDateTime),
)


class _Way(NamedTuple):
    """How a person can be told: by letter, only by telephone, or (neither) on the site."""

    by_letter: bool
    by_phone: bool
    wish: Wish


class Teller:
    """Brings news to people: each thing once to each person."""

    def tell(self, news: News, person_ids: Iterable[int]) -> None:
        """Tell these people, each once, in the present transaction."""
        tell_each(news, dict.fromkeys(person_ids, news.details))

    def tell_followers(self, news: News, but: Iterable[int] = ()) -> None:
        """Tell whoever follows the topic, except ``but``, in the present transaction."""
        self.tell(news, set(followers(news.topic)) - set(but))


def followers(topic: tuple[str, int]) -> list[int]:
    """Return the numbers of those who follow a topic."""
    kind, number = topic
    follows = (Following.topic_kind == kind, Following.topic_id == number)
    return list(db.session.scalars(select(Following.person_id).where(*follows)))


def tell_each(news: News, details: Mapping[int, Details]) -> None:
    """Tell people the same thing with details of their own, by their numbers."""
    people = sorted(details)
    for start in range(0, len(people), BATCH):
        _tell_batch(news, {each: details[each] for each in people[start : start + BATCH]})


def _tell_batch(news: News, details: Mapping[int, Details]) -> None:
    """Write the notices of some people: one statement to read, one to write."""
    moment = now()
    rows = [_row(news, moment, each, details[each.id]) for each in _reachable(list(details))]
    if rows:
        db.session.execute(_INSERT, rows)


def _reachable(people: Sequence[int]) -> Sequence[Row[Any]]:
    query = (
        select(Person.id, Person.role, Person.email_confirmed_at, Reach.email, Preference)
        .outerjoin(Reach, Reach.person_id == Person.id)
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(Person.id.in_(people), can_be_told())
    )
    return db.session.execute(query.order_by(Person.id)).all()


def _row(news: News, moment: Any, person: Row[Any], details: Details) -> dict[str, Any]:
    way = _way(person)
    due = way.wish.due(comes_at_once(news.kind), sort_of(news.kind), moment)
    topic_kind, topic_id = news.topic
    return {
        "person": person.id,
        "kind": news.kind,
        "key": news.key,
        "topic_kind": topic_kind,
        "topic_id": topic_id,
        "path": news.path,
        "details": details,
        "at": moment,
        "due": due if way.by_letter else None,
        "call": way.by_phone,
    }


def _way(person: Row[Any]) -> _Way:
    if person.role == "visitor":
        return _Way(person.email is not None, person.email is None, Wish())
    return _Way(person.email_confirmed_at is not None, False, wish_of(person.Preference))


def wish_of(row: Preference | None) -> Wish:
    """Return what a person wishes, or what is usual."""
    if row is None:
        return Wish()
    return Wish(row.pace, row.quiet_from, row.quiet_until, row.most_a_day, tuple(row.muted))
