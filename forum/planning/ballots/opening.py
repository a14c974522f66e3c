"""Opens the part of ballots and advice."""

from flask import Flask


def open_ballots(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.planning.ballots import models  # noqa: F401 - tables
