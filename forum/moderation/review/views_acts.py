"""The acts on one text by its kind and number, of whatever room: hide, restore, let appear."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.moderation.fetching import visible_text
from forum.moderation.models import Approval, Flag, Hiding
from forum.moderation.pages import bp
from forum.moderation.queries import last_of, reports_on
from forum.moderation.reasons import REASONS
from forum.moderation.review.deciding import let
from forum.moderation.review.forms_acts import HINTS, HideForm, RestoreForm
from forum.moderation.review.views import restoring_together
from forum.moderation.subjects import card_of, subject_for


def _origin(text: Any) -> str:
    """Return where the facilitator came from, a page of this site."""
    return local_path(request.values.get("next"), card_of(text).url)


def _back(text: Any, sentence: str, tone: str = "success") -> Any:
    """Commit, tell what was done and return to where the facilitator came from."""
    target = _origin(text)
    db.session.commit()
    flash(sentence, tone)
    return redirect(target, 303)


def _already(text: Any, sentence: str, person: Any) -> Any:
    """Tell who was faster, instead of an error; ``sentence`` names them as %(name)s."""
    return _back(text, sentence % {"name": person.name if person else _("Somebody")}, "info")


def _hidden_already(text: Any, done: Hiding | None) -> Any:
    return _already(text, _("%(name)s has hidden it already."), done and done.by)


def _not_to_be_restored(text: Any) -> Any:
    """Tell why it is not restored: the law has it removed, or somebody was faster."""
    if text.is_removed():
        told = _("%(reference)s was removed because the law requires it, so it is not restored.")
        return _back(text, told % {"reference": text.reference}, "info")
    last = last_of(Hiding, text)
    return _already(text, _("%(name)s has restored it already."), last and last.restored_by)


@bp.get("/<kind>/<int:text_id>/hiding")
@permit("moderation:act", visible_text)
def hiding(text: Any) -> Any:
    """Ask why a text should be hidden; what was reported most is chosen already."""
    done = text.hiding
    if done is not None:
        return _hidden_already(text, done)
    asked = request.args.get("reason")
    if asked is None:
        told = reports_on(text)[0]
        asked = told[0].kind if told else None
    form = HideForm(next=request.args.get("next"), reason=asked if asked in REASONS else None)
    return _hiding_page(text, form)


@bp.post("/<kind>/<int:text_id>/hiding")
@permit("moderation:act", visible_text)
def hide(text: Any) -> Any:
    """Hide a text with a reason its author is told."""
    form = HideForm()
    if not form.validate():
        return _hiding_page(text, form), 422
    subject_for(text).lock(text)
    if text.hide(current_person(), form.reason.data, form.because.data) is None:
        return _hidden_already(text, text.hiding)
    told = _("%(reference)s is hidden. Its author can read why.", reference=text.reference)
    return _back(text, told)


def _hiding_page(text: Any, form: HideForm) -> str:
    return render_template(
        "moderation/review_hiding.html",
        text=text,
        card=card_of(text),
        form=form,
        hints=HINTS,
        reports=reports_on(text),
        back=_origin(text),
    )


@bp.get("/<kind>/<int:text_id>/restoring")
@permit("moderation:act", visible_text)
def restoring(text: Any) -> Any:
    """Ask why a hidden text should appear again, with its copies if these were shown as one."""
    done, together = text.hiding, request.args.get("together")
    if together:
        return restoring_together(text, together)
    if done is None or text.is_removed():
        return _not_to_be_restored(text)
    return _restoring_page(text, RestoreForm(next=request.args.get("next")), done)


@bp.post("/<kind>/<int:text_id>/restoring")
@permit("moderation:act", visible_text)
def restore(text: Any) -> Any:
    """Show a hidden text again, and tell its author why."""
    form, done = RestoreForm(), None if text.is_removed() else text.hiding
    if done is not None and not form.validate():
        return _restoring_page(text, form, done), 422
    subject_for(text).lock(text)
    if done is None or text.restore(current_person(), form.because.data) is None:
        return _not_to_be_restored(text)
    return _back(text, _("%(reference)s appears again.", reference=text.reference))


def _restoring_page(text: Any, form: RestoreForm, done: Hiding) -> str:
    return render_template(
        "moderation/review_restoring.html",
        text=text,
        card=card_of(text),
        form=form,
        hiding=done,
        back=_origin(text),
    )


@bp.post("/<kind>/<int:text_id>/approval")
@permit("moderation:act", visible_text)
def approval(text: Any) -> Any:
    """Let a waiting text appear."""
    subject_for(text).lock(text)
    if not text.approve(current_person()):
        last = last_of(Approval, text)
        return _already(text, _("%(name)s has let it appear already."), last and last.by)
    return _back(text, _("%(reference)s appears now.", reference=text.reference))


@bp.post("/<kind>/<int:text_id>/leaving")
@permit("moderation:act", visible_text)
def leaving(text: Any) -> Any:
    """Close the reports of a text and leave it as it is."""
    subject_for(text).lock(text)
    text.hold()
    if text.waiting or not let(text, current_person()):
        last = last_of(Flag, text)
        told = _("%(name)s has looked at the reports already.")
        return _already(text, told, last and last.closed_by)
    return _back(text, _("%(reference)s stays as it is.", reference=text.reference))
