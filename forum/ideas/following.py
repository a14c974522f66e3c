"""What became of an idea: proposed, supported, merged, answered; rooms above add their steps."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from forum.core import steps
from forum.core.db import db
from forum.core.i18n import in_language
from forum.ideas.life import Answer, Merger
from forum.ideas.models import Idea
from forum.ideas.queries import names_only
from forum.moderation.models import Hiding
from forum.moderation.queries import open_hidings


class Step(steps.Step):
    """One link of the chain of an idea."""

    NAMES = {
        "proposed": _l("Proposed"),
        "hidden": _l("Hidden"),
        "supported": _l("Support"),
        "merged": _l("Merged"),
        "split": _l("Split"),
        "answer": _l("The city’s answer"),
        "decision": _l("Decision"),
        "program": _l("Program"),
        "outcome": _l("How it was"),
    }
    ICONS = {
        "proposed": "idea",
        "hidden": "hidden",
        "supported": "heart",
        "merged": "merge",
        "split": "split",
        "answer": "speak",
        "decision": "decision",
        "program": "calendar",
        "outcome": "people",
    }


_sources = steps.Sources()
#: Let ``source(ideas) -> {idea id: steps}`` add its links, for a whole page at once.
add_steps = _sources.add


def chain(idea: Idea, everybody: bool = False) -> list[Step]:
    """Tell what became of one idea, in order; with ``everybody``, only what is public."""
    links = chains([idea])[idea.id]
    return [link for link in links if link.public] if everybody else links


def chains(ideas: Sequence[Idea]) -> dict[int, list[Step]]:
    """Tell what became of each idea, with a constant number of questions to the database."""
    ids = [idea.id for idea in ideas]
    hidings = open_hidings(Idea, [idea.id for idea in ideas if not idea.visible])
    answers, mergers, wholes = answers_of(ids), _mergers(ids), _wholes(ideas)
    added = _sources.steps_of(ideas)
    return {
        idea.id: _in_order(
            idea,
            [
                *_beginning(idea, hidings.get(idea.id), wholes.get(idea.split_from_id or 0)),
                *(step for merger in mergers[idea.id] for step in _merged(idea, merger)),
                *(_answered(answer) for answer in answers[idea.id]),
                *added.get(idea.id, []),
            ],
        )
        for idea in ideas
    }


def answers_of(idea_ids: Sequence[int]) -> dict[int, list[Answer]]:
    """Return the city's answers to each of these ideas, the first first.

    What the leading idea was answered is an answer to those put under it too.
    """
    found: dict[int, list[Answer]] = defaultdict(list)
    below: dict[int, list[int]] = {idea_id: [idea_id] for idea_id in idea_ids}
    leads = select(Idea.id, Idea.lead_id).where(Idea.id.in_(idea_ids), Idea.lead_id.is_not(None))
    for idea_id, lead_id in db.session.execute(leads).tuples() if idea_ids else ():
        below.setdefault(lead_id or idea_id, []).append(idea_id)
    query = select(Answer).where(Answer.idea_id.in_(below)).options(joinedload(Answer.by))
    for answer in db.session.scalars(query.order_by(Answer.id)) if idea_ids else ():
        for idea_id in below[answer.idea_id]:
            found[idea_id].append(answer)
    return found


def _wholes(ideas: Sequence[Idea]) -> dict[int, Idea]:
    """Return the ideas that some of these were split from, as far as they are shown."""
    ids = {idea.split_from_id for idea in ideas if idea.split_from_id is not None}
    query = names_only(Idea.id.in_(ids), Idea.visible)
    return {row.id: row for row in db.session.scalars(query)} if ids else {}


def _mergers(ids: Sequence[int]) -> dict[int, list[Merger]]:
    """Return the mergers in force of these ideas, under others and of others under them."""
    found: dict[int, list[Merger]] = defaultdict(list)
    query = select(Merger).where(or_(Merger.idea_id.in_(ids), Merger.into_id.in_(ids)))
    both = joinedload(Merger.idea), joinedload(Merger.into)
    query = query.where(Merger.undone_at.is_(None)).options(*both).order_by(Merger.id)
    for merger in db.session.scalars(query) if ids else ():
        for idea_id in {merger.idea_id, merger.into_id} & set(ids):
            found[idea_id].append(merger)
    return found


def _in_order(idea: Idea, links: list[Step]) -> list[Step]:
    """Order the steps as they happened, and say what is still ahead."""
    told = {step.kind for step in links}
    if idea.visible and not told & {"answer", "decision"} and idea.lead_id is None:
        text = _("The city answers every idea, and says why.")
        links = [*links, Step("answer", _("No answer yet"), text, state="ahead")]
    return sorted(links, key=lambda step: (not step.done, _moment(step)))


def _moment(step: Step) -> datetime:
    """Return when it happened; what has no day of its own is told last, support at the beginning."""
    unknown = datetime.min if step.kind in {"proposed", "supported"} else datetime.max
    return step.at or unknown.replace(tzinfo=UTC)


def _beginning(idea: Idea, hiding: Hiding | None, whole: Idea | None) -> list[Step]:
    number = _("Its number is %(reference)s.", reference=idea.reference)
    said = [Step("proposed", _("The city received the idea"), number, at=idea.created_at)]
    if whole is not None:
        split = _("It was part of “%(title)s”", title=whole.title)
        said = [Step("split", split, number, _page(whole), idea.created_at)]
    if hiding is not None:
        return [*said, Step("hidden", hiding.reason_name, hiding.because, "", hiding.at, "stopped")]
    return [*said, _supported(idea)]


def _supported(idea: Idea) -> Step:
    count, at = idea.supports_count, idea.created_at
    if not count:
        text = _("Others can say that they would like it too.")
        return Step("supported", _("Nobody supports it yet"), text, state="ahead")
    title = ngettext("%(num)s person supports it", "%(num)s people support it", count)
    return Step("supported", title, at=at)


def _merged(idea: Idea, merger: Merger) -> list[Step]:
    """Tell of a merger; an idea that is hidden is named nowhere, its title may be why."""
    other = merger.into if merger.idea_id == idea.id else merger.idea
    if not other.visible:
        told = _("Merged into an idea that is not shown just now")
        return [Step("merged", told, at=merger.at)] if other is merger.into else []
    if other is merger.into:
        title = _("Merged into “%(title)s”", title=other.title)
    else:
        title = _("“%(title)s” was merged into it", title=other.title)
    return [Step("merged", title, merger.because, _page(other), merger.at)]


def _answered(answer: Answer) -> Step:
    return Step("answer", answer.state_name, in_language(answer, "reason"), at=answer.at)


def _page(idea: Idea) -> str:
    return url_for("ideas.show", idea_id=idea.id) if idea.visible else ""
