"""The list of calls: news of people who can only be reached by telephone.

Whoever calls learns a number and what somebody was told: of a place, only those in charge of it.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, exists, func, select, update

from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.pages import paginate
from forum.notices import presenters
from forum.notices.models import Notice
from forum.notices.places import in_reach_of
from forum.notices.presenters import Told
from forum.notices.reaching import drop_waiting

CALLED = declare(
    "notice.called", _l("%(actor)s called somebody with news no. %(notice)s."), public=False
)
UNCALLED = declare(
    "notice.uncalled", _l("%(actor)s took back the call with news no. %(notice)s."), public=False
)
STOPPED = declare(
    "notice.calls_stopped",
    _l("%(actor)s noted that person %(person)s wants no more calls."),
    public=False,
)


class Call(NamedTuple):
    """Somebody to call: the number, the language they speak, and what to tell them."""

    phone: str
    language: str
    news: list[tuple[Notice, Told]]


def _reached(by: Any) -> Select[Any]:
    return (
        select(Notice, Reach.phone, Reach.language)
        .join(Reach, Reach.person_id == Notice.person_id)
        .where(Notice.call_due, Reach.phone.is_not(None), Reach.stopped_at.is_(None))
        .where(in_reach_of(by))
    )


def to_call(by: Any) -> tuple[Pagination, list[Call]]:
    """Return a page of people ``by`` may call, who waited longest first, with the words to say."""
    waiting = _reached(by).where(Notice.called_at.is_(None))
    since = func.min(Notice.id)
    phones = waiting.with_only_columns(Reach.phone).group_by(Reach.phone).order_by(since)
    page = paginate(phones)
    rows = waiting.where(Reach.phone.in_(page.items)).order_by(Reach.phone, Notice.id)
    found = db.session.execute(rows).all()
    calls = {phone: call for phone, call in _grouped(found) if call.news}
    return page, [calls[phone] for phone in page.items if phone in calls]


def _grouped(rows: Any) -> Iterator[tuple[str, Call]]:
    """Put the news of each number into words, each thing once, and nothing that is hidden by now."""
    asked = presenters.Asked()
    for phone, group in groupby(rows, key=lambda row: row.phone):
        told: dict[tuple[str, str], tuple[Notice, Told]] = {}
        language = "hu"
        for notice, _phone, language in group:
            if asked.may_be_sent(notice) and (notice.kind, notice.key) not in told:
                with force_locale(language):
                    told[notice.kind, notice.key] = notice, presenters.tell(notice)
        yield phone, Call(phone, language, list(told.values()))


def called_lately(by: Any, limit: int = 20) -> list[tuple[Notice, str, str]]:
    """Return the last calls about what ``by`` may call about, with the number and who called."""
    query = (
        _reached(by)
        .join(Person, Person.id == Notice.called_by_id)
        .with_only_columns(Notice, Reach.phone, Person.name)
        .where(Notice.called_at.is_not(None))
        .order_by(Notice.called_at.desc(), Notice.id.desc())
    )
    return [tuple(row) for row in db.session.execute(query.limit(limit))]


def call_of(person: Any, notice_id: int) -> Notice | None:
    """Return a notice somebody is to be called about, by whoever is in charge of its place."""
    due = select(Notice).where(Notice.id == notice_id, Notice.call_due, in_reach_of(person))
    held = due.with_for_update(of=Notice).execution_options(populate_existing=True)
    return db.session.scalars(held).first()


def tick(notice: Notice, by: Person, everything: bool = False) -> None:
    """Note that somebody was called: about one thing, or about everything that waits for them."""
    for each in _same_number(notice, by, everything):
        if each.called_at is None:
            each.called_at, each.called_by_id = now(), by.id
            record(CALLED, by, each.person, notice=each.id)


def untick(notice: Notice, by: Person) -> None:
    """Take a tick back."""
    for each in _same_number(notice, by, everything=False):
        if each.called_at is not None:
            each.called_at = each.called_by_id = None
            record(UNCALLED, by, each.person, notice=each.id)


def stop_calls(notice: Notice, by: Person) -> None:
    """Note that somebody wants no more calls."""
    reach = select(Reach.phone).where(Reach.person_id == notice.person_id).scalar_subquery()
    people = list(db.session.scalars(select(Reach.person_id).where(Reach.phone == reach)))
    stopped = update(Reach).where(Reach.person_id.in_(people), Reach.stopped_at.is_(None))
    db.session.execute(stopped.values(stopped_at=now()))
    for person_id in people:
        drop_waiting(person_id)
    record(STOPPED, by, notice.person, person=notice.person_id)


def _same_number(notice: Notice, by: Person, everything: bool) -> list[Notice]:
    """Return the notice, and the same told to whoever else has its number; or all ``by`` told."""
    number = select(Reach.phone).where(Reach.person_id == notice.person_id).scalar_subquery()
    same = exists().where(Reach.person_id == Notice.person_id, Reach.phone == number)
    query = select(Notice).where(Notice.call_due, same.correlate(Notice), in_reach_of(by))
    if not everything:
        query = query.where(Notice.kind == notice.kind, Notice.key == notice.key)
    return list(db.session.scalars(query.order_by(Notice.id).with_for_update()))
