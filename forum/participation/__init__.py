"""The participant ledger: one written definition of who took part, recountable from its sources."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.participation import policies  # noqa: F401 - permissions
