"""Finding a text by its kind and number, as a person may see it."""

from typing import Any

from flask import url_for

from forum.moderation.subjects import kind_of, subjects


def visible_text(person: Any, kind: str, text_id: int) -> Any:
    """Return the text if ``person`` may see it; unknown kinds and unseen texts are None."""
    subject = subjects().get(kind)
    return subject.fetch(person, text_id) if subject else None


def named(text: Any) -> dict[str, Any]:
    """Return how addresses name a text."""
    return {"kind": kind_of(text), "text_id": text.id}


def address(text: Any, act: str, **more: Any) -> str:
    """Return the address of an act on a text: ``address(opinion, 'hiding')``."""
    return url_for(f"moderation.{act}", **named(text), **more)
