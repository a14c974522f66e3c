"""City conversations: a question put to residents, and its phases."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.access import current_person
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.conversations import (  # noqa: F401 - tables, permissions, routes
        charge,
        extensions,
        models,
        policies,
        views_manage,
    )
    from forum.conversations.views import bp

    app.register_blueprint(bp)
    add_navigation("conversations.index", _l("Conversations"), "conversations:read", order=10)
    extensions.add_tool("conversations.show", _l("Page"), "conversations:manage", order=0)
    extensions.add_tool("conversations.edit", _l("Edit"), "conversations:manage", order=90)

    app.jinja_env.globals["way_on"] = extensions.way

    @app.context_processor
    def helpers() -> dict[str, Any]:
        return {"conversation_tools": lambda one: extensions.tools(current_person(), one)}
