"""The agenda of a forum: its items, their order and their documents."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.apart import apart
from forum.meetings import drafting, queries
from forum.meetings.documents import take
from forum.meetings.forms_agenda import DocumentForm, ItemForm
from forum.meetings.guides import GUIDES
from forum.meetings.models import AgendaDocument, AgendaItem, Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.views import bp


@bp.get("/forums/<int:meeting_id>/agenda")
@permit("meetings:manage", visible_meeting)
def agenda(meeting: Meeting) -> Any:
    """Show the agenda, its length, and what can be done with each item."""
    return _page(meeting, ItemForm(formdata=None))


@bp.post("/forums/<int:meeting_id>/agenda")
@permit("meetings:manage", visible_meeting)
def add_item(meeting: Meeting) -> Any:
    """Put an item at the end; a form sent twice adds one."""
    form = ItemForm()
    if not form.validate_on_submit():
        return _page(meeting, form, 422)
    refused = refusal(
        form, lambda: drafting.add_item(meeting, current_person(), form.key, form.values())
    )
    if refused:
        return _page(meeting, form, refused.status)
    flash(_("The item is on the agenda."), "success")
    return _to(meeting)


@bp.get("/forums/agenda/<int:item_id>")
@permit("meetings:manage", queries.agenda_item)
def item(item: AgendaItem) -> Any:
    """Ask what to change in an item, and offer to add documents."""
    return _item_page(item, ItemForm(item, formdata=None), DocumentForm(formdata=None))


@bp.post("/forums/agenda/<int:item_id>")
@permit("meetings:manage", queries.agenda_item)
def update_item(item: AgendaItem) -> Any:
    """Change an item."""
    form = ItemForm(item)
    if not form.validate_on_submit():
        return _item_page(item, form, DocumentForm(formdata=None), 422)
    values, seen = form.values(), form.seen.data or ""
    if refusal(form, lambda: drafting.edit_item(item, current_person(), values, seen)):
        form.look_at(item)
        return _item_page(item, form, DocumentForm(formdata=None), 409)
    flash(_("The changes are saved."), "success")
    return _to(item.meeting, item.id)


@bp.post("/forums/agenda/<int:item_id>/place")
@permit("meetings:manage", queries.agenda_item)
def place(item: AgendaItem) -> Any:
    """Move an item one place up or down."""
    step = -1 if request.form.get("step") == "up" else 1
    return _act(item, "", lambda: drafting.move_item(item, current_person(), step))


@bp.post("/forums/agenda/<int:item_id>/removal")
@permit("meetings:manage", queries.agenda_item)
def removal(item: AgendaItem) -> Any:
    """Take an item off the agenda."""
    said = _("The item is off the agenda.")
    return _act(item, said, lambda: drafting.remove_item(item, current_person()))


@bp.post("/forums/agenda/<int:item_id>/documents")
@permit("meetings:manage", queries.agenda_item)
def add_document(item: AgendaItem) -> Any:
    """Add a document: a file, or an address; a form sent twice adds one."""
    form = DocumentForm()
    blank = ItemForm(item, formdata=None)
    if not form.validate_on_submit():
        return _item_page(item, blank, form, 422)
    refused = refusal(form, lambda: _attach(item, form))
    if refused:
        return _item_page(item, blank, form, refused.status)
    flash(_("The document is on the agenda."), "success")
    return redirect(url_for("meetings.item", item_id=item.id), 303)


def _attach(item: AgendaItem, form: DocumentForm) -> None:
    file = None
    if form.file.data:
        with apart():
            file = take(form.file.data)
    title, url = form.title.data, form.url.data or ""
    drafting.attach(item, current_person(), form.key, title, url, file)


@bp.post("/forums/documents/<int:document_id>/removal")
@permit("meetings:manage", queries.visible_document)
def document_removal(document: AgendaDocument) -> Any:
    """Take a document off the agenda."""
    said = _("The document is off the agenda.")
    return _act(document.item, said, lambda: drafting.detach(document, current_person()))


def _act(item: AgendaItem, said: str, verb: Any) -> Any:
    """Do something with an item and lead back to the agenda; a refusal is told there."""
    return act(verb, said, _agenda_url(item.meeting, item.id))


def _to(meeting: Meeting, item_id: int | None = None) -> Any:
    return redirect(_agenda_url(meeting, item_id), 303)


def _agenda_url(meeting: Meeting, item_id: int | None) -> str:
    anchor = f"item{item_id}" if item_id else None
    return url_for("meetings.agenda", meeting_id=meeting.id, _anchor=anchor)


def _page(meeting: Meeting, form: ItemForm, status: int = 200) -> Any:
    length = int((meeting.event.ends_at - meeting.event.starts_at).total_seconds() // 60)
    page = render_template(
        "meetings/agenda.html", meeting=meeting, form=form, length=length, guides=GUIDES
    )
    return page, status


def _item_page(item: AgendaItem, form: ItemForm, document: DocumentForm, status: int = 200) -> Any:
    page = render_template(
        "meetings/item.html",
        meeting=item.meeting,
        item=item,
        form=form,
        document=document,
        guide=GUIDES.get(item.guide),
    )
    return page, status
