"""The sheet that people sign: registered names in Hungarian order, then rows to fill in."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts import consents
from forum.city.models import Project
from forum.city.queries import the_city
from forum.core.db import db
from forum.core.glyphs import all_printable
from forum.core.i18n import collation_key, language
from forum.core.keeping import days_kept
from forum.core.mail import site_url
from forum.core.printing import printed, qr_for_print
from forum.events.keeping import ATTENDANCE_DAYS
from forum.events.models import Event
from forum.events.registration.registrations import Registration
from forum.events.wording import when

TEMPLATE = "events/attendance.typ"
#: Rows to fill in: companions have one each, then a third of the registered, and some for luck.
FEWEST_EMPTY, SPARE = 12, 3
#: Rows when nobody has registered: two sheets of paper.
NOBODY_KNOWN = 40
MOST_ROWS = 600
YEAR = 365


def print_sheet(event: Event) -> bytes:
    """Return the sheet as a PDF (PDF/UA-1), in the language of the page."""
    names = registered(event)
    companions = sum(each.party for each in names) - sum(1 for each in names if each.name)
    fewest = FEWEST_EMPTY if names else NOBODY_KNOWN
    empty = max(fewest, companions + len(names) // SPARE)
    rows = [_row(each) for each in names if each.name][:MOST_ROWS]
    address = site_url(url_for("events.sheets", event_id=event.id))
    words = {
        "lang": language(),
        "title": event.title,
        "heading": _("Attendance sheet"),
        "facts": _facts(event),
        "grant": _grant(event.project) if event.project else None,
        "columns": _columns(event),
        "rows": rows,
        "empty": min(empty, MOST_ROWS - len(rows)) if len(rows) < MOST_ROWS else 0,
        "privacy": short_notice(),
        "number": _("Event %(number)s", number=event.id),
        "qr_alt": _("QR code: where this sheet is keyed"),
    }
    return printed(TEMPLATE, {**all_printable(words), "qr": qr_for_print(address)}, event.starts_at)


def short_notice() -> str:
    """Return the privacy notice as it stands on the paper: who keeps it, why, how long, and more."""
    city = the_city()
    keeper = (city.office or city.name) if city else _("the city")
    return " ".join(
        (
            _(
                "With your signature you confirm that you took part, and that you have read this. "
                "This sheet is kept by: %(keeper)s. Only as evidence for the grant; it is shown to "
                "nobody but those who check it.",
                keeper=keeper,
            ),
            _("We keep it for %(long)s after the event.", long=_so_long()),
            _(
                "Everything but the signature may be left out. If you write your e-mail address "
                "or telephone beside your name, you count once however often you come; only a "
                "fingerprint of it is kept."
            ),
            _(
                "The whole privacy notice (version %(number)s), and how to see or erase your data: "
                "%(address)s",
                number=consents.present(),
                address=site_url(url_for("pages.privacy")),
            ),
        )
    )


def _so_long() -> str:
    days = days_kept("attendance") or ATTENDANCE_DAYS
    if days % YEAR == 0:
        return ngettext("%(num)d year", "%(num)d years", days // YEAR)
    return ngettext("%(num)d day", "%(num)d days", days)


def registered(event: Event) -> list[Registration]:
    """Return the registrations that hold a place, in Hungarian order."""
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.cancelled_at.is_(None),
        Registration.waiting.is_(False),
    )
    query = query.options(joinedload(Registration.neighbourhood), joinedload(Registration.age_band))
    return sorted(db.session.scalars(query), key=lambda row: (collation_key(row.name), row.id))


def _row(registration: Registration) -> list[str]:
    place, age = registration.neighbourhood, registration.age_band
    return [registration.name, place.name if place else "", age.name if age else ""]


def _columns(event: Event) -> list[str]:
    sex = [_("Sex")] if event.project and event.project.counts_sex else []
    return [_("Name"), _("Neighbourhood"), _("Age"), *sex, _("Signature")]


def _facts(event: Event) -> list[list[str]]:
    where = ", ".join(part for part in (event.place, event.address) if part)
    rows = [[_("When"), when(event)], [_("Place"), where], [_("Organiser"), event.organiser]]
    return [row for row in rows if row[1]]


def _grant(project: Project) -> dict[str, Any]:
    """Return the funding line, which stands on everything the grant pays."""
    number = _("Project number: %(number)s", number=project.identifier)
    return {
        "flag": _("Flag of the European Union"),
        "statement": _("Co-funded by the European Union"),
        "lines": [each for each in (number, project.name, project.fund, project.programme) if each],
    }
