"""Opens the part of needs and gaps."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def open_needs(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.core.published import add_tables
    from forum.ideas.extensions import add_section, add_stamp
    from forum.planning.needs import (  # noqa: F401 - tables and pages
        models,
        tables,
        telling,
        views,
        views_evidence,
        views_gaps,
    )
    from forum.themes.extensions import add_note

    add_note(telling.board_notes)
    add_tables(tables.tables)
    add_section(telling.idea_section, order=80)
    add_stamp(telling.idea_stamp)
    add_navigation("planning.needs", _l("Needs"), "planning:needs", "planning_work", 20)
