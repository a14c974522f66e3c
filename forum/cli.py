"""Commands: `flask --app wsgi COMMAND`; each room brings its own."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the commands of the whole."""
