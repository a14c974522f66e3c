"""What somebody did as a visitor becomes their account's when they sign in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from forum.accounts.belongings import Kind
from forum.accounts.models import Person
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.forms import plain_letters
from forum.ideas.counting import recount
from forum.ideas.life import Answer
from forum.ideas.models import HelpOffer, Idea, IdeaComment, IdeaPicture, Support
from forum.moderation.models import Flag

REPORTED = ("idea", "idea_comment", "idea_picture", "idea_answer")
KINDS = (
    Kind("idea", _l("An idea"), Idea, "author_id", lambda row: row.title),
    Kind("support", _l("Support for an idea"), Support, "person_id", lambda row: row.idea.title),
    Kind("offer", _l("Offers of help"), HelpOffer, "person_id", contact=None),
    Kind("idea_comment", _l("A comment"), IdeaComment, "author_id", lambda row: row.text),
)


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` the ideas, support, offers, comments and reports of a visitor.

    One person supports an idea once, and nobody their own; the counts follow. The caller commits.
    On a shared device somebody else may have proposed before: an idea with another contact stays
    where it is, and can be taken over by its code.
    """
    if visitor_id == person.id:
        return
    touched = set(db.session.scalars(select(Support.idea_id).where(_of(Support, visitor_id))))
    for idea in db.session.scalars(select(Idea).where(Idea.author_id == visitor_id)).all():
        if _is_by(idea, person):
            idea.author_id = person.id
    db.session.flush()
    for row in db.session.scalars(select(Support).where(_of(Support, visitor_id))).all():
        _hand_over(row, person)
    db.session.flush()
    own = select(Idea.id).where(Idea.author_id == person.id)
    mine = (Support.person_id == person.id, Support.idea_id.in_(own))
    touched |= set(db.session.scalars(select(Support.idea_id).where(*mine)))
    _change(delete(Support).where(*mine))
    _move_offers(visitor_id, person.id)
    written = update(IdeaComment).where(IdeaComment.author_id == visitor_id)
    drawn = update(IdeaPicture).where(IdeaPicture.author_id == visitor_id)
    replied = update(Answer).where(Answer.author_id == visitor_id, Answer.idea_id.in_(own))
    for given in (written, drawn.where(IdeaPicture.idea_id.in_(own)), replied):
        _change(given.values(author_id=person.id))
    _move_reports(visitor_id, person.id)
    recount(*db.session.scalars(select(Idea).where(Idea.id.in_(touched)).order_by(Idea.id)))


def _is_by(idea: Idea, person: Person) -> bool:
    """Whether an idea carries the account's address or name, or no contact at all."""
    if idea.contact_key in {None, contact_key(person.email)}:
        return True
    return plain_letters(idea.signature) == plain_letters(person.name)


def _of(model: Any, person_id: int) -> Any:
    return model.person_id == person_id


def _change(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


def _hand_over(row: Support, person: Person) -> None:
    """Make a visitor's support the account's; where both supported, one row stays."""
    both = (Support.idea_id == row.idea_id, Support.person_id == person.id)
    known = db.session.scalars(select(Support).where(*both)).first()
    if known is None:
        row.person = person
        db.session.flush()
        return
    if row.withdrawn_at is None:
        known.withdrawn_at = None
    known.wants_news = known.wants_news or row.wants_news
    contact = row.contact_key
    db.session.delete(row)
    db.session.flush()
    known.contact_key = known.contact_key or contact


def _move_offers(visitor_id: int, person_id: int) -> None:
    mine = select(HelpOffer.idea_id, HelpOffer.kind).where(_of(HelpOffer, person_id))
    known = set(db.session.execute(mine).tuples())
    for offer in db.session.scalars(select(HelpOffer).where(_of(HelpOffer, visitor_id))).all():
        if (offer.idea_id, offer.kind) in known:
            db.session.delete(offer)
        else:
            offer.person_id = person_id
    db.session.flush()


def _move_reports(visitor_id: int, person_id: int) -> None:
    """Change the name on reports, but of what the account reported too."""
    for kind in REPORTED:
        this = Flag.subject_kind == kind
        reported = select(Flag.subject_id).where(this, Flag.by_id == person_id)
        others = (this, Flag.by_id == visitor_id, Flag.subject_id.not_in(reported))
        _change(update(Flag).where(*others).values(by_id=person_id))
