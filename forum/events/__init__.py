"""Events: something one can attend, from the announcement to the signed sheet."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.events import attendance, models, policies, registrations  # noqa: F401 - tables
