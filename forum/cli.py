"""Commands of the whole; each room brings its own (`flask --app wsgi --help` lists them)."""

from flask import Flask

from forum import serve


def init_app(app: Flask) -> None:
    """Register the commands."""
    serve.init_app(app)
