"""The participant ledger: one written definition of who took part, recountable from its sources."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.participation import (  # noqa: F401 - tables, permissions, kinds and jobs
        aims,
        cli,
        gathering_communities,
        gathering_events,
        gathering_ideas,
        gathering_programs,
        gathering_talks,
        jobs,
        models,
        policies,
        views,
        views_aims,
        views_files,
        views_ledger,
    )
    from forum.participation.views import bp

    app.register_blueprint(bp)
    cli.init_app(app)
    jobs.connect()
    about = "participation.index", _l("Who took part"), "participation:read"
    add_navigation(*about, place="footer", order=30)
    staff = "participation.ledger", _l("Ledger"), "participation:manage"
    add_navigation(*staff, place="staff", order=40)
