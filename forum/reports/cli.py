"""The commands about publications."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import func, select

from forum.core.db import db
from forum.reports.models import Publication
from forum.reports.verifying import changed

group = AppGroup("publications", help="Frozen summaries.")


@group.command("verify")
def verify() -> None:
    """Compare every published file with its checksum; fails when one has changed."""
    faults = list(changed())
    for number, fault in faults:
        click.echo(f"summary no. {number}: {fault}", err=True)
    if faults:
        raise click.exceptions.Exit(1)
    count = db.session.scalar(select(func.count(Publication.id))) or 0
    click.echo(f"{count} publications are as they were published")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)
