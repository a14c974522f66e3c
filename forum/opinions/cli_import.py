"""`flask opinions import FILE`: take in a list from the command line."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from forum.accounts.models import STAFF_ROLES, Person
from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.lists import UnreadableList
from forum.opinions import imports

commands = AppGroup("opinions", help="Opinions.")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--conversation",
    "conversation_id",
    type=int,
    help="Number of the conversation; the newest one when left out.",
)
@click.option("--by", "email", help="E-mail of the member of staff whose act it is, for the log.")
@click.option("--check", "only_check", is_flag=True, help="Only say what is wrong with the list.")
def import_command(
    file: Path, conversation_id: int | None, email: str | None, only_check: bool
) -> None:
    """Take in a CSV or XLSX list of opinions: all of it or, on any error, nothing."""
    conversation, person = _conversation(conversation_id), _member_of_staff(email)
    try:
        batch = imports.prepare(conversation, file.name, file.read_bytes(), person)
    except UnreadableList as error:
        raise click.ClickException(str(error)) from error
    for error in batch.report["errors"]:
        click.echo(f"row {error['row']}, {error['column']}: {error['message']}", err=True)
    if batch.report["errors_count"]:
        db.session.rollback()
        raise click.ClickException(f"{batch.report['errors_count']} errors; nothing was taken in.")
    if only_check:
        db.session.rollback()
        click.echo(f"{batch.rows_count} opinions, no errors.")
        return
    db.session.commit()
    try:
        count = imports.finish(batch)
    except Refused as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{count} opinions taken in to conversation {conversation.id}.")


def _conversation(conversation_id: int | None) -> Conversation:
    query = select(Conversation).order_by(Conversation.id.desc())
    if conversation_id is not None:
        query = query.where(Conversation.id == conversation_id)
    found = db.session.scalars(query.limit(1)).unique().first()
    if found is None:
        raise click.ClickException("There is no such conversation.")
    return found


def _member_of_staff(email: str | None) -> Person | None:
    """Return the person named; without a name nobody is said to have done it."""
    if email is None:
        return None
    query = select(Person).where(Person.role.in_(STAFF_ROLES))
    person = db.session.scalars(query.where(Person.email == email.strip().lower())).first()
    if person is None:
        raise click.ClickException("There is no such member of staff.")
    return person


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
