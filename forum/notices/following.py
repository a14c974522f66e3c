"""Following: somebody wants to hear what happens to an idea, a program, a part of the city."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import bindparam, delete, select, text

from forum.accounts.models import Person
from forum.core.access import can
from forum.core.db import UtcDateTime, db, now
from forum.core.extending import SectionMaker
from forum.core.news import Topic
from forum.notices import topics
from forum.notices.models import Following

#: Where the button stands on a page: last, but before the long list of what was said.
_ORDERS = {"conversation": 28}
#: Things one person follows at most; nobody reads news of more.
MOST_FOLLOWED = 500

_INSERT = text(
    "INSERT INTO following (person_id, topic_kind, topic_id, at) VALUES (:person, :kind, :topic, :at)"
    " ON CONFLICT (person_id, topic_kind, topic_id) DO NOTHING"
).bindparams(bindparam("at", type_=UtcDateTime))


class Followed(NamedTuple):
    """Something a person follows; without a name when it is not public any more."""

    topic: Topic
    sort: str
    name: str
    path: str


def follow(person: Person, topic: Topic) -> None:
    """Follow a topic; twice is once."""
    if len(_topics_of(person)) < MOST_FOLLOWED:
        values = {"person": person.id, "kind": topic[0], "topic": topic[1], "at": now()}
        db.session.execute(_INSERT, values)


def unfollow(person: Person, topic: Topic) -> None:
    """Follow a topic no more."""
    db.session.execute(delete(Following).where(*_mine(person, topic)))


def follow_only(person: Person, kinds: Iterable[str], chosen: Iterable[Topic]) -> None:
    """Of topics of these ``kinds``, follow the chosen ones and no others."""
    wanted = set(chosen)
    for topic in _topics_of(person):
        if topic[0] in kinds and topic not in wanted:
            unfollow(person, topic)
    for topic in sorted(wanted):
        follow(person, topic)


def follows(person: Any, topic: Topic) -> bool:
    """Whether ``person`` follows a topic."""
    return db.session.scalar(select(Following.id).where(*_mine(person, topic))) is not None


def followed_by(person: Any) -> list[Followed]:
    """Return what ``person`` follows, the newest first."""
    mine = _topics_of(person)
    known = topics.named(mine)
    return [
        Followed(topic, str(topics.SORTS[topic[0]].label), *known.get(topic, ("", "")))
        for topic in mine
        if topic[0] in topics.SORTS
    ]


def followable(_person: Any, kind: str, topic_id: int) -> Topic | None:
    """Return a topic that is public."""
    return (kind, topic_id) if topics.is_public((kind, topic_id)) else None


def any_topic(_person: Any, kind: str, topic_id: int) -> Topic:
    """Return a topic, public or not: whoever follows it may always stop."""
    return kind, topic_id


@cache
def section(kind: str) -> SectionMaker:
    """Return, each time the same, what adds the button to the page of a thing; visitors get a way to sign in."""

    def made(person: Any, thing: Any) -> dict[str, Any] | None:
        topic = (kind, thing.id)
        if not topics.is_public(topic):
            return None
        here: dict[str, Any] = {"template": "notices/_following.html", "topic": topic}
        if can(person, "notices:follow"):
            return here | {"follows": follows(person, topic)}
        path = topics.SORTS[kind].path % thing.id
        return here | {"sign_in": url_for("accounts.sign_in", next=path)}

    return made


def connect(rooms: dict[str, Callable[..., None]]) -> None:
    """Add the button to pages, once: by the kind of topic, how its room takes sections."""
    for kind, add_section in rooms.items():
        add_section(section(kind), order=_ORDERS.get(kind, 90))


def _topics_of(person: Any) -> list[Topic]:
    query = select(Following.topic_kind, Following.topic_id)
    rows = query.where(Following.person_id == person.id).order_by(Following.id.desc())
    return [(kind, number) for kind, number in db.session.execute(rows)]


def _mine(person: Any, topic: Topic) -> tuple[Any, ...]:
    kind, number = topic
    return (
        Following.person_id == person.id,
        Following.topic_kind == kind,
        Following.topic_id == number,
    )
