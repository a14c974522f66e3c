"""Opens the part of candidates and plans."""

from flask import Flask


def open_seasons(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.planning.seasons import models  # noqa: F401 - tables
