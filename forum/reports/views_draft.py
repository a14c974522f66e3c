"""A planner's pages: the draft of a summary, its preview, and publishing it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.access import current_person, permit
from forum.core.db import db, now
from forum.core.i18n import LANGUAGES, language
from forum.reports import blocks, drafting
from forum.reports.checking import points
from forum.reports.dossier import Stamp, compile_dossier
from forum.reports.evidence import gather
from forum.reports.forms import DraftForm, PublishForm
from forum.reports.models import Summary
from forum.reports.outline import outline
from forum.reports.pdf import print_pdf
from forum.reports.publishing import publish
from forum.reports.queries import of_conversation
from forum.reports.reading import Reading, read
from forum.reports.rendering import article, shown
from forum.reports.views import bp


def draft_for(person: Any, conversation_id: int) -> Summary | None:
    """Return the draft of a conversation that ``person`` may see."""
    conversation = visible_conversation(person, conversation_id)
    return drafting.draft_of(conversation) if conversation else None


@bp.get("/conversations/<int:conversation_id>/summary")
@permit("reports:draft", visible_conversation)
def draft(conversation: Conversation) -> str:
    """Show the draft to work on, or offer to begin it."""
    summary = drafting.draft_of(conversation)
    if summary is None:
        return render_template("reports/begin.html", conversation=conversation)
    return _editor(summary, DraftForm.of(summary))


def _editor(summary: Summary, form: DraftForm, **more: Any) -> str:
    form.offer(summary.blocks)
    return render_template(
        "reports/draft.html",
        summary=summary,
        conversation=summary.conversation,
        form=form,
        texts=form.by_key(),
        outline=outline(summary),
        publications=of_conversation(summary.conversation),
        **more,
    )


@bp.post("/conversations/<int:conversation_id>/summary")
@permit("reports:draft", visible_conversation)
def begin(conversation: Conversation) -> Any:
    """Begin the draft with one click."""
    drafting.draft(conversation, current_person())
    db.session.commit()
    flash(_("The draft is made. Read it through and change the words as you like."), "success")
    return redirect(url_for("reports.draft", conversation_id=conversation.id), 303)


@bp.post("/conversations/<int:conversation_id>/summary/text")
@permit("reports:draft", draft_for)
def save(summary: Summary) -> Any:
    """Save what was typed, and do what the button says: move, add, leave out."""
    form, act = DraftForm(), request.form.get("act", "")
    if not form.validate_on_submit():
        return _editor(summary, form), 422
    arranged = blocks.arrange(blocks.reword(summary.blocks, form.words()), act)
    try:
        drafting.save(summary, current_person(), form.version.data, form.title(), arranged)
    except drafting.Overtaken:
        return _overtaken(summary, form)
    db.session.commit()
    if not act:
        flash(_("The draft is saved."), "success")
    return redirect(_place(summary, act), 303)


def _overtaken(summary: Summary, form: DraftForm) -> Any:
    """Give the typed text back beside what somebody else saved; saving again is a choice now."""
    db.session.rollback()
    form.look_at(summary.version)
    saved = {block["key"]: block for block in blocks.texts(summary.blocks)}
    return _editor(summary, form, saved=saved, lost=form.lost(summary.blocks)), 409


def _place(summary: Summary, act: str) -> str:
    """Return the address of the editor, where the button was."""
    verb, _sign, key = act.partition(":")
    anchor = {"in": f"block-theme-{key}", "out": None}.get(verb, f"block-{key}" if key else None)
    return url_for("reports.draft", conversation_id=summary.conversation_id, _anchor=anchor)


def _reading(summary: Summary) -> Reading:
    asked = request.args.get("language", "")
    lang = asked if asked in LANGUAGES else language()
    evidence = gather(summary.conversation)
    return read(compile_dossier(summary, evidence, Stamp(now())), lang)


@bp.get("/conversations/<int:conversation_id>/summary/preview")
@permit("reports:draft", draft_for)
def preview(summary: Summary) -> str:
    """Show the draft as it would be published, in either language."""
    reading = _reading(summary)
    return render_template(
        "reports/preview.html",
        summary=summary,
        conversation=summary.conversation,
        reading=reading,
        article=shown(article(reading)),
    )


@bp.get("/conversations/<int:conversation_id>/summary/preview.pdf")
@permit("reports:draft", draft_for)
def preview_pdf(summary: Summary) -> Response:
    """Send the draft as the PDF it would be."""
    reading = _reading(summary)
    name = f"draft-{summary.conversation_id}-{reading['lang']}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(print_pdf(reading, now()), content_type="application/pdf", headers=headers)


@bp.get("/conversations/<int:conversation_id>/summary/publication")
@permit("reports:publish", draft_for)
def publishing(summary: Summary) -> str:
    """Show what is missing, and ask whether to publish."""
    return _last_look(summary, PublishForm(formdata=None, version=summary.version))


def _last_look(summary: Summary, form: PublishForm) -> str:
    return render_template(
        "reports/publish.html",
        summary=summary,
        conversation=summary.conversation,
        form=form,
        points=points(summary),
    )


@bp.post("/conversations/<int:conversation_id>/summary/publication")
@permit("reports:publish", draft_for)
def publish_now(summary: Summary) -> Any:
    """Publish the draft for good; a second click leads to the same publication."""
    form = PublishForm()
    if not form.validate_on_submit():
        return _last_look(summary, form), 422
    publication = publish(summary, current_person(), form.version.data)
    db.session.commit()
    flash(_("Summary no. %(number)s is published.", number=publication.number), "success")
    return redirect(url_for("reports.show", number=publication.number), 303)
