"""Pictures of ideas: drawn anew in two sizes, so that they tell neither place nor time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core import pictures
from forum.core.apart import apart
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.limits import too_fast
from forum.core.once import once
from forum.ideas.models import MOST_PICTURES, Idea, IdeaPicture
from forum.moderation.review import queue
from forum.moderation.rules import look_at

#: The longer side on the page of an idea, and on a card.
LARGE, SMALL = 1600, 640
MOST_BYTES = 8 * 1024 * 1024
#: Pictures drawn in ten minutes, those that are refused too: a hall of sixty sends one each.
PER_ADDRESS, PER_PERSON, MINUTES = 60, 20, 10

TOO_MANY = _l("Many pictures came from here. Please try in 10 minutes.")
TOO_HEAVY = _l("The picture is larger than 8 megabytes. Please choose a smaller one.")
TOO_LARGE = _l("The picture has too many dots. Please choose a smaller one.")
HEIC = _l("This photo is in the HEIC format, which few machines read. Please send a JPEG.")
NO_PICTURE = _l("We cannot read this picture. Please choose a JPEG, PNG or WebP picture.")
ENOUGH = _l("There are four pictures already; more would not fit.")


class Drawn(NamedTuple):
    """A picture in its two sizes."""

    large: pictures.Written
    small: pictures.Written


def draw(data: bytes) -> Drawn:
    """Return the large and the small picture; Refused when it is none, or too large."""
    if len(data) > MOST_BYTES:
        raise Refused(TOO_HEAVY, 422)
    if pictures.is_heic(data):
        raise Refused(HEIC, 422)
    try:
        picture = pictures.read(data, LARGE)
    except pictures.TooManyPixels:
        raise Refused(TOO_LARGE, 422) from None
    except pictures.Unreadable:
        raise Refused(NO_PICTURE, 422) from None
    return Drawn(picture.jpeg(), picture.within(SMALL).jpeg())


def draw_sent(data: bytes, person_id: int | None) -> Drawn:
    """Draw what ``person_id`` (None: a newcomer) has sent, apart; the attempt counts. Commits."""
    fast = too_fast("picture", person_id, PER_PERSON, PER_ADDRESS, MINUTES)
    db.session.commit()
    if fast:
        raise Refused(TOO_MANY, 429)
    with apart():
        return draw(data)


def add_picture(idea: Idea, by: Person, drawn: Drawn, alternative: str, key: str) -> IdeaPicture:
    """Put a picture beside an idea; at most four, the same key twice is one."""
    large, small = drawn
    idea.hold()

    def add() -> IdeaPicture:
        number = (
            db.session.scalar(
                select(func.count()).where(IdeaPicture.idea_id == idea.id, drawn_now())
            )
            or 0
        )
        if number >= MOST_PICTURES:
            raise Refused(ENOUGH)
        row = IdeaPicture(
            idea=idea,
            alternative=alternative,
            content=large.content,
            small=small.content,
            media_type=large.media_type,
            width=large.width,
            height=large.height,
            position=number,
            author_id=by.id,
            submit_key=key,
        )
        db.session.add(row)
        db.session.flush()
        return row

    row, new = once(lambda: _sent_with(key), add)
    if new:
        look_at(row)
        idea.touch()
    return row


def drawn_now() -> ColumnElement[bool]:
    """Return the condition that a picture was not erased with whoever put it there."""
    return func.length(IdeaPicture.small) > 0


def remove_picture(picture: IdeaPicture) -> None:
    """Take a picture away for good, as its author may."""
    idea = picture.idea
    idea.hold()
    queue.forget(picture)
    db.session.delete(picture)
    idea.touch()
    db.session.flush()


def pictures_of(idea_ids: Sequence[int]) -> dict[int, list[IdeaPicture]]:
    """Return the pictures shown of each of these ideas, with one question."""
    found: dict[int, list[IdeaPicture]] = {idea_id: [] for idea_id in idea_ids}
    query = select(IdeaPicture).where(IdeaPicture.idea_id.in_(idea_ids), IdeaPicture.visible)
    for row in db.session.scalars(query.order_by(IdeaPicture.id)) if idea_ids else ():
        found[row.idea_id].append(row)
    return found


def visible_picture(person: Any, picture_id: int) -> IdeaPicture | None:
    """Return a picture if ``person`` may see it: shown, of a shown idea; or one's own; or staff."""
    query = (
        select(IdeaPicture).join(IdeaPicture.idea).where(IdeaPicture.id == picture_id, drawn_now())
    )
    if not person.at_least("facilitator"):
        shown = IdeaPicture.visible & Idea.visible
        own = Idea.author_id == person.id
        query = query.where(shown if person.id is None else or_(shown, own))
    return db.session.scalars(query.options(joinedload(IdeaPicture.idea))).first()


def own_picture(person: Any, picture_id: int) -> IdeaPicture | None:
    """Return a picture of an idea that ``person`` proposed."""
    found = visible_picture(person, picture_id)
    return found if found is not None and found.idea.author_id == person.id else None


def _sent_with(key: str) -> IdeaPicture | None:
    return db.session.scalars(select(IdeaPicture).where(IdeaPicture.submit_key == key)).first()
