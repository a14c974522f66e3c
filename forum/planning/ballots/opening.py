"""Opens the part of ballots and advice."""

from flask import Flask
from flask_babel import lazy_gettext as _l


def open_ballots(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.accounts.belongings import Kind, add_kind
    from forum.accounts.models import visitor_signed_in
    from forum.conversations.extensions import add_section
    from forum.core.published import add_tables
    from forum.planning.ballots import (  # noqa: F401 - tables and pages
        gathering,
        models,
        tables,
        telling,
        views,
        views_advice,
        views_office,
    )
    from forum.planning.ballots.absorbing import absorb_visitor
    from forum.planning.ballots.models import Ballot

    visitor_signed_in.connect(absorb_visitor)
    add_tables(tables.tables)
    add_kind(Kind("ballot", _l("A ballot"), Ballot, "person_id"))
    add_section(telling.section, order=15)
