"""What is kept of whoever comes to an event: the form, the list at the door, the signed sheet."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, func, select, update

from forum.core.covering import office_notes
from forum.core.db import db
from forum.core.grounds import DUTY, PUBLIC_TASK
from forum.core.keeping import (
    EMPTIED,
    NOBODY,
    UNLINKED,
    DataClass,
    Retention,
    Step,
    also,
    changed,
    emptying,
    impersonal,
    is_held,
    keep_class,
    of,
)

#: Minutes and thanks go out for weeks after an event; nothing is told by this contact later.
CONTACT_DAYS = 90
#: As long as figures are compared and checked, and never shorter than the grant asks for.
ATTENDANCE_DAYS = 5 * 365


def _contacts() -> tuple[Step, ...]:
    """Forget contacts and notes after the event, and the names of those who did not come."""
    ended = of("event", "ends_at", "event_id")
    return (
        emptying("registration", ended, {"contact": "", "note": ""}),
        _unnaming(lambda row: ~_came(row)),
    )


def _attendance() -> tuple[Step, ...]:
    """Take names off lists and scans off sheets; numbers, days and signatures stay."""
    ended = of("event", "ends_at", "event_id")
    return (
        _unnaming(_came),
        emptying("attendance", ended, {"name": NOBODY}, lambda row: row.name != ""),
        emptying("attendance_sheet", ended, {"scan": None, "filename": ""}),
    )


def _came(row: Any) -> Any:
    came = db.metadata.tables["attendance"]
    return exists().where(came.c.registration_id == row.id)


def _unnaming(who: Any) -> Step:
    """Put a mark where a name stood, the same for the same name at the same event.

    So the ledger still tells a family from one person who asked twice (``participation``).
    """
    rows = db.metadata.tables["registration"]
    ended = of("event", "ends_at", "event_id")(rows.c)

    def due(before: datetime) -> Select[Any]:
        named = (rows.c.name != "", ~rows.c.name.startswith(NOBODY))
        query = select(rows.c.id.label("id"), ended.label("at"))
        return query.where(ended < before, *named, who(rows.c))

    def erase(numbers: list[int]) -> int:
        found = select(rows.c.event_id, rows.c.name).where(rows.c.id.in_(numbers)).distinct()
        return sum(_mark(rows, *one, who) for one in db.session.execute(found).all())

    return Step("registration", due, erase)


def _mark(rows: Any, event_id: int, name: str, who: Any) -> int:
    """Put one mark for a name at an event: the number of the first with it, of who came if any did.

    Who did not come goes earlier, or along with whoever came under the same name.
    """
    same = (rows.c.event_id == event_id, rows.c.name == name)
    came = db.session.scalar(select(func.min(rows.c.id)).where(*same, _came(rows.c)))
    first = came or db.session.scalar(select(func.min(rows.c.id)).where(*same))
    going = same if who is _came and not is_held("registration") else (*same, who(rows.c))
    values = {"name": f"{NOBODY}{first}", "name_key": ""}
    return changed(update(rows).where(*going).values(values))


keep_class(
    DataClass(
        "registration",
        _l("Registrations for events"),
        _l("Your registration for an event: name, contact, how many come, what you noted"),
        _l("so that there is a place for you, and you are told when something changes"),
        PUBLIC_TASK,
        _l("you, by your link, and the staff"),
        {
            "registration": "submit_key person_id contact note party channel language at waiting "
            "promoted_at cancelled_at cancelled_by_id reminded_at",
            "registration_call": "registration_id kind at told_at",
        },
        retention=Retention(
            CONTACT_DAYS,
            _l("after the event"),
            _l("Minutes and thanks go out for weeks after an event, nothing later."),
            EMPTIED,
            _contacts,
            least=30,
        ),
        how_long=_l("the name of whoever did not come goes at the same time"),
        order=21,
    )
)
keep_class(
    DataClass(
        "attendance",
        _l("That somebody was at an event"),
        _l("Your name on the list of an event; the signed sheet and its scan"),
        _l("because the grant has to be accounted for with evidence"),
        DUTY,
        _l("the staff; everybody sees sums only, and none of fewer than five people"),
        {
            "registration": "name name_key",
            "attendance": "key source count named registration_id name line signatures same_as_id "
            "corrects_id happened_at entered_at",
            "attendance_sheet": "signatures filename scan digest",
        },
        retention=Retention(
            ATTENDANCE_DAYS,
            _l("after the event"),
            _l("As long as figures are compared and checked; never shorter than the grant asks."),
            UNLINKED,
            _attendance,
            least=365,
        ),
        evidence=True,
        order=22,
    )
)
also(
    "demographics",
    {
        "registration": "neighbourhood_id age_band_id",
        "attendance": "neighbourhood_id age_band_id sex",
    },
)
office_notes(
    {
        "attendance": "because",
        "attendance_sheet": "note",
        "event_cancellation": "because",
        "sheet_explanation": "because",
    },
    {"attendance": "entered_at", "attendance_sheet": "at", "sheet_explanation": "at"},
)
also("fingerprints", {"registration": "contact_key", "attendance": "contact_key"})


def _codes() -> tuple[Step, ...]:
    """Leave a mark that opens nothing where the fingerprint of a code stood."""
    rows = db.metadata.tables["registration"]
    ended = of("event", "ends_at", "event_id")(rows.c)
    gone = "gone-"

    def due(before: datetime) -> Select[Any]:
        query = select(rows.c.id.label("id"), ended.label("at")).where(ended < before)
        return query.where(~rows.c.code_hash.startswith(gone))

    def erase(numbers: list[int]) -> int:
        mark = db.literal(gone).concat(db.cast(rows.c.id, db.String))
        return changed(update(rows).where(rows.c.id.in_(numbers)).values(code_hash=mark))

    return (Step("registration", due, erase),)


also("codes", {"registration": "code_hash"}, _codes)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "attendance": "entered_by_id",
        "attendance_sheet": "by_id",
        "event": "created_by_id",
        "event_announcement": "by_id",
        "event_cancellation": "by_id",
        "event_change": "by_id",
        "registration": "entered_by_id",
        "registration_call": "told_by_id",
        "sheet_explanation": "by_id",
    },
)
impersonal(
    {
        "attendance": "id event_id round sheet_id",
        "attendance_sheet": "id event_id submit_key at media_type",
        "event": "id kind project_id category_id title_hu title_en description_hu "
        "description_en starts_at ends_at place_hu place_en address access_hu "
        "access_en step_free online_link capacity takes_registrations "
        "registration_opens_at registration_closes_at audience_hu audience_en "
        "guardian_below children_hu children_en languages is_free cost_hu cost_en "
        "organiser_hu organiser_en uid sequence changed_at version submit_key "
        "created_at tick places_taken people_waiting",
        "event_age_band": "event_id age_band_id",
        "event_announcement": "id event_id at",
        "event_cancellation": "id event_id at",
        "event_change": "id event_id sequence at fields",
        "event_neighbourhood": "event_id neighbourhood_id",
        "registration": "id event_id",
        "registration_call": "id event_id change_id",
        "sheet_explanation": "id sheet_id at difference",
    }
)
