"""Opens the part of needs and gaps."""

from flask import Flask


def open_needs(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.planning.needs import models  # noqa: F401 - tables
