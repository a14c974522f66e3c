"""What became of the demo city's first conversation: analysis, verdicts, decisions, summary."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.clock import at
from forum.core.db import db, now
from forum.demo import content
from forum.demo.talks import Talks
from forum.opinions.models import Opinion
from forum.planning.models import decide, in_force
from forum.reports import blocks, drafting
from forum.reports.publishing import publish
from forum.themes.board.operations import judge
from forum.themes.models import Membership, Theme, add_theme
from forum.themes.runs import running as runs

#: Opinions the planner has looked at, spread over the whole list.
CHECKED = 60
#: How many days ago things were done.
SORTED, CHECKED_ON, DECIDED, PUBLISHED = 80, 78, 60, 45

Progress = Callable[[str], Any]


def fill(talks: Talks, people: dict[str, Person], progress: Progress) -> None:
    """Sort, check, decide and publish, as the planner would; sort the parks without deciding."""
    paul = people["paul"]
    first, parks = talks.conversations["programs"], talks.conversations["parks"]
    with at(now() - timedelta(days=SORTED + 1)):
        codebook = _codebook(talks, paul)
    progress("Sorting the opinions into themes ...")
    with at(now() - timedelta(days=SORTED)):
        _sort(first, paul)
    with at(now() - timedelta(days=CHECKED_ON)):
        _check(first, paul, codebook)
        _sort(first, paul)
    with at(now() - timedelta(days=1)):
        _sort(parks, paul)
    with at(now() - timedelta(days=DECIDED)):
        _decide(first, paul, codebook)
    progress("Publishing the summary ...")
    with at(now() - timedelta(days=PUBLISHED)):
        _publish(first, paul, codebook)


def _codebook(talks: Talks, paul: Person) -> dict[str, Theme]:
    project_id = talks.city["project"].id
    themes = [add_theme(project_id, paul, told) for told in content.toml("codebook")["themes"]]
    db.session.commit()
    return {theme.name_hu: theme for theme in themes}


def _sort(conversation: Conversation, paul: Person) -> None:
    analysis = runs.begin(conversation, paul, queued=False)
    db.session.commit()
    runs.run(analysis.id, lambda done, total: None)


def _check(conversation: Conversation, paul: Person, codebook: dict[str, Theme]) -> None:
    """Give the planner's word on some opinions; the file tells what a person would say."""
    told = {row["text"]: row["theme"] for row in content.rows("opinions-programs.csv")}
    opinions = db.session.scalars(
        select(Opinion).where(Opinion.conversation_id == conversation.id).order_by(Opinion.id)
    ).all()
    for opinion in opinions[:: max(1, len(opinions) // CHECKED)]:
        theme = codebook.get(told[opinion.text])
        if theme is not None:
            judge(conversation, opinion, paul, {theme.id: True})
    _read_through(conversation, paul, codebook[content.toml("decisions")["read_through"]], told)
    db.session.commit()


def _read_through(
    conversation: Conversation, paul: Person, theme: Theme, told: dict[str, str]
) -> None:
    """Take out of a theme what a word alone had put there."""
    inside = select(Membership.opinion_id).where(Membership.theme_id == theme.id)
    found = select(Opinion).where(
        Opinion.conversation_id == conversation.id, Opinion.id.in_(inside)
    )
    for opinion in db.session.scalars(found.order_by(Opinion.id)).all():
        if told[opinion.text] != theme.name_hu:
            judge(conversation, opinion, paul, {theme.id: False})


def _decide(conversation: Conversation, paul: Person, codebook: dict[str, Theme]) -> None:
    for told in content.toml("decisions")["decisions"]:
        words = {
            f"{part}_{code}": told[f"{part}_{code}"]
            for part in ("heard", "will", "why")
            for code in ("hu", "en")
        }
        decide(conversation, codebook[told["theme"]], paul, told["choice"], words)
    db.session.commit()


def _publish(conversation: Conversation, paul: Person, codebook: dict[str, Theme]) -> None:
    told = content.toml("summary")
    summary = drafting.draft(conversation, paul)
    words = iter(("foreword", "afterword"))
    # Themes nobody decided on are left out of the draft; the summary names them at its end.
    decided = {theme.id for theme in codebook.values() if in_force(conversation, theme)}
    written = [
        _worded(block, told, next(words)) if block["kind"] == "text" else block
        for block in summary.blocks
        if block["kind"] != "theme" or block["theme_id"] in decided
    ]
    title = {code: told[f"title_{code}"] for code in ("hu", "en")}
    drafting.save(summary, paul, summary.version, title, written)
    publish(summary, paul, summary.version)
    db.session.commit()


def _worded(block: blocks.Block, told: dict[str, str], name: str) -> blocks.Block:
    """Return a block of text with the words of the file, its title as it was."""
    return {**block, **{code: told[f"{name}_{code}"].strip() for code in ("hu", "en")}}
