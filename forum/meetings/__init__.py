"""Participatory forums: agenda, live capture, minutes with approval, outcomes."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.events.models import add_kind
    from forum.meetings import (  # noqa: F401 - tables
        captures,
        minutes,
        models,
        outcomes,
        policies,
        questions,
    )

    add_kind("forum", _l("Participatory forum"))
