"""The Atom feed (RFC 4287) of events that were announced, changed or called off lately."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree

from flask_babel import gettext as _

from forum.core.days import show_when
from forum.core.i18n import language
from forum.events.calendars.texts import (
    changed_at,
    clean,
    good_to_know,
    headline,
    line,
    page_of,
    where,
)
from forum.events.models import Event

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What a feed without entries says of its age: the day Atom was made.
LONG_AGO = "2005-12-01T00:00:00+00:00"


def feed(events: Sequence[Event], title: str, city: str, here: str, page: str) -> bytes:
    """Return the feed at the address ``here`` of the calendar at ``page``, newest first."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {XML_LANG: language()})
    _add(root, "id", here)
    _add(root, "title", line(title))
    _add(root, "updated", _written(changed_at(events[0])) if events else LONG_AGO)
    _add(root, "link", rel="self", type="application/atom+xml", href=here)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    author = _add(root, "author")
    _add(author, "name", line(city) or "Kaláka")
    for event in events:
        _entry(_add(root, "entry"), event)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **more: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", more)
    child.text = text or None
    return child


def _entry(entry: ElementTree.Element, event: Event) -> None:
    assert event.announcement is not None
    _add(entry, "id", f"urn:uuid:{line(event.uid).partition('@')[0]}")
    _add(entry, "title", headline(event))
    _add(entry, "published", _written(event.announcement.at))
    _add(entry, "updated", _written(changed_at(event)))
    _add(entry, "link", rel="alternate", type="text/html", href=page_of(event))
    _add(entry, "category", term=event.kind, label=line(event.kind_name))
    _add(entry, "content", _words(event), type="text")


def _words(event: Event) -> str:
    """Return when, where and what, one below the other."""
    facts = [show_when(event.starts_at, event.ends_at), where(event)]
    if event.cancellation:
        why = line(event.cancellation.because)
        facts.insert(0, _("This event will not take place: %(because)s", because=why))
    parts = ("\n".join(fact for fact in facts if fact), clean(event.description))
    return "\n\n".join(part for part in (*parts, "\n".join(good_to_know(event))) if part)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
