"""The quick desk: many short opinions a minute from a table, from slips of paper, from the phone."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forum.accounts.models import Person
from forum.city import queries as city
from forum.conversations import queries as conversations
from forum.conversations.models import Conversation
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import problem, wants_json
from forum.core.forms import Flag, KeyedForm, OptionalSelect, choice, tidy
from forum.opinions.models import CHANNELS, LONGEST, Opinion
from forum.opinions.operations import Saying, sent_with, speak
from forum.opinions.views import bp

#: Channels a member of staff writes down for others.
DESK_CHANNELS = ("table", "paper", "phone", "forum")
#: Entries shown beside the form; enough to see a slip keyed twice.
LAST_SHOWN = 12
#: What stays chosen from one entry to the next.
STICKY = ("channel", "neighbourhood", "age_band")


class DeskForm(KeyedForm):
    """One slip of paper."""

    text = TextAreaField(
        _l("What was said"), filters=[tidy],
        validators=[
            DataRequired(_l("Please write what was said.")),
            Length(max=LONGEST, message=_l("Please make it shorter: %(max)d characters at most.")),
        ],
    )
    channel = SelectField(
        _l("How it reached us"), choices=[choice(name, CHANNELS[name]) for name in DESK_CHANNELS]
    )
    neighbourhood = OptionalSelect(_l("Neighbourhood"))
    age_band = OptionalSelect(_l("Age"))
    signature = StringField(
        _l("Name to be shown"), filters=[tidy], validators=[Length(max=80)]
    )
    same_person = Flag(_l("The same person as before"))
    #: The key of the entry before, so that a queue sent late still knows who "the same" is.
    same_as = StringField(filters=[tidy], validators=[Length(max=64)])

    def saying(self) -> Saying:
        """Return what was said."""
        return Saying(
            self.text.data, self.channel.data, self.signature.data,
            self.neighbourhood.data, self.age_band.data,
        )


def _form(conversation: Conversation) -> DeskForm:
    """Make the form, with the choices of the last entry still chosen."""
    form = DeskForm(data=session.get(f"desk{conversation.id}"))
    form.neighbourhood.offer(city.neighbourhoods(), _l("Not told"))
    form.age_band.offer(city.age_bands(), _l("Not told"))
    return form


@bp.get("/conversations/<int:conversation_id>/desk")
@permit("opinions:desk", conversations.visible_conversation)
def desk(conversation: Conversation) -> str:
    """Show the desk."""
    return _page(conversation, _form(conversation))


@bp.post("/conversations/<int:conversation_id>/desk")
@permit("opinions:desk", conversations.visible_conversation)
def desk_entry(conversation: Conversation) -> Any:
    """Take one entry; the same key twice is one entry."""
    form = _form(conversation)
    if not form.validate():
        if wants_json():
            return problem(422, "invalid", _("Please look at these again"), form.errors)
        return _page(conversation, form), 422
    staff = current_person()
    opinion = speak(conversation, _speaker(form, staff), form.saying(), form.submit_key.data, staff)
    db.session.commit()
    session[f"desk{conversation.id}"] = {name: form[name].data for name in STICKY}
    session["desk_last"] = form.submit_key.data
    if wants_json():
        url = url_for("opinions.show", opinion_id=opinion.id)
        return {"id": opinion.id, "reference": opinion.reference, "url": url}
    flash(_("Noted as %(reference)s.", reference=opinion.reference), "success")
    return redirect(url_for("opinions.desk", conversation_id=conversation.id), 303)


def _speaker(form: DeskForm, staff: Person) -> Person:
    """Return who spoke: somebody new, or the person of the entry before."""
    before = form.same_as.data or session.get("desk_last", "")
    former = sent_with(before) if form.same_person.data and before else None
    if former is not None and former.entered_by_id == staff.id:
        return former.author
    speaker = Person(role="visitor")
    db.session.add(speaker)
    return speaker


def _page(conversation: Conversation, form: DeskForm) -> str:
    entered = select(Opinion).where(
        Opinion.conversation_id == conversation.id, Opinion.entered_by_id == current_person().id
    )
    last = entered.order_by(Opinion.id.desc()).limit(LAST_SHOWN)
    options = selectinload(Opinion.neighbourhood), selectinload(Opinion.age_band)
    return render_template(
        "opinions/desk.html", conversation=conversation, form=form,
        last=db.session.scalars(last.options(*options)).all(),
    )
