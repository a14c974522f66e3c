"""What became of a word: the chain from an opinion to the summary; rooms above add their steps."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forum.core import steps
from forum.moderation.models import Hiding
from forum.moderation.queries import open_hidings
from forum.opinions.models import Opinion

#: The order in which a chain is told.
KINDS = (
    *("opinion", "waiting", "hidden", "weighing", "theme", "decision"),
    *("program", "outcome", "summary"),
)


class Step(steps.Step):
    """One link of the chain of an opinion."""

    #: Names and pictures of the kinds that have none of their own.
    NAMES = {
        "weighing": _l("Weighing"),
        "waiting": _l("Waiting"),
        "hidden": _l("Hidden"),
        "program": _l("Program"),
        "outcome": _l("How it was"),
    }
    ICONS = {
        "waiting": "clock",
        "hidden": "hidden",
        "weighing": "weigh",
        "program": "calendar",
        "outcome": "people",
    }


_sources = steps.Sources()
#: Let ``source(opinions) -> {opinion id: steps}`` add its links, for a whole page at once.
add_steps = _sources.add


def chain(opinion: Opinion, everybody: bool = False) -> list[Step]:
    """Tell what became of one opinion; with ``everybody``, only what is public."""
    links = chains([opinion])[opinion.id]
    return [_for_everybody(link) for link in links if link.public] if everybody else links


def _for_everybody(step: Step) -> Step:
    return replace(step, label=step.label or _("The opinion")) if step.kind == "opinion" else step


def chains(opinions: Sequence[Opinion]) -> dict[int, list[Step]]:
    """Tell what became of each opinion, with a constant number of questions to the database."""
    hidings = open_hidings(Opinion, [opinion.id for opinion in opinions if not opinion.visible])
    added = _sources.steps_of(opinions)
    return {
        opinion.id: _in_order(
            opinion,
            [*_beginning(opinion, hidings.get(opinion.id)), *added.get(opinion.id, [])],
        )
        for opinion in opinions
    }


def _in_order(opinion: Opinion, links: list[Step]) -> list[Step]:
    """Order the steps by kind, and say of the kinds that are missing that they are still ahead."""
    if opinion.visible:
        told = {link.kind for link in links}
        links = links + [link for link in _ahead() if link.kind not in told]
    return sorted(links, key=lambda step: KINDS.index(step.kind))


def _beginning(opinion: Opinion, hiding: Hiding | None) -> list[Step]:
    said = Step(
        "opinion",
        _("The city received it: %(channel)s", channel=opinion.channel_name),
        _("Its number is %(reference)s.", reference=opinion.reference),
        at=opinion.created_at,
    )
    if hiding is not None:
        return [said, _hidden(hiding)]
    if opinion.waiting:
        return [said, _waiting()]
    return [said, _weighed(opinion)]


def _hidden(hiding: Hiding) -> Step:
    return Step("hidden", hiding.reason_name, hiding.because, at=hiding.at, state="stopped")


def _waiting() -> Step:
    return Step(
        "waiting",
        _("Waiting for a facilitator"),
        _("Opinions appear in this conversation once a facilitator has looked at them."),
        state="ahead",
    )


def _weighed(opinion: Opinion) -> Step:
    count = opinion.weighings
    if not count:
        return Step(
            "weighing",
            _("Nobody has weighed it yet"),
            _("Others say whether they agree with it."),
            state="ahead",
        )
    text = _("%(agrees)s agree, %(disagrees)s disagree, %(passes)s pass", **_counts(opinion))
    title = ngettext("%(num)s person has weighed it", "%(num)s people have weighed it", count)
    return Step("weighing", title, text)


def _counts(opinion: Opinion) -> dict[str, Any]:
    return {name: getattr(opinion, name) for name in ("agrees", "disagrees", "passes")}


def _ahead() -> list[Step]:
    return [
        Step(
            "theme",
            _("Not sorted into a theme yet"),
            _("Planners gather opinions that ask for the same thing."),
            state="ahead",
        ),
        Step(
            "decision",
            _("No decision yet"),
            _("For each theme the city says what it will do, and why."),
            state="ahead",
        ),
        Step(
            "summary",
            _("No summary yet"),
            _("At the end everything is published, and stays where it is."),
            state="ahead",
        ),
    ]
