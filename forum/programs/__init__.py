"""Programs: what a season offers in the neighbourhoods, from the draft to how it was."""

from typing import Any

from flask import Flask

from forum.core.access import current_person
from forum.core.days import show_days


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.programs import (  # noqa: F401 - tables, permissions, routes and jobs
        extensions,
        jobs,
        models,
        policies,
        views_desk,
        views_feedback,
        views_manage,
        views_seasons,
        views_sessions,
    )
    from forum.programs.connecting import connect
    from forum.programs.faces import face, faces
    from forum.programs.holidays import reason_of
    from forum.programs.models import STATES
    from forum.programs.views import bp

    app.register_blueprint(bp)
    connect()
    app.jinja_env.globals.update(face=face, faces=faces, reason_of=reason_of, show_days=show_days)

    @app.context_processor
    def helpers() -> dict[str, Any]:
        tools = {"program_tools": lambda program: extensions.tools(current_person(), program)}
        return {**tools, "state_names": {name: str(label) for name, label in STATES.items()}}
