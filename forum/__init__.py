"""Kaláka: what residents say, what the city decides, and the chain between the two."""

from pathlib import Path

from flask import Flask

from forum import (
    accounts,
    api,
    audit,
    city,
    cli,
    communities,
    config,
    conversations,
    core,
    demo,
    events,
    ideas,
    meetings,
    moderation,
    notices,
    opinions,
    pages,
    participation,
    planning,
    privacy,
    programs,
    reports,
    themes,
    upkeep,
)

ROOT = Path(__file__).resolve().parent.parent

#: Reading order: each room may import the ones before it, never the ones after.
ROOMS = (
    audit,
    city,
    accounts,
    moderation,
    events,
    communities,
    conversations,
    opinions,
    ideas,
    meetings,
    programs,
    participation,
    themes,
    planning,
    reports,
    notices,
    privacy,
    upkeep,
    api,
    pages,
    demo,
)


def create_app(overrides: dict[str, object] | None = None) -> Flask:
    """Make the application; ``overrides`` replaces settings read from the environment."""
    app = Flask(__name__, root_path=str(ROOT), instance_path=str(ROOT / "instance"))
    config.load(app, overrides or {})
    core.init_app(app)
    for room in ROOMS:
        room.init_app(app)
    cli.init_app(app)
    return app
