"""Telling the authors whose opinions a publication builds on, each once."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.accounts.reach import can_be_told
from forum.core import news, reference
from forum.core.db import db
from forum.core.news import News
from forum.notices.models import Notice
from forum.notices.telling import tell_each
from forum.notices.words import FOLLOWED_PUBLISHED, PUBLISHED
from forum.opinions.models import Opinion
from forum.reports.models import Publication, PublicationOpinion

#: People told between two signs of life; each batch stands alone.
BATCH = 100
#: Reference numbers named in one notice; somebody eager may have said a hundred things.
MOST_NAMED = 5


def tell_authors(publication_id: int, report: Callable[[int, int], None]) -> None:
    """Tell every author who can be told; ``report(done, total)`` commits after each batch.

    May be run again after a crash: who has been told is not told twice.
    """
    publication = db.session.get(Publication, publication_id)
    if publication is None or publication.takedown is not None:
        return
    everybody = _authors(publication_id, after=0).subquery()
    total = db.session.scalar(select(func.count()).select_from(everybody)) or 0
    done = last = 0
    while batch := list(db.session.scalars(_authors(publication_id, after=last).limit(BATCH))):
        _tell_batch(publication_id, batch)
        done, last = done + len(batch), batch[-1]
        report(done, total)


def _authors(publication_id: int, after: int) -> Any:
    """Select the numbers of the authors who can be told, from one number on."""
    return (
        select(Opinion.author_id)
        .join(PublicationOpinion, PublicationOpinion.opinion_id == Opinion.id)
        .join(Person, Person.id == Opinion.author_id)
        .where(PublicationOpinion.publication_id == publication_id)
        .where(can_be_told(), Person.id > after)
        .distinct()
        .order_by(Opinion.author_id)
    )


def _tell_batch(publication_id: int, people: list[int]) -> None:
    said = {
        person_id: {"opinions": len(references), "references": references[:MOST_NAMED]}
        for person_id, references in _said(publication_id, people)
    }
    told = _news(PUBLISHED, publication_id)
    tell_each(told, {person_id: told.details | own for person_id, own in said.items()})


def _news(kind: str, publication_id: int) -> News:
    publication = db.session.get_one(Publication, publication_id)
    topic = ("summary", publication_id)
    if kind == FOLLOWED_PUBLISHED:
        topic = ("conversation", publication.conversation_id)
    details = {
        "number": publication.number,
        "title_hu": publication.title_hu,
        "title_en": publication.title_en,
    }
    return News(kind, str(publication_id), topic, f"/summaries/{publication.number}", details)


def tell_readers(publication_id: int) -> None:
    """Tell whoever follows the conversation and has said nothing in it."""
    publication = db.session.get(Publication, publication_id)
    if publication is None or publication.takedown is not None:
        return
    told = select(Notice.person_id).where(
        Notice.kind == PUBLISHED, Notice.key == str(publication_id)
    )
    news.tell_followers(_news(FOLLOWED_PUBLISHED, publication_id), but=db.session.scalars(told))


def _said(publication_id: int, people: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Give each author with the numbers of their opinions in the publication."""
    query = (
        select(Opinion.author_id, Opinion.year, Opinion.serial)
        .join(PublicationOpinion, PublicationOpinion.opinion_id == Opinion.id)
        .where(PublicationOpinion.publication_id == publication_id, Opinion.author_id.in_(people))
        .order_by(Opinion.author_id, Opinion.id)
    )
    rows = db.session.execute(query).all()
    for person_id, said in groupby(rows, key=lambda row: row.author_id):
        yield person_id, [reference.write(row.year, row.serial) for row in said]
