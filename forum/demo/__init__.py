"""The demo city: content, its loader, and the page that asks who you would like to be."""

from typing import Any

from flask import Flask, has_request_context, url_for
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Register the loader; open the page in demo mode only."""
    from forum.demo import loader

    loader.init_app(app)
    if app.config["DEMO"]:
        _open(app)


def _open(app: Flask) -> None:
    from forum.demo.here import asked_here
    from forum.demo.views import bp

    app.register_blueprint(bp)
    add_navigation("demo.choose", _l("Be someone else"), "pages:read", place="footer", order=90)

    @app.context_processor
    def helpers() -> dict[str, Any]:
        """Offer the page in the ribbon to whoever may open it."""
        may = has_request_context() and asked_here()
        return {"demo_url": url_for("demo.choose") if may else None}
