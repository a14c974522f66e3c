"""How a log entry becomes a sentence in the reader's language, made when it is read."""

import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

PLACEHOLDER = re.compile(r"%\((\w+)\)s")

_formatters: dict[str, Callable[[Any], object]] = {}


def describe(detail: str, formatter: Callable[[Any], object]) -> None:
    """Say how the detail ``detail`` of any act is told: ``formatter(recorded value) -> words``."""
    _formatters[detail] = formatter


def tell(sentence: str, entry: Any, named: bool = True) -> str:
    """Fill the placeholders of ``sentence`` with what ``entry`` holds; a missing one becomes …

    Unless it is to be ``named``, the sentence does not say who of the staff it was.
    """
    return PLACEHOLDER.sub(lambda match: _word(match[1], entry, named), sentence)


def _word(name: str, entry: Any, named: bool) -> str:
    if name == "actor":
        staff = entry.actor_name if named else entry.actor_name and _("The office")
        return staff or _("The site")
    if name == "reference":
        return entry.reference or "…"
    value = (entry.details or {}).get(name)
    if value is None or value == "":
        return "…"
    return str(_formatters.get(name, str)(value))


def outline(sentence: str) -> str:
    """Return ``sentence`` with … for each placeholder: what a kind of act is called in a list."""
    return PLACEHOLDER.sub("…", sentence)
