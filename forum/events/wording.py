"""Sentences about an event: when it is, what one can do now, what has changed."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.days import show_when
from forum.core.i18n import language, show_datetime
from forum.events.life import EventChange
from forum.events.models import Event
from forum.events.worded import SPOKEN


def when(event: Event) -> str:
    """Write the day and the hours: 2026. december 3., csütörtök, 17:00–19:00."""
    return show_when(event.starts_at, event.ends_at)


class Step(NamedTuple):
    """What to do now: a sentence, its tone, and perhaps a way."""

    sentence: str
    tone: str = "info"
    url: str = ""
    label: str = ""
    icon: str = "forward"


def next_step(event: Event) -> Step:
    """Say what somebody who has not registered can do about ``event`` now."""
    if event.cancellation is not None:
        return Step(_("This event has been called off."), "bad")
    if event.is_over:
        return Step(_("This event is over."))
    if not event.takes_registrations:
        return Step(_("No need to register: just come."), "good")
    if not event.registration_is_open:
        return Step(_closed(event), "warn")
    url = url_for("events.register", event_id=event.id)
    if event.is_full:
        return Step(_waiting(event), "warn", url, _("Join the waiting list"), "clock")
    return Step(_free(event), "good", url, _("I am coming"), "check")


def _closed(event: Event) -> str:
    opens = event.registration_opens_at
    if event.registration_has_yet_to_open and opens is not None:
        return _("Registration opens: %(when)s.", when=show_datetime(opens).rstrip("."))
    return _("Registration has closed. If you would like to come, please ask the organisers.")


def _waiting(event: Event) -> str:
    if not event.people_waiting:
        return _(
            "All places are taken. Join the waiting list; if you leave an address, we tell you when "
            "one comes free."
        )
    return ngettext(
        "All places are taken, and %(num)s person is waiting. Join the list; if you leave an "
        "address, we tell you when a place comes free.",
        "All places are taken, and %(num)s people are waiting. Join the list; if you leave an "
        "address, we tell you when a place comes free.",
        event.people_waiting,
    )


def _free(event: Event) -> str:
    if event.free_places is None:
        return _("Please tell us that you are coming. You need no account.")
    return ngettext(
        "%(num)s place is free. Please tell us that you are coming; you need no account.",
        "%(num)s places are free. Please tell us that you are coming; you need no account.",
        event.free_places,
    )


class Difference(NamedTuple):
    """One thing that has changed: its name, how it was and how it is."""

    name: str
    before: str
    after: str


def differences(change: EventChange, with_link: bool = True) -> list[Difference]:
    """Return what somebody who registered has to know of a change, in the language of the page.

    Of words in two languages only the reader's count; places that were added concern nobody.
    ``with_link`` is for those who may take part online: they have a place.
    """
    told = (
        Difference(_("What"), *_words(change, "title")),
        Difference(_("When"), *_times(change)),
        Difference(_("Place"), *_words(change, "place")),
        Difference(_("Address"), *_both(change, "address")),
        Difference(_("Online"), *_both(change, "online_link")),
        Difference(_("Cost"), *_cost(change)),
    )
    kept = [one for one in told if one.before != one.after]
    return kept if with_link else [one for one in kept if one.name != _("Online")]


def _both(change: EventChange, name: str) -> tuple[str, str]:
    old, new = change.fields.get(name, ("", ""))
    return str(old or ""), str(new or "")


def _words(change: EventChange, name: str) -> tuple[str, str]:
    """Return words in the reader's language as they were and are, Hungarian where it is missing."""
    now_hu = getattr(change.event, f"{name}_hu")
    hu = change.fields.get(f"{name}_hu", (now_hu, now_hu))
    if language() == "hu":
        return str(hu[0]), str(hu[1])
    now_en = getattr(change.event, f"{name}_en")
    en = change.fields.get(f"{name}_en", (now_en, now_en))
    return str(en[0] or hu[0]), str(en[1] or hu[1])


def _times(change: EventChange) -> tuple[str, str]:
    if not {"starts_at", "ends_at"} & set(change.fields):
        return "", ""
    return _time(change, 0), _time(change, 1)


def _time(change: EventChange, side: int) -> str:
    """Return the hours as they were (0) or are (1); what did not change is as it is."""
    ends: list[datetime] = []
    for name in ("starts_at", "ends_at"):
        pair: Any = change.fields.get(name)
        ends.append(datetime.fromisoformat(pair[side]) if pair else getattr(change.event, name))
    return show_when(*ends)


def _cost(change: EventChange) -> tuple[str, str]:
    if not {"is_free", "cost_hu", "cost_en"} & set(change.fields):
        return "", ""
    free = change.fields.get("is_free", (change.event.is_free,) * 2)
    words = _words(change, "cost")
    before, after = (
        _("free of charge") if is_free else word for is_free, word in zip(free, words, strict=True)
    )
    return before, after


def facts(event: Event) -> list[tuple[str, str]]:
    """Return what else there is to know, name and value, without what was not given."""
    told = [
        (_("For whom"), event.audience),
        (_("Ages"), ", ".join(band.name for band in event.age_bands)),
        (_("Children"), " ".join(part for part in (_guardians(event), event.children) if part)),
        (_("Languages"), ", ".join(str(SPOKEN.get(code, code)) for code in event.languages)),
        (_("Parts of the city"), ", ".join(place.name for place in event.neighbourhoods)),
        (_("Kind of program"), event.category.name if event.category else ""),
        (_("Organiser"), event.organiser),
    ]
    return [(name, value) for name, value in told if value]


def _guardians(event: Event) -> str:
    if event.guardian_below is None:
        return ""
    return _("Children under %(age)s come with a grown-up.", age=event.guardian_below)
