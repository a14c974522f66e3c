"""The commands about the sealed log."""

import click
from flask import Flask
from flask.cli import AppGroup

from forum.audit.seals import Head, head
from forum.audit.verifying import is_in_chain, printed_in, verify
from forum.core.db import db, reading

group = AppGroup("audit", help="The sealed log.")


@group.command("verify")
@click.option("--number", type=int, help="The number of a head printed somewhere.")
@click.option("--digest", default="", help="The digest printed with it.")
@click.option("--publication", type=int, help="The number of a summary that printed a head.")
def verify_command(number: int | None, digest: str, publication: int | None) -> None:
    """Compare every entry of the log with its seal; fails and names the first bad place."""
    with reading():
        verdict = verify()
        asked = None if number is None else Head(number, digest.strip().lower())
        if publication is not None:
            asked = printed_in(f"summary no. {publication}")
            if asked is None:
                raise click.ClickException(f"Summary no. {publication} has no head printed in it.")
        known = asked is None or is_in_chain(asked)
        db.session.rollback()
    if verdict.fault:
        click.echo(f"The log was tampered with: {verdict.fault}.", err=True)
        click.echo(f"It is whole up to seal {verdict.head.number}.", err=True)
        raise click.exceptions.Exit(1)
    if asked is not None and not known:
        click.echo(f"Head {asked.number} with this digest is not in the chain.", err=True)
        raise click.exceptions.Exit(1)
    if asked is not None:
        click.echo(f"head {asked.number} is in the chain, with this digest: {asked.digest}")
    click.echo(f"{verdict.head.number} entries are as they were written.")
    click.echo(f"head {verdict.head.number} {verdict.head.digest}")


@group.command("head")
def head_command() -> None:
    """Print the number and the digest of the last seal."""
    with reading():
        last = head()
        db.session.rollback()
    click.echo(f"{last.number} {last.digest}")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)
