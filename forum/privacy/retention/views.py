"""Where administrators say how long data are kept, hold them, and see what was erased."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.core.keeping import DataClass
from forum.core.pages import paginate
from forum.privacy.pages import bp
from forum.privacy.retention import holds, periods
from forum.privacy.retention.acts import class_title
from forum.privacy.retention.forms import HoldForm, LiftForm, PeriodForm
from forum.privacy.retention.models import RetentionHold, RetentionRun
from forum.privacy.retention.runs import overview, start
from forum.privacy.retention.warning import count_warnings
from forum.privacy.retention.words import happens_words, held_words, kept_back_words, spelled


def class_of(_person: Any, name: str) -> DataClass | None:
    """Return a class of data that has a period."""
    return periods.retained(name)


def hold_of(_person: Any, hold_id: int) -> RetentionHold | None:
    """Return an order that something is kept."""
    return db.session.get(RetentionHold, hold_id)


def _here() -> str:
    return url_for("privacy.retention")


@bp.get("/privacy/retention")
@permit("privacy:retention")
def retention() -> str:
    """Show the periods, what is due and what is held, and what was erased."""
    runs = select(RetentionRun).options(
        selectinload(RetentionRun.lines), joinedload(RetentionRun.by), joinedload(RetentionRun.job)
    )
    return render_template(
        "privacy/retention.html",
        dues=overview(),
        confirmation=periods.confirmation(),
        page=paginate(runs.order_by(RetentionRun.id.desc())),
        spelled=spelled,
        held_words=held_words,
        kept_back_words=kept_back_words,
        title_of=class_title,
    )


@bp.get("/privacy/retention/rehearsal")
@permit("privacy:retention")
def rehearsal() -> str:
    """Show what would be erased now, and what is held; nothing is erased by looking."""
    return render_template(
        "privacy/rehearsal.html",
        dues=[due for due in overview() if due.rows],
        letters=count_warnings(),
        happens=happens_words,
        kept_back_words=kept_back_words,
    )


@bp.post("/privacy/retention/confirmation")
@permit("privacy:retention")
def confirming() -> Any:
    """Confirm the periods; from then on each night erases what is due."""
    said = _("The periods are confirmed. What is due is erased each night from now on.")
    return act(lambda: periods.confirm(current_person()), said, _here())


@bp.post("/privacy/retention/runs")
@permit("privacy:retention")
def run() -> Any:
    """Erase what is due and not held, in the background."""
    said = _("What is due is being erased in the background.")
    return act(lambda: start(current_person()), said, _here())


@bp.route("/privacy/retention/periods/<name>", methods=["GET", "POST"])
@permit("privacy:retention", class_of)
def period(one: DataClass) -> Any:
    """Say how long a class is kept, and why."""
    form = PeriodForm(one, days=periods.all_days()[one.name])
    if form.validate_on_submit():
        told = int(form.days.data or 0), str(form.because.data), form.key
        if refusal(form, lambda: periods.choose(one, *told, current_person())) is None:
            return act(lambda: None, _("The period is changed."), _here())
    return _page("privacy/period.html", form, one=one, spelled=spelled)


@bp.route("/privacy/holds", methods=["GET", "POST"], endpoint="holds")
@permit("privacy:retention")
def ordering() -> Any:
    """Show what is held by order, and order that something is kept."""
    form = HoldForm()
    if form.validate_on_submit():
        told = str(form.data_class.data), form.day, form.because.data, form.key
        if refusal(form, lambda: holds.order(*told, current_person())) is None:
            said = _("It is kept from now on, whatever its period says.")
            return act(lambda: None, said, url_for("privacy.holds"))
    rows = select(RetentionHold).options(
        joinedload(RetentionHold.by), joinedload(RetentionHold.lifted_by)
    )
    page = paginate(rows.order_by(RetentionHold.id.desc()))
    grants = holds.Holds().grants
    return _page("privacy/holds.html", form, page=page, grants=grants, title_of=class_title)


@bp.route("/privacy/holds/<int:hold_id>/lifting", methods=["GET", "POST"])
@permit("privacy:retention", hold_of)
def lifting(hold: RetentionHold) -> Any:
    """Lift an order, with a reason."""
    form = LiftForm()
    if form.validate_on_submit():
        because = form.because.data
        if refusal(form, lambda: hold.lift(by=current_person(), because=because)) is None:
            said = _("It is held no longer.")
            return act(lambda: None, said, url_for("privacy.holds"))
    return _page("privacy/lifting.html", form, hold=hold, title_of=class_title)


def _page(template: str, form: Any, **context: Any) -> Any:
    """Show a form; 422 when it comes back with errors."""
    return render_template(template, form=form, **context), 422 if form.errors else 200
