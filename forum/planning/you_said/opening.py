"""Opens the part of what was asked and what came of it."""

from flask import Flask


def open_you_said(app: Flask) -> None:
    """Open it, before the room registers its pages."""
