"""Local communities: groups that exist, and groups residents would like to found."""

from typing import Any

from flask import Flask

from forum.core.access import current_person


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.communities import (  # noqa: F401 - tables, permissions, cards, routes
        extensions,
        forgetting,
        models,
        policies,
        reviewing,
        telling,
        views_found,
        views_host,
        views_join,
        views_members,
    )
    from forum.communities.connecting import connect
    from forum.communities.views import bp

    app.register_blueprint(bp)
    connect()

    @app.context_processor
    def helpers() -> dict[str, Any]:
        return {"community_tools": lambda one: extensions.tools(current_person(), one)}
