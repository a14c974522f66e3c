"""The quick desk: many short opinions a minute from a table, from slips of paper, from the phone."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.city import queries as city
from forum.conversations import queries as conversations
from forum.conversations.models import Conversation
from forum.conversations.saying import Saying
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import problem, wants_json
from forum.opinions.forms import DeskForm
from forum.opinions.operations import sent_with, speak
from forum.opinions.queries import last_entered
from forum.opinions.views import bp

#: What stays chosen from one entry to the next.
STICKY = ("channel", "neighbourhood", "age_band")


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
    speaker, saying = _said(form, staff)
    opinion = speak(conversation, speaker, saying, form.key, staff)
    form.note_consent(opinion.author, staff)
    db.session.commit()
    session[f"desk{conversation.id}"] = {name: form[name].data for name in STICKY}
    session["desk_last"] = form.key
    if wants_json():
        url = url_for("opinions.show", opinion_id=opinion.id)
        return {"id": opinion.id, "reference": opinion.reference, "url": url}
    flash(_("Noted as %(reference)s.", reference=opinion.reference), "success")
    return redirect(url_for("opinions.desk", conversation_id=conversation.id), 303)


def _said(form: DeskForm, staff: Person) -> tuple[Person, Saying]:
    """Return who spoke, somebody new or the person of the entry before, and what was said.

    The same person has the same contact, unless another one is told now.
    """
    saying = form.saying()
    before = form.same_as.data or session.get("desk_last", "")
    former = sent_with(before) if form.same_person.data and before else None
    if former is not None and former.entered_by_id == staff.id:
        return former.author, replace(saying, contact_key=saying.contact_key or former.contact_key)
    speaker = Person(role="visitor")
    db.session.add(speaker)
    return speaker, saying


def _page(conversation: Conversation, form: DeskForm) -> str:
    last = last_entered(conversation, current_person())
    return render_template("opinions/desk.html", conversation=conversation, form=form, last=last)
