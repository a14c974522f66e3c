"""Planning from needs: decisions on themes, needs, the plan of a season, and what came of it."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_group, add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.conversations.extensions import add_section
    from forum.opinions.following import add_steps
    from forum.planning import models, policies, telling  # noqa: F401 - tables and permissions
    from forum.planning.ballots.opening import open_ballots
    from forum.planning.needs.opening import open_needs
    from forum.planning.seasons.opening import open_seasons
    from forum.planning.views import bp
    from forum.planning.you_said.opening import open_you_said
    from forum.themes.extensions import add_note, add_public

    for opening in (open_needs, open_seasons, open_ballots, open_you_said):
        opening(app)
    app.register_blueprint(bp)
    app.jinja_env.globals["decision_looks"] = telling.LOOKS
    add_section(telling.section, order=20)
    add_steps(telling.steps)
    add_note(telling.board_notes)
    add_public(telling.public_themes)
    add_group("results", _l("Results"), order=30)
    add_navigation("planning.you_said", _l("You said, we did"), "planning:read", "results", 10)
    add_navigation("planning.index", _l("Decisions"), "planning:read", "results", 20)
    add_navigation("planning.seasons_index", _l("Season plans"), "planning:read", "results", 30)
