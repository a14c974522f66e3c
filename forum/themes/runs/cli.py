"""The command that sorts a conversation without a page."""

import click
from flask import Flask
from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.themes.models import Analysis
from forum.themes.runs.running import begin, run


@click.command("analyse")
@click.argument("conversation_id", type=int)
def analyse(conversation_id: int) -> None:
    """Sort the opinions of a conversation into themes, here and now."""
    conversation = db.session.get(Conversation, conversation_id)
    if conversation is None:
        raise click.ClickException(f"there is no conversation {conversation_id}")
    last = db.session.scalar(select(db.func.max(Analysis.id))) or 0
    analysis = begin(conversation, by=None, queued=False)
    if analysis.id <= last:
        raise click.ClickException("an analysis of this conversation is running already")
    number = analysis.id
    db.session.commit()
    run(number, lambda done, total: click.echo(f"step {done} of {total}"))
    done = db.session.get_one(Analysis, number)
    click.echo(
        f"{done.opinions_count} opinions, {len(done.unsorted)} of them in no theme; "
        f"{len(done.to_check)} to check next; input {done.input_hash[:12]}"
    )


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(analyse)
