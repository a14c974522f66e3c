"""The planner's ledger: every line with its source, bookings and periods."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.forms import choice
from forum.core.pages import paginate
from forum.participation import booking, queries, storing
from forum.participation.forms import CloseForm, LedgerFilter
from forum.participation.kinds import ACTIVITIES, CHANNELS, KINDS, SOURCES, kind_name
from forum.participation.periods import close, periods
from forum.participation.presenters import Names, between
from forum.participation.views import bp


def _filter() -> tuple[LedgerFilter, queries.Choice]:
    """Return the filter form and what it asks for; nonsense asks for everything."""
    form = LedgerFilter(request.args)
    form.period.offer([_Named(row.id, row.label) for row in periods()], _("All periods"))
    form.kind.choices = [choice("", _("All kinds"))]
    form.kind.choices += [choice(kind.name, kind.label) for kind in KINDS.values()]
    kind = form.kind.data if form.kind.data in KINDS else ""
    activity = next((name for name in ACTIVITIES if name in request.args), "")
    number = request.args.get(activity, type=int) if activity else None
    known = number if number and 0 < number < 2**31 else None
    period = form.period.data if form.period.data and 0 < form.period.data < 2**31 else None
    return form, queries.Choice(period, kind, activity if known else "", known)


class _Named:
    """A row of a choice."""

    def __init__(self, number: int, name: str) -> None:
        self.id, self.name = number, name


@bp.get("/participation/ledger")
@permit("participation:manage")
def ledger() -> str:
    """Show the lines of the ledger, the newest first, each with its source."""
    form, wanted = _filter()
    page = paginate(queries.lines(wanted), per_page=50)
    return render_template(
        "participation/ledger.html",
        form=form,
        wanted=wanted,
        page=page,
        now=storing.stored(storing.NOW),
        sources=queries.Sources(page.items),
        source_names=SOURCES,
        channels=CHANNELS,
        kind_name=kind_name,
        names=Names(),
        between=between,
    )


@bp.post("/participation/ledger/booking")
@permit("participation:manage")
def book_now() -> Any:
    """Book what has changed since the last booking."""
    booked = booking.book()
    db.session.commit()
    told = booked.added + booked.taken_back
    sentence = ngettext("%(num)s line was added.", "%(num)s lines were added.", told)
    flash(sentence if told else _("The ledger is up to date."), "success")
    return redirect(url_for("participation.ledger"), 303)


@bp.get("/participation/periods", endpoint="periods")
@permit("participation:manage")
def list_periods() -> str:
    """Show the periods with their figures."""
    return _page(CloseForm())


@bp.post("/participation/periods")
@permit("participation:manage")
def closing() -> Any:
    """Close the open period and begin the next."""
    form = CloseForm()
    if not form.validate():
        return _page(form), 422
    period = close(current_person(), form.name.data, form.seen_id)
    db.session.commit()
    flash(
        _("“%(name)s” is closed. Its figures will not change any more.", name=period.label),
        "success",
    )
    return redirect(url_for("participation.periods"), 303)


def _page(form: CloseForm) -> str:
    rows = periods()
    if not form.is_submitted():
        form.seen.data = str(next((row.id for row in rows if row.open), 0))
    now = storing.stored(storing.NOW)
    return render_template(
        "participation/periods.html",
        form=form,
        periods=rows,
        booked=storing.booked_in(next((row.id for row in rows if row.open), 0)),
        now=now.data if now else None,
        between=between,
        names=Names(),
    )
