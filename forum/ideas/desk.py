"""The desk: ideas and support told to a facilitator on paper, at a table or by phone."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.accounts.reach import reach
from forum.core.contacts import email_of, phone_of
from forum.core.db import db
from forum.core.errors import Refused
from forum.ideas.forms_desk import DeskForm, IdeaDeskForm, SupportDeskForm
from forum.ideas.models import Idea, Support
from forum.ideas.office import by_reference
from forum.ideas.proposing import propose, sent_with
from forum.ideas.queries import Choice, shown
from forum.ideas.supporting import support

#: Ideas offered when words fit several; entries shown under the form.
MOST_FOUND, LAST_SHOWN = 6, 8
#: Ideas offered while typing; all of a large city would make the page heavy.
MOST_OFFERED = 300


class Somebody(NamedTuple):
    """Who is behind an entry: a person, and the fingerprint known from the entry before."""

    person: Person
    contact_key: str | None = None


def write_idea(form: IdeaDeskForm, by: Person, before: str = "") -> Idea:
    """Write down an idea somebody told; the same key twice writes it once."""
    known = sent_with(form.key)
    if known is not None:
        return known
    who = _who(form, by, before)
    form.note_consent(who.person, by)
    return propose(form.proposal(who.contact_key), who.person, form.key, by)


def write_support(form: SupportDeskForm, by: Person, before: str = "") -> Support:
    """Write down that somebody supports an idea; each person and contact counts once."""
    known = db.session.scalars(select(Support).where(Support.submit_key == form.key)).first()
    if known is not None:
        return known
    idea = the_one(form.idea.data)
    who = _who(form, by, before)
    form.note_consent(who.person, by)
    return support(
        idea,
        who.person,
        form.key,
        form.channel.data,
        form.contact_key or who.contact_key,
        form.home.data,
        form.age_band.data,
        bool(form.wants_news.data and form.contact.data),
        by,
    )


def the_one(typed: str) -> Idea:
    """Return the idea somebody means by a number or by words; refused unless it is just one."""
    found = found_by(typed)
    if not found:
        raise Refused(_("We found no idea for “%(words)s”.", words=typed[:60]), 422)
    if len(found) > 1:
        names = "; ".join(f"{one.reference} {one.title}" for one in found[:3])
        raise Refused(_("Several ideas fit: %(names)s. Please write the number.", names=names), 422)
    return found[0]


def found_by(typed: str) -> Sequence[Idea]:
    """Return the ideas that may be meant: the one of a number, or those that hold the words."""
    number = by_reference(" ".join(typed.split(" ")[:1])) or by_reference(typed)
    if number is not None:
        return [number] if number.visible else []
    query = shown(Choice(words=typed)).options(joinedload(Idea.lead)).limit(4 * MOST_FOUND)
    leads = (one.leader for one in db.session.scalars(query).unique())
    return [one for one in dict.fromkeys(leads) if one.visible][:MOST_FOUND]


def offered() -> Sequence[Idea]:
    """Return the ideas to choose from while typing, those most supported first."""
    query = shown(Choice(sort="supported")).limit(MOST_OFFERED)
    return db.session.scalars(query).all()


def _who(form: DeskForm, by: Person, before: str) -> Somebody:
    """Return who spoke: somebody new, or the person of the entry before."""
    former = _former(form.same_as.data or before, by) if form.same_person.data else None
    who = former or Somebody(Person(role="visitor"))
    if former is None:
        db.session.add(who.person)
        db.session.flush()
    if form.wants_news.data and form.contact.data:
        contact = form.contact.data
        reach(who.person, email_of(contact), phone_of(contact), "hu")
    return who


def _former(key: str, by: Person) -> Somebody | None:
    """Return who was behind the entry with this key, if ``by`` wrote it down."""
    idea = db.session.scalars(select(Idea).where(Idea.submit_key == key)).first()
    if idea is not None and idea.entered_by_id == by.id:
        return Somebody(idea.author, idea.contact_key)
    row = db.session.scalars(select(Support).where(Support.submit_key == key)).first()
    if row is not None and row.entered_by_id == by.id:
        return Somebody(row.person, row.contact_key)
    return None


def entered(idea_id: int) -> Idea | None:
    """Return an idea that was written down for somebody."""
    idea = db.session.get(Idea, idea_id)
    return idea if idea is not None and idea.entered_by_id is not None else None


def last_ideas(by: Person) -> Sequence[Idea]:
    """Return the ideas ``by`` wrote down last."""
    query = select(Idea).where(Idea.entered_by_id == by.id, Idea.split_from_id.is_(None))
    return db.session.scalars(query.order_by(Idea.id.desc()).limit(LAST_SHOWN)).all()


def last_supports(by: Person) -> Sequence[Support]:
    """Return the support ``by`` wrote down last."""
    query = select(Support).where(Support.entered_by_id == by.id)
    query = query.options(joinedload(Support.idea)).order_by(Support.id.desc())
    return db.session.scalars(query.limit(LAST_SHOWN)).all()
