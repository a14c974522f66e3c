"""Reporting a text of whatever room, as anybody may."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.db import db
from forum.core.limits import too_fast
from forum.core.pages import local_path
from forum.moderation.fetching import address, visible_text
from forum.moderation.pages import bp
from forum.moderation.review.forms_acts import HINTS, ReportForm
from forum.moderation.subjects import card_of, subject_for

#: Reports from one address, and from one person, in ten minutes.
PER_ADDRESS, PER_PERSON, MINUTES = 20, 10, 10


@bp.get("/<kind>/<int:text_id>/report")
@permit("moderation:report", visible_text)
def flag(text: Any) -> str:
    """Ask what is wrong with a text."""
    return _report_page(text, ReportForm())


@bp.post("/<kind>/<int:text_id>/report")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("moderation:report", visible_text)
def flagged(text: Any) -> Any:
    """Take a report; one for each person."""
    form = ReportForm()
    if not form.validate():
        return _report_page(text, form), 400 if form.csrf_token.errors else 422
    if too_fast("flag", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        told = _("Many reports came from here. Please send it again in 10 minutes.")
        form.form_errors.append(told)
        return _report_page(text, form), 429
    refused = refusal(form, lambda: _flag(text, form))
    if refused is not None:
        return _report_page(text, form), refused.status
    flash(_("Thank you. A facilitator will look at it."), "success")
    return redirect(_read_at(text), 303)


def _flag(text: Any, form: ReportForm) -> None:
    subject_for(text).lock(text)
    text.flag(current_person().settle(), form.reason.data, form.note.data)


def _read_at(text: Any) -> str:
    """Return where whoever reported it was reading; the pages of staff are not for everybody."""
    return local_path(request.values.get("next"), subject_for(text).read_at(text))


def _report_page(text: Any, form: ReportForm) -> str:
    return render_template(
        "moderation/review_report.html",
        text=text,
        card=card_of(text),
        name=subject_for(text).name,
        form=form,
        hints=HINTS,
        back=_read_at(text),
        action=address(text, "flag", next=request.args.get("next") or None),
    )
