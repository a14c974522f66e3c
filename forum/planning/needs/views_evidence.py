"""The page on which a planner chooses what a need rests on."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.forms import row_number
from forum.core.pages import local_path
from forum.planning.needs import evidence, offering, queries
from forum.planning.needs.attaching import KINDS, attach, detach
from forum.planning.needs.forms import SourceForm, read_source
from forum.planning.needs.models import Need
from forum.planning.views import bp


@bp.get("/needs/<int:need_id>/evidence")
@permit("planning:needs", queries.visible_need)
def need_evidence(need: Need) -> str:
    """Show what the need rests on and what else it could."""
    return _page(need, SourceForm())


@bp.post("/needs/<int:need_id>/evidence")
@permit("planning:needs", queries.visible_need)
def need_evidence_changed(need: Need) -> Any:
    """Add something the need rests on, or remove it."""
    form = SourceForm()
    here = url_for("planning.need_evidence", need_id=need.id)
    target = local_path(request.form.get("next"), here)
    if form.validate_on_submit() and form.remove.data:
        return _remove(need, form.remove.data, target)
    typed = offering.opinion_named(form.reference.data or "")
    source = read_source(form.source.data or "") or typed
    if source is None or form.errors:
        form.reference.errors = [_("No opinion that is shown has this number.")]
        return _page(need, form), 422
    by = current_person()
    return act(lambda: attach(need, by, source), _said, target)


def _said(made: bool) -> str:
    return _("Added.") if made else _("The need rests on it already.")


def _remove(need: Need, text: str, target: str) -> Any:
    kind, _dash, number = text.partition("-")
    try:
        link = row_number(number)
    except ValueError:
        return redirect(target, 303)
    by = current_person()
    gone = (lambda: detach(need, by, kind, link)) if kind in KINDS else (lambda: False)
    return act(gone, lambda done: _("Removed.") if done else "", target)


def _page(need: Need, form: SourceForm) -> str:
    talk = offering.conversation_asked(current_person())
    words = request.args.get("words", "").strip()[:100]
    return render_template(
        "planning/need_evidence.html",
        need=need,
        form=form,
        evidence=evidence.evidence_of([need])[need.id],
        conversations=offering.conversations(),
        conversation=talk,
        themes=offering.themes(talk) if talk else [],
        words=words,
        ideas=offering.ideas(words),
        cited=offering.cited(need),
    )
