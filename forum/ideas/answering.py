"""What the city says to ideas: each answer a step with its reason; authors may reply once."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.audit import declare, describe, record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.jobs import nightly
from forum.core.once import once
from forum.ideas import telling
from forum.ideas.counting import group_of
from forum.ideas.life import Answer
from forum.ideas.models import STATES, Idea, idea_answered
from forum.moderation.rules import look_at

#: Which answer may follow which; "new" is no answer. A step taken by mistake has a way back.
NEXT = {
    "new": ("considered", "accepted", "planned", "declined", "elsewhere"),
    "considered": ("accepted", "planned", "declined", "elsewhere"),
    "accepted": ("considered", "planned", "delivered", "declined"),
    "planned": ("accepted", "delivered", "declined"),
    "delivered": ("planned",),
    "declined": ("considered", "accepted", "elsewhere"),
    "elsewhere": ("considered", "accepted", "declined"),
}
#: What planning may say by itself, wherever the idea stands.
BY_PLANNING = ("planned", "delivered")

describe("idea_state", lambda state: str(STATES.get(state, state)))
ANSWERED = declare("idea.answered", _l("%(actor)s answered idea %(reference)s: %(idea_state)s."))
REPLIED = declare(
    "idea.replied", _l("The author replied to the answer to idea %(reference)s."), public=False
)


class Reason(NamedTuple):
    """Why the city answers so, in plain words; Hungarian always, English where written."""

    hu: str
    en: str = ""


class Office(NamedTuple):
    """Another office an idea belongs to, and how to reach it."""

    name: str = ""
    contact: str = ""


def answer(
    idea: Idea, state: str, words: Reason, by: Person, key: str, office: Office | None = None
) -> Answer:
    """Answer an idea and tell everybody behind it; the same key twice is one answer.

    Refused of an idea put under another (its lead is answered), of a hidden one, and when the
    state may not follow the present one.
    """
    made, new = once(
        lambda: sent_with(key),
        lambda: _answer(idea, state, words, by, key, office or Office()),
    )
    if new:
        _tell(made)
    return made


def sent_with(key: str) -> Answer | None:
    """Return the answer that was sent with this key, if any."""
    return db.session.scalars(select(Answer).where(Answer.submit_key == key)).first()


def mark(
    idea: Idea, state: str, by: Person | None, reason_hu: str, reason_en: str = ""
) -> Answer | None:
    """Say that an idea is planned or delivered, as planning knows; None when it was said already.

    Of an idea put under another, the lead is marked.
    """
    if state not in BY_PLANNING:
        raise ValueError(f"planning cannot mark an idea as {state}")
    _hold(idea)
    lead = db.session.get(Idea, idea.lead_id) if idea.lead_id else idea
    assert lead is not None
    if lead is not idea:
        _hold(lead)
    if lead.state == state:
        return None
    made = _step(lead, state, Reason(reason_hu, reason_en), by, None, Office())
    _tell(made, by_planning=True)
    return made


def _answer(idea: Idea, state: str, words: Reason, by: Person, key: str, office: Office) -> Answer:
    _hold(idea)
    if idea.lead_id is not None:
        raise Refused(_("This idea was put under another. Please answer the leading one."))
    if not idea.visible:
        raise Refused(_("This idea is not shown. Please let it appear before answering."))
    if state not in NEXT[idea.state]:
        raise Refused(_("Somebody has answered meanwhile. Please look at the idea again."))
    if state == "elsewhere" and not (office.name and office.contact):
        raise Refused(_("Please say which office it belongs to, and how to reach it."), 422)
    return _step(idea, state, words, by, key, office if state == "elsewhere" else Office())


def _hold(idea: Idea) -> None:
    db.session.flush()
    db.session.refresh(idea, with_for_update={"of": Idea, "key_share": True})


def _step(
    idea: Idea, state: str, words: Reason, by: Person | None, key: str | None, office: Office
) -> Answer:
    row = Answer(
        idea=idea,
        state=state,
        reason_hu=words.hu,
        reason_en=words.en,
        office=office.name,
        office_contact=office.contact,
        by_id=by.id if by else None,
        submit_key=key,
    )
    db.session.add(row)
    idea.state, idea.state_at = state, now()
    idea.touch()
    record(ANSWERED, by, idea, idea_state=state)
    db.session.flush()
    return row


def _tell(made: Answer, by_planning: bool = False) -> None:
    ids = group_of(made.idea)
    for member in db.session.scalars(select(Idea).where(Idea.id.in_(ids[1:]))):
        member.touch()  # its page shows what the lead was answered
    idea_answered.send(made.idea, answer=made)
    telling.tell_answer(made, ids, by_planning)


def reply(made: Answer, by: Person | None, text: str) -> None:
    """Keep what the author says to an answer; once, the same words again change nothing.

    Who may is asked before: the author's account or browser, or whoever holds the code.
    """
    made.hold()
    if made.reply == text:
        return
    if made.replied_at is not None:
        raise Refused(_("You have replied to this answer already."))
    made.reply, made.replied_at, made.author_id = text, now(), made.idea.author_id
    made.visibility_changed()
    record(REPLIED, by, made.idea)
    db.session.flush()
    look_at(made)


def visible_reply(person: Any, answer_id: int) -> Answer | None:
    """Return an answer with a reply ``person`` may read: shown, to a shown idea; or staff."""
    query = select(Answer).join(Answer.idea)
    query = query.where(Answer.id == answer_id, Answer.replied_at.is_not(None))
    if not person.at_least("facilitator"):
        query = query.where(Answer.visible, Answer.reply != "", Idea.visible)
    return db.session.scalars(query.options(joinedload(Answer.idea))).first()


def answer_days() -> int:
    """Return within how many days the city means to answer."""
    return int(current_app.config["IDEA_ANSWER_DAYS"])


def days_waiting(idea: Idea, at: datetime | None = None) -> int:
    """Return for how many days an idea has waited for its first answer."""
    return ((at or now()) - idea.created_at).days


def waiting() -> list[datetime]:
    """Return since when each idea without an answer waits, the longest first."""
    query = select(Idea.created_at).where(Idea.state == "new", Idea.visible, Idea.lead_id.is_(None))
    return list(db.session.scalars(query.order_by(Idea.created_at)))


@nightly
def remind_planners() -> None:
    """Tell planners once a week of ideas that wait longer than the city promised; commits."""
    since, days = waiting(), answer_days()
    late = sum(moment <= now() - timedelta(days=days) for moment in since)
    if late:
        telling.tell_waiting(f"{now():%G-W%V}", len(since), late, days)
    db.session.commit()
