"""The demo city: content, its loader, and the page that asks who you would like to be."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, in demo mode only."""
    from forum.demo import loader
    from forum.demo.views import bp

    loader.init_app(app)
    if app.config["DEMO"]:
        app.register_blueprint(bp)
