"""Opens the part of ballots and advice."""

from flask import Flask


def open_ballots(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.accounts.models import visitor_signed_in
    from forum.conversations.extensions import add_section
    from forum.planning.ballots import (  # noqa: F401 - tables and pages
        gathering,
        models,
        telling,
        views,
        views_advice,
        views_office,
    )
    from forum.planning.ballots.absorbing import absorb_visitor

    visitor_signed_in.connect(absorb_visitor)
    add_section(telling.section, order=15)
