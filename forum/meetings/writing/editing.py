"""Changing the words of minutes: every text is a part that is saved by itself.

A form tells of each part which words it was filled with (a fingerprint). A part that nobody
changed meanwhile is saved; one that a colleague changed, or the console, comes back with both
texts, so that nothing is lost and nothing is saved over unseen.
"""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import gettext as _

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.meetings.models import AgendaItem, Meeting
from forum.meetings.writing.editing_outcomes import outcomes
from forum.meetings.writing.minutes import Minutes
from forum.meetings.writing.minuting import begin, hold
from forum.meetings.writing.parts import LONGEST_NOTES, Part, fingerprint

LONGEST_WORDS = 4_000


class Typed(NamedTuple):
    """What somebody typed into a part, and the fingerprint of what they had found there."""

    text: str
    was: str


def parts_of(minutes: Minutes, meeting: Meeting, by: Person) -> list[Part]:
    """Return every text of the minutes that can be changed, in the order of the page."""
    return [
        _words(minutes, "foreword", _("Foreword"), by),
        *(_notes(item) for item in meeting.items),
        *outcomes(meeting, by),
        _words(minutes, "afterword", _("Afterword"), by),
    ]


def _words(minutes: Minutes, name: str, label: str, by: Person) -> Part:
    def keep(text: str) -> None:
        setattr(minutes, name, text)

    hint = _("Appears only if you write something here.")
    return Part(name, None, label, hint, getattr(minutes, name), LONGEST_WORDS, keep)


def _notes(item: AgendaItem) -> Part:
    def keep(text: str) -> None:
        item.notes = text

    hint = _("What was said and why, in your own words. An empty line begins a new paragraph.")
    return Part(f"item-{item.id}", item.id, _("Notes"), hint, item.notes, LONGEST_NOTES, keep)


def save(meeting: Meeting, by: Person, typed: Mapping[str, Typed], came: set[int]) -> list[str]:
    """Keep what was typed; return the keys of the parts somebody else has changed meanwhile."""
    minutes = begin(meeting, by)
    hold(minutes)
    for item in meeting.items:
        db.session.refresh(item, with_for_update={"of": AgendaItem})
    changed, overtaken = False, []
    for part in parts_of(minutes, meeting, by):
        mine = typed.get(part.key)
        if mine is None or mine.text == part.text or fingerprint(mine.text) == mine.was:
            continue
        if mine.was != part.fingerprint:
            overtaken.append(part.key)
            continue
        part.keep(mine.text)
        changed = True
    for invitation in meeting.invitations:
        changed = changed or invitation.came is not (invitation.id in came)
        invitation.came = invitation.id in came
    if changed:
        minutes.changed_at, minutes.changed_by_id = now(), by.id
        meeting.changed()
    return overtaken
