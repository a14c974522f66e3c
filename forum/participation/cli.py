"""`flask participation recount`: count everything again from the sources."""

import click
from flask import Flask
from flask.cli import AppGroup

from forum.core.db import db
from forum.participation.booking import book
from forum.participation.recounting import mistakes

commands = AppGroup("participation", help="The participant ledger.")


@commands.command("recount")
@click.option(
    "--repair", is_flag=True, help="Book what differs, as corrections in the open period."
)
def recount(repair: bool) -> None:
    """Compare every line and every stored figure with its sources; exit 1 if any differs."""
    if repair:
        booked = book()
        db.session.commit()
        click.echo(f"{booked.added} lines added, {booked.taken_back} taken back.")
    found = list(mistakes())
    for sentence in found:
        click.echo(sentence)
    if found:
        click.echo(f"{len(found)} differences.")
        raise SystemExit(1)
    click.echo("The ledger is what its sources tell.")


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(commands)
