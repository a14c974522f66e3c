"""The demo city: content, its loader, and the page that asks who you would like to be."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, in demo mode only."""
    from forum.demo.views import bp

    if app.config["DEMO"]:
        app.register_blueprint(bp)
