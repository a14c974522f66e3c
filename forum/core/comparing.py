"""What was saved meanwhile, beside what somebody has just typed."""

from datetime import date, time
from typing import Any

from flask_babel import gettext as _

from forum.core.i18n import show_date

_HIDDEN = {"csrf_token", "submit_key", "seen"}


def unlike(typed: Any, saved: Any) -> list[tuple[str, str]]:
    """Return label and saved value of each field in which two forms of one kind differ."""
    return [
        (field.label.text, _shown(field))
        for field in saved
        if field.name not in _HIDDEN and _same(field.data) != _same(typed[field.name].data)
    ]


def _same(value: Any) -> Any:
    """Bring to one what is written in different ways: nothing, and lists in any order."""
    return sorted(value, key=str) if isinstance(value, list) else value or None


def _shown(field: Any) -> str:
    value = field.data
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return show_date(value)
    if getattr(field, "choices", None):
        chosen = value if isinstance(value, list) else [value]
        value = ", ".join(str(each.label) for each in field.choices if each.value in chosen)
    return str(value) if value not in (None, "") else _("(nothing)")
