"""Opens the part of candidates and plans."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def open_seasons(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.ideas.extensions import add_section
    from forum.planning.seasons import (  # noqa: F401 - tables and pages
        citing,
        frozen,
        models,
        telling,
        views,
        views_approval,
        views_candidates,
        views_plans,
        wording,
    )

    wording.init_app(app)
    add_section(telling.idea_section, order=85)
    add_navigation(
        "planning.seasons_desk", _l("Season planning"), "planning:plan", "planning_work", 10
    )
