"""Words of events for files that programs read: calendars, feeds and prints."""

import re
import unicodedata
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from forum.core.db import now
from forum.core.mail import site_url
from forum.events.models import Event

#: An address that is one and nothing more; it becomes part of a line that programs read.
_MAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


def clean(text: str) -> str:
    """Strip what no line of a file may hold: control letters but the end of a line."""
    joined = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    kept = (letter for letter in joined if letter == "\n" or not _is_control(letter))
    return "".join(kept).strip()


def _is_control(letter: str) -> bool:
    """Whether a letter is a control, half of a pair, or no letter at all, as XML counts them."""
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in "\ufffe\uffff"


def line(text: str) -> str:
    """Bring a text to one clean line."""
    return " ".join(clean(text).split())


def page_of(event: Event) -> str:
    """Return the full address of an event's page."""
    return site_url(url_for("events.show", event_id=event.id))


def headline(event: Event) -> str:
    """Return the title; of what was called off it says so, as not every program looks further."""
    title = line(event.title)
    return _("Called off: %(title)s", title=title) if event.is_cancelled else title


def where(event: Event) -> str:
    """Return place and address in one line; where there is neither, that it is online."""
    parts = [line(part) for part in (event.place, event.address) if part]
    return ", ".join(parts) or (_("Online") if event.online_link else "")


def mail_address(event: Event) -> str:
    """Return the public address of the organisers; empty when there is none worth the name."""
    return event.contact_email if _MAIL.fullmatch(event.contact_email or "") else ""


def good_to_know(event: Event) -> list[str]:
    """Return short sentences on who may come, getting in, costs and registering."""
    said = [event.audience, event.children]
    if event.step_free:
        said.append(_("Step-free access."))
    said += [event.access, _("Free of charge.") if event.is_free else event.cost]
    if event.takes_registrations and event.state in {"coming", "now"}:
        said.append(_("Please register on the page of the event."))
    return [line(each) for each in said if each]


def changed_at(event: Event) -> datetime:
    """Return when what the public knows of the event changed last."""
    steps = [event.changed_at or now()]
    steps += [step.at for step in (event.announcement, event.cancellation) if step]
    return max(steps)
