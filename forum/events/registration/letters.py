"""Letters to people who registered with an e-mail address, in the language they registered in.

No letter holds what was typed with a registration: anybody may type anybody's address, and a name
is only used when the address is known to be its owner's.
"""

from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.letters import write_to
from forum.core.db import db
from forum.core.limits import too_many
from forum.core.mail import site_url
from forum.events.life import EventChange
from forum.events.models import Event
from forum.events.registration.calls import ask_for
from forum.events.registration.registrations import Registration
from forum.events.wording import differences, when

#: Whose address it is, read with the registrations.
_PEOPLE = joinedload(Registration.person)
#: Letters a day that strangers can bring about by typing somebody's address and cancelling again.
MOST_UNASKED, DAY = 10, 24 * 60


def _write(registration: Registration, subject: str, *paragraphs: str) -> None:
    recipient = registration.email
    if recipient is None:
        return
    person, known = registration.person, _is_theirs(registration)
    write_to(
        recipient,
        registration.language,
        subject,
        *(paragraph for paragraph in paragraphs if paragraph),
        name=person.name if person is not None and known else "",
        person=person if known else None,
    )


def _is_theirs(registration: Registration) -> bool:
    """Whether the address is known to be that of the account which registered."""
    person = registration.person
    same = person is not None and person.email == registration.email
    return same and person.email_confirmed_at is not None  # type: ignore[union-attr]


def _is_enough(registration: Registration) -> bool:
    """Whether somebody may be playing with an address: the registration holds without a letter."""
    key = None if _is_theirs(registration) else registration.contact_key
    return key is not None and too_many("registration letter", key, MOST_UNASKED, DAY)


def _facts(event: Event) -> str:
    """Write what, when and where, a line each."""
    where = ", ".join(part for part in (event.place, event.address) if part)
    return "\n".join(line for line in (event.title, when(event), where) if line)


def _online(registration: Registration) -> str:
    event = registration.event
    if not event.online_link or registration.waiting:
        return ""
    return _("You can also take part online, here:") + "\n" + event.online_link


def _own_page(registration: Registration) -> str:
    if not registration.has_code:
        return ""
    if registration.waiting:
        told = _(
            "This page is yours. Here you see your place in the line, and can change how many of "
            "you come, or cancel:"
        )
    else:
        told = _(
            "This page is yours. Please show its square picture at the door; here you can also "
            "change how many of you come, or cancel if you cannot come after all:"
        )
    return f"{told}\n{site_url(f'/registrations/{registration.code}')}"


def _people(registration: Registration) -> str:
    return ngettext("For %(num)s person.", "For %(num)s people.", registration.party)


def confirm(registration: Registration) -> None:
    """Say that the registration has arrived, and whether there is a place."""
    if registration.entered_by_id is None and _is_enough(registration):
        return
    with force_locale(registration.language):
        if registration.waiting:
            _confirm_waiting(registration)
            return
        event = registration.event
        _write(
            registration,
            _("You have a place: %(title)s", title=event.title),
            _("We have kept a place for you. %(people)s", people=_people(registration)),
            _facts(event),
            _online(registration),
            _own_page(registration),
            _not_you(),
        )


def _confirm_waiting(registration: Registration) -> None:
    event = registration.event
    _write(
        registration,
        _("You are on the waiting list: %(title)s", title=event.title),
        _(
            "There are not enough free places, so you are on the waiting list, in place %(place)s. "
            "%(people)s We write to you as soon as there is room; until then there is nothing to do.",
            place=registration.place_in_line,
            people=_people(registration),
        ),
        _facts(event),
        _own_page(registration),
        _not_you(),
    )


def _not_you() -> str:
    return _("If it was not you who registered, please cancel on that page.")


def link_again(registration: Registration) -> None:
    """Send the address of the registration's own page once more."""
    if _is_enough(registration):
        return
    with force_locale(registration.language):
        event = registration.event
        _write(
            registration,
            _("You are registered already: %(title)s", title=event.title),
            _(
                "Somebody, most likely you, has registered once more for this event with this "
                "address. You are registered already, so nothing has changed."
            ),
            _facts(event),
            _own_page(registration),
        )


def promoted(registration: Registration) -> None:
    """Say that a place has come free."""
    ask_for(registration, "promoted")
    with force_locale(registration.language):
        event = registration.event
        _write(
            registration,
            _("A place has come free for you: %(title)s", title=event.title),
            _(
                "Good news: a place has come free, and it is yours. %(people)s If you cannot come "
                "after all, please cancel, so that the next in line may have it.",
                people=_people(registration),
            ),
            _facts(event),
            _online(registration),
            _own_page(registration),
        )


def cancelled(registration: Registration) -> None:
    """Say that the registration is cancelled."""
    if registration.cancelled_by_id is None and _is_enough(registration):
        return
    with force_locale(registration.language):
        event = registration.event
        _write(
            registration,
            _("Your registration is cancelled: %(title)s", title=event.title),
            _("Your registration for this event is cancelled. Thank you for telling us.")
            if registration.cancelled_by_id is None
            else _("The organisers have cancelled your registration for this event."),
            _facts(event),
            _("If this is a mistake, you can register again here:")
            + "\n"
            + site_url(f"/events/{event.id}"),
        )


def remind(registration: Registration) -> None:
    """Remind somebody who has a place."""
    with force_locale(registration.language):
        event = registration.event
        _write(
            registration,
            _("A reminder: %(title)s", title=event.title),
            _("You registered for this event, and we look forward to seeing you."),
            _facts(event),
            event.access,
            _online(registration),
            _own_page(registration),
        )


def told_of_change(event: Event, changes: EventChange) -> None:
    """Tell everybody who registered what exactly has changed."""
    for registration in _live(event):
        with force_locale(registration.language):
            told = differences(changes, with_link=not registration.waiting)
            lines = [_line(*difference) for difference in told]
            if not lines:
                continue
            ask_for(registration, "changed", changes)
            _write(
                registration,
                _("Something has changed: %(title)s", title=event.title),
                _("An event you registered for has changed. Please read what is different:"),
                *lines,
                _("Your registration has stayed as it was."),
                _own_page(registration),
            )


def _line(name: str, before: str, after: str) -> str:
    nothing = _("(nothing)")
    return _(
        "%(name)s\nBefore: %(before)s\nNow: %(after)s",
        name=name,
        before=before or nothing,
        after=after or nothing,
    )


def called_off(event: Event) -> None:
    """Tell everybody who registered that it will not take place, and why."""
    because = event.cancellation.because if event.cancellation else ""
    for registration in _live(event):
        ask_for(registration, "called_off")
        with force_locale(registration.language):
            _write(
                registration,
                _("Called off: %(title)s", title=event.title),
                _("We are sorry: this event will not take place. Please do not set out."),
                _facts(event),
                _("The reason: %(because)s", because=because),
                _("You can see what else is on here:") + "\n" + site_url("/events"),
            )


def _live(event: Event) -> Any:
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.cancelled_at.is_(None)
    )
    return db.session.scalars(query.options(_PEOPLE).order_by(Registration.id))
