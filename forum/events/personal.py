"""What events keep of somebody: registrations, and that they came."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from forum.core.codes import token_hash
from forum.core.i18n import show_date
from forum.core.owned import Owned, keep_owned, random_key
from forum.core.personal import Whose
from forum.events.attending.attendance import Attendance
from forum.events.registration import doubling
from forum.events.registration.registrations import Registration


class _Attended(Owned):
    """Being there is of whoever registered with it, or left the contact."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the entries that came with somebody's registrations, or with their contact."""
        mine = select(Registration.id).where(REGISTRATIONS.condition(whose))
        came = Attendance.registration_id.in_(mine)
        # what the sheet or a correction says of such an entry
        entries = select(Attendance.id).where(came)
        near = or_(came, Attendance.same_as_id.in_(entries), Attendance.corrects_id.in_(entries))
        own = super().condition(whose)
        if whose.only is None:
            return or_(near, own)
        return near if whose.only[0] == "registration" else and_(near, own)


def _page(row: Registration) -> str:
    return f"/events/{row.event_id}"


def _code_hash(_row: Registration) -> str:
    """Return what no code leads to."""
    return token_hash(random_key())


def _about(row: Any) -> str:
    return f"{row.event.title}, {show_date(row.event.starts_at)}"


def _sheet(row: Attendance) -> str:
    return _("yes, it stays as evidence for the grant") if row.sheet_id else ""


REGISTRATIONS = Owned(
    Registration,
    _l("Registrations for events"),
    [
        (_about, _l("Event")),
        ("name", _l("Name")),
        ("contact", _l("Contact")),
        ("party", _l("People")),
        ("note", _l("What I told the organisers")),
        (lambda row: row.neighbourhood and row.neighbourhood.name, _l("Neighbourhood")),
        (lambda row: row.age_band and row.age_band.name, _l("Age")),
        ("at", _l("When")),
        ("cancelled_at", _l("Cancelled")),
    ],
    forget={"contact": "", "note": "", "code_hash": _code_hash, "language": "hu"},
    clear=("contact", "note"),
    names=("name",),
    alone=True,
    path=_page,
    holds_a_place=True,
    options=(
        joinedload(Registration.event),
        joinedload(Registration.neighbourhood),
        joinedload(Registration.age_band),
    ),
    alike=doubling.shown_to,
    note=_l(
        "A place kept for you stays in the count, without your name. Please cancel it first if you do not come."
    ),
)
ATTENDED = _Attended(
    Attendance,
    _l("Events I came to"),
    [
        (_about, _l("Event")),
        ("source_name", _l("How it is known")),
        ("name", _l("Name")),
        ("happened_at", _l("When")),
        (_sheet, _l("On a signed sheet")),
    ],
    mine=(),
    names=("name",),
    options=(joinedload(Attendance.event),),
    note=_l(
        "Signed sheets hold the names of others too, so they are not handed over here. You can look at your line at the office. They are kept as long as the grant asks for it."
    ),
)

# What came with a registration is found by it, so it is forgotten first.
keep_owned("events", 40, [ATTENDED, REGISTRATIONS])
