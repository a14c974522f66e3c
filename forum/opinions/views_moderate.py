"""What staff may do with an opinion: hide, restore, let through, leave as it is."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.moderation.forms import HINTS, HideForm, RestoreForm
from forum.moderation.models import REASONS, Approval, Flag, Hiding
from forum.moderation.queries import last_of, reports_on
from forum.opinions.models import Opinion
from forum.opinions.queries import visible_opinion
from forum.opinions.views import bp


def _origin(opinion: Opinion) -> str:
    """Return where the facilitator came from, a page of this site."""
    own_page = url_for("opinions.show", opinion_id=opinion.id)
    return local_path(request.values.get("next"), own_page)


def _back(opinion: Opinion, sentence: str, tone: str = "success") -> Any:
    """Tell what was done and return to where the facilitator came from."""
    flash(sentence, tone)
    return redirect(_origin(opinion), 303)


def _already(opinion: Opinion, sentence: str, person: Any) -> Any:
    """Tell who was faster, instead of an error; ``sentence`` names them as %(name)s."""
    return _back(opinion, sentence % {"name": person.name if person else _("Somebody")}, "info")


def _hidden_already(opinion: Opinion, hiding: Hiding) -> Any:
    return _already(opinion, _("%(name)s has hidden it already."), hiding.by)


def _restored_already(opinion: Opinion) -> Any:
    last = last_of(Hiding, opinion)
    return _already(opinion, _("%(name)s has restored it already."), last and last.restored_by)


@bp.get("/opinions/<int:opinion_id>/hiding")
@permit("opinions:moderate", visible_opinion)
def hiding(opinion: Opinion) -> Any:
    """Ask why an opinion should be hidden; what was reported most is chosen already."""
    done = opinion.hiding
    if done is not None:
        return _hidden_already(opinion, done)
    asked = request.args.get("reason")
    form = HideForm(next=request.args.get("next"), reason=asked if asked in REASONS else None)
    return _hiding_page(opinion, form)


@bp.post("/opinions/<int:opinion_id>/hiding")
@permit("opinions:moderate", visible_opinion)
def hide(opinion: Opinion) -> Any:
    """Hide an opinion with a reason its author is told."""
    form = HideForm()
    if not form.validate():
        return _hiding_page(opinion, form), 422
    if opinion.hide(current_person(), form.reason.data, form.because.data) is None:
        return _hidden_already(opinion, opinion.hiding)
    db.session.commit()
    told = _("%(reference)s is hidden. Its author can read why.", reference=opinion.reference)
    return _back(opinion, told)


def _hiding_page(opinion: Opinion, form: HideForm) -> str:
    return render_template(
        "opinions/hiding.html",
        opinion=opinion,
        form=form,
        hints=HINTS,
        reports=reports_on(opinion),
        back=_origin(opinion),
    )


@bp.get("/opinions/<int:opinion_id>/restoring")
@permit("opinions:moderate", visible_opinion)
def restoring(opinion: Opinion) -> Any:
    """Ask why a hidden opinion should appear again."""
    done = opinion.hiding
    if done is None:
        return _restored_already(opinion)
    return _restoring_page(opinion, RestoreForm(next=request.args.get("next")), done)


@bp.post("/opinions/<int:opinion_id>/restoring")
@permit("opinions:moderate", visible_opinion)
def restore(opinion: Opinion) -> Any:
    """Show a hidden opinion again, and tell its author why."""
    form, done = RestoreForm(), opinion.hiding
    if done is not None and not form.validate():
        return _restoring_page(opinion, form, done), 422
    if done is None or opinion.restore(current_person(), form.because.data) is None:
        return _restored_already(opinion)
    db.session.commit()
    return _back(opinion, _("%(reference)s appears again.", reference=opinion.reference))


def _restoring_page(opinion: Opinion, form: RestoreForm, done: Hiding) -> str:
    return render_template(
        "opinions/restoring.html", opinion=opinion, form=form, hiding=done, back=_origin(opinion)
    )


@bp.post("/opinions/<int:opinion_id>/approval")
@permit("opinions:moderate", visible_opinion)
def approval(opinion: Opinion) -> Any:
    """Let a waiting opinion appear."""
    if not opinion.approve(current_person()):
        last = last_of(Approval, opinion)
        return _already(opinion, _("%(name)s has let it appear already."), last and last.by)
    db.session.commit()
    return _back(opinion, _("%(reference)s appears now.", reference=opinion.reference))


@bp.post("/opinions/<int:opinion_id>/leaving")
@permit("opinions:moderate", visible_opinion)
def leaving(opinion: Opinion) -> Any:
    """Close the reports of an opinion and leave it as it is."""
    if not opinion.leave(current_person()):
        last = last_of(Flag, opinion)
        told = _("%(name)s has looked at the reports already.")
        return _already(opinion, told, last and last.closed_by)
    db.session.commit()
    return _back(opinion, _("%(reference)s stays as it is.", reference=opinion.reference))
