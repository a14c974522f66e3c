"""`flask recount`: counters from the rows they count, with what was different."""

from collections.abc import Iterator

import click
from flask import Flask
from sqlalchemy import case, func, select, update

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction, recount

OPINION_COUNTERS = {"agrees": AGREE, "passes": PASS, "disagrees": DISAGREE}
CONVERSATION_COUNTERS = ("opinions_count", "people_count", "weighings_count")


@click.command("recount")
def command() -> None:
    """Count opinions, people and weighings again, and print every difference."""
    differences = 0
    for line in _differences():
        differences += 1
        click.echo(line)
    db.session.commit()
    click.echo(
        f"{differences} counters were wrong and are right now."
        if differences
        else "All counters were right."
    )


def _differences() -> Iterator[str]:
    for conversation in db.session.scalars(select(Conversation).order_by(Conversation.id)).unique():
        yield from _opinions(conversation)
        yield from _conversation(conversation)


def _opinions(conversation: Conversation) -> Iterator[str]:
    counted = [
        func.sum(case((Reaction.value == value, 1), else_=0)) for value in OPINION_COUNTERS.values()
    ]
    rows = (
        select(
            Opinion.id,
            Opinion.agrees,
            Opinion.passes,
            Opinion.disagrees,
            *(func.coalesce(count, 0) for count in counted),
        )
        .outerjoin(Reaction, Reaction.opinion_id == Opinion.id)
        .where(Opinion.conversation_id == conversation.id)
        .group_by(Opinion.id)
        .order_by(Opinion.id)
    )
    for number, *counts in db.session.execute(rows).all():
        stood, right = tuple(counts[:3]), tuple(counts[3:])
        if stood != right:
            values = dict(zip(OPINION_COUNTERS, right, strict=True))
            db.session.execute(update(Opinion).where(Opinion.id == number).values(values))
            yield f"opinion {number}: agrees, passes, disagrees {stood} -> {right}"


def _conversation(conversation: Conversation) -> Iterator[str]:
    stood = {name: getattr(conversation, name) for name in CONVERSATION_COUNTERS}
    tick = conversation.tick
    recount(conversation)
    for name, value in stood.items():
        right = getattr(conversation, name)
        if right != value:
            yield f"conversation {conversation.id}: {name} {value} -> {right}"
    if all(getattr(conversation, name) == value for name, value in stood.items()):
        conversation.tick = tick


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(command)
