"""What pages read about opinions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, and_, case, false, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from forum.conversations.models import Conversation, Opening
from forum.core import search
from forum.core.db import db
from forum.core.pages import paginate
from forum.moderation.assigning import charge
from forum.opinions.models import LONGEST, ImportBatch, Opinion, Reaction
from forum.opinions.placing import told_places

#: Entries shown beside the desk's form; enough to see a slip keyed twice.
ENTERED_SHOWN = 12
#: Similar opinions shown to somebody who is typing; more would not be read.
SIMILAR_SHOWN = 4


class Choice(NamedTuple):
    """What a reader wants to see of a conversation's opinions, and in which order."""

    sort: str = "newest"
    neighbourhood_id: int | None = None
    words: str = ""

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return any((self.neighbourhood_id, self.words))


_SMALLER_SIDE = case((Opinion.agrees < Opinion.disagrees, Opinion.agrees), else_=Opinion.disagrees)
#: Orders of a list. Agreement is Laplace's (a + 1) / (n + 2), so that one friendly weighing does
#: not beat forty of fifty; division is where the smaller of the two sides is largest.
ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (),
    "agreed": (((Opinion.agrees + 1.0) / (Opinion.weighings + 2)).desc(),),
    "weighed": (Opinion.weighings.desc(),),
    "divided": (_SMALLER_SIDE.desc(), Opinion.weighings.desc()),
}


def visible_to(person: Any, erased: bool = False) -> Select[tuple[Opinion]]:
    """Select what ``person`` may read: shown opinions, one's own, and for facilitators all that
    stand where they are in charge.

    Opinions of a conversation that is still a draft are for them only.
    """
    query = select(Opinion)
    if person.at_least("planner"):
        return query
    own = Opinion.author_id == person.id if person.id is not None else false()
    opened = Opening.conversation_id == Opinion.conversation_id
    gone = Opinion.text == "" if erased else false()
    shown = or_(Opinion.visible, own, gone)
    if not person.at_least("facilitator"):
        return query.join(Opening, opened).where(shown)
    here = Opinion.conversation_id.in_(
        select(Conversation.id).where(charge.mine(person, Conversation))
    )
    seen = and_(Opening.conversation_id.is_not(None), shown)
    return query.outerjoin(Opening, opened).where(or_(here, seen))


def visible_opinion(person: Any, opinion_id: int) -> Opinion | None:
    """Return the opinion, with its conversation, if ``person`` may read it.

    Of one that its author had erased everybody may read that it was.
    """
    query = visible_to(person, erased=True).where(Opinion.id == opinion_id)
    return db.session.scalars(query.options(joinedload(Opinion.conversation))).unique().first()


def own_opinion(person: Any, opinion_id: int) -> Opinion | None:
    """Return the opinion, whatever its state, if ``person`` said it."""
    return db.session.scalars(by_author(person).where(Opinion.id == opinion_id)).first()


def stamp(opinion_id: int) -> object:
    """Return what changes whenever the public page of an opinion must be made anew."""
    query = select(Opinion.visible, Conversation.tick).join(Opinion.conversation)
    return tuple(db.session.execute(query.where(Opinion.id == opinion_id)).first() or ())


def similar_to(conversation: Conversation, text: str) -> list[Opinion]:
    """Return public opinions of the conversation that share words with ``text``, nearest first."""
    ids = search.similar(text[:LONGEST], "opinion", conversation.id, limit=SIMILAR_SHOWN)
    rows = db.session.scalars(select(Opinion).where(Opinion.id.in_(ids), Opinion.visible))
    return sorted(rows, key=lambda row: ids.index(row.id))


def shown_in(conversation_id: int, choice: Choice = Choice()) -> Select[tuple[Opinion]]:  # noqa: B008
    """Select the public opinions of a conversation, chosen and ordered as the reader asks.

    A neighbourhood that is not told beside the opinions chooses none of them.
    """
    query = select(Opinion).where(Opinion.conversation_id == conversation_id, Opinion.visible)
    if choice.neighbourhood_id:
        if choice.neighbourhood_id not in told_places(conversation_id):
            return query.where(false())
        query = query.where(Opinion.neighbourhood_id == choice.neighbourhood_id)
    if choice.words:
        found = search.matching(choice.words, "opinion", conversation_id)
        query = query.where(Opinion.id.in_(found) if found is not None else false())
    return query.order_by(*ORDERS[choice.sort], Opinion.id.desc())


def page_of(conversation: Conversation, choice: Choice) -> Pagination:
    """Return a page of the conversation's public opinions; only their words as HTML are loaded."""
    light = defer(Opinion.text), defer(Opinion.submit_key), defer(Opinion.claim_hash)
    query = shown_in(conversation.id, choice).options(*light)
    return paginate(query, count=None if choice.filtered else conversation.opinions_count)


def by_author(person: Any) -> Select[tuple[Opinion]]:
    """Select everything ``person`` said, hidden and waiting too, the newest first."""
    mine = Opinion.author_id == person.id if person.id is not None else false()
    query = select(Opinion).where(mine).order_by(Opinion.id.desc())
    return query.options(joinedload(Opinion.conversation))


def weighings_of(person: Any, opinion_ids: Iterable[int]) -> dict[int, int]:
    """Return how ``person`` weighed these opinions, by opinion."""
    ids = list(opinion_ids)
    if person.id is None or not ids:
        return {}
    query = select(Reaction.opinion_id, Reaction.value)
    query = query.where(Reaction.person_id == person.id, Reaction.opinion_id.in_(ids))
    return dict(db.session.execute(query).tuples().all())


def last_entered(conversation: Conversation, staff: Any) -> list[Opinion]:
    """Return what a member of staff has just entered for others, the newest first."""
    query = select(Opinion).where(
        Opinion.conversation_id == conversation.id, Opinion.entered_by_id == staff.id
    )
    names = selectinload(Opinion.neighbourhood), selectinload(Opinion.age_band)
    last = query.options(*names).order_by(Opinion.id.desc()).limit(ENTERED_SHOWN)
    return list(db.session.scalars(last))


def batches(conversation: Conversation) -> Pagination:
    """Return a page of the lists uploaded to a conversation, the newest first."""
    query = select(ImportBatch).where(ImportBatch.conversation_id == conversation.id)
    return paginate(query.order_by(ImportBatch.id.desc()))
