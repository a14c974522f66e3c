"""Home, help, privacy, the grant’s page, language and search."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.pages import policies, views_search, views_service  # noqa: F401 - permissions and routes
    from forum.pages.views import bp

    app.register_blueprint(bp)
    app.register_blueprint(views_search.bp)
    add_navigation("pages.help", _l("Help"), "pages:read", "main", 90)
    add_navigation("pages.grant", _l("The grant project"), "city:read", "footer", 10)
    add_navigation("pages.privacy", _l("Privacy notice"), "pages:read", "footer", 20)
    add_navigation("pages.accessibility", _l("Accessibility statement"), "pages:read", "footer", 30)
