"""What pages read about publications."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.city.models import City
from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.pages import paginate
from forum.reports.models import Publication, PublicationFile, Takedown


def _whole() -> Select[tuple[Publication]]:
    """Select publications with what every page says of them; the bytes of files stay behind."""
    return select(Publication).options(
        joinedload(Publication.takedown),
        joinedload(Publication.conversation),
        selectinload(Publication.files),
    )


def listed() -> Pagination:
    """Return a page of publications, the newest first."""
    return paginate(_whole().order_by(Publication.number.desc()))


def by_number(person: Any, number: int) -> Publication | None:
    """Return the publication of this number, also when it was withdrawn."""
    query = _whole().where(Publication.number == number)
    return db.session.scalars(query).unique().first()


def file_of(person: Any, number: int, name: str) -> PublicationFile | None:
    """Return a file of a publication by its name."""
    query = select(PublicationFile).join(
        Publication, Publication.id == PublicationFile.publication_id
    )
    return db.session.scalars(
        query.where(Publication.number == number, PublicationFile.name == name)
    ).first()


def of_conversation(conversation: Conversation) -> list[Publication]:
    """Return the publications of a conversation that were not withdrawn, the newest first."""
    query = (
        select(Publication)
        .outerjoin(Takedown)
        .where(Publication.conversation_id == conversation.id, Takedown.id.is_(None))
        .order_by(Publication.number.desc())
    )
    return list(db.session.scalars(query))


def latest() -> Publication | None:
    """Return the newest publication that was not withdrawn."""
    query = select(Publication).outerjoin(Takedown).where(Takedown.id.is_(None))
    return db.session.scalars(query.order_by(Publication.number.desc()).limit(1)).first()


def stamp(number: int | None = None) -> object:
    """Return what changes whenever a page about publications must be made anew."""
    parts = (
        select(func.count(Publication.id)),
        select(func.count(Takedown.id)),
        select(func.max(City.tick)),
    )
    return tuple(db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())
