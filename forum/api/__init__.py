"""Version 1 of the API: thin routes over the same queries, forms, verbs and presenters."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core import csrf
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room; the API believes tokens only, so no other site can forge a request."""
    from forum.api import (  # noqa: F401 - tables, permissions, pages, what is somebody's
        keeping,
        models,
        personal,
        policies,
        restored,
        views,
        views_results,
        views_say,
        views_v1,
    )

    csrf.exempt(views_v1.bp)
    app.register_blueprint(views_v1.bp)
    app.register_blueprint(views.bp)
    add_navigation("developers.guide", _l("API for programmers"), "api:read", "footer", 60)
    add_navigation("developers.tokens", _l("API tokens"), "api:tokens", "site_work", 40)
