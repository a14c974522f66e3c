"""The last links of the chain: from a word or an idea to the program, and how it was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.db import db
from forum.ideas import following as of_ideas
from forum.ideas.models import Idea
from forum.opinions import following as of_opinions
from forum.opinions.models import Opinion
from forum.planning.needs.asked import asked_for_programs
from forum.planning.you_said.deeds import Deed, deeds_of
from forum.planning.you_said.links import Place, inverted, programs_of_ideas, programs_of_themes
from forum.planning.you_said.reasons import most_from, reasons_of
from forum.programs.models import Program
from forum.themes.models import Membership

#: Programs named in one chain; the page of the theme names them all.
MOST_NAMED = 4


def opinion_steps(opinions: Sequence[Opinion]) -> Mapping[int, list[of_opinions.Step]]:
    """Return the programs that came of each opinion's themes, and how they were."""
    themes = _themes_of([opinion.id for opinion in opinions if opinion.visible])
    by_theme = programs_of_themes({theme for found in themes.values() for theme in found})
    deeds = deeds_of(inverted(by_theme))
    return {
        number: _told(
            of_opinions.Step, (p for theme in found for p in by_theme.get(theme, ())), deeds
        )
        for number, found in themes.items()
    }


def idea_steps(ideas: Sequence[Idea]) -> Mapping[int, list[of_ideas.Step]]:
    """Return the programs that came of each idea, and how they were."""
    programs = programs_of_ideas([idea.id for idea in ideas if idea.visible])
    deeds = deeds_of(inverted(programs))
    return {number: _told(of_ideas.Step, found, deeds) for number, found in programs.items()}


def _themes_of(opinion_ids: Sequence[int]) -> dict[int, list[Place]]:
    query = select(Membership.opinion_id, Membership.conversation_id, Membership.theme_id)
    found: dict[int, list[Place]] = defaultdict(list)
    for opinion, conversation, theme in db.session.execute(
        query.where(Membership.opinion_id.in_(opinion_ids)).order_by(Membership.id)
    ):
        found[opinion].append((conversation, theme))
    return found


def _told(step: Any, programs: Iterable[int], deeds: Mapping[int, Deed]) -> list[Any]:
    """Return the links of these programs, each once."""
    named = [deeds[number] for number in dict.fromkeys(programs) if number in deeds][:MOST_NAMED]
    steps = []
    for deed in named:
        text = deed.because if deed.state == "cancelled" else deed.when
        title = f"{deed.title}: {deed.state_name}"
        steps.append(step("program", title, text, deed.url, deed.announced))
        if deed.took_place and (deed.came or deed.outcome):
            steps.append(step("outcome", how_it_was(deed), deed.outcome, deed.url, deed.done))
    return steps


def how_it_was(deed: Deed) -> str:
    """Say who came and how they liked it, in one line."""
    came = ngettext("%(num)s participation", "%(num)s participations", deed.came)
    if deed.mean is None:
        return came
    mean = format_decimal(deed.mean, format="0.0")
    return _("%(came)s, rated %(mean)s of 5", came=came, mean=mean)


def because(_person: Any, program: Program) -> dict[str, Any] | None:
    """Tell on the page of a program who asked for it, with links to what it rests on."""
    reasons = reasons_of(program)
    if not reasons:
        return None
    asked = asked_for_programs([program.id])[program.id]
    return {
        "template": "planning/_said_because.html",
        "asked": asked,
        "most": most_from(asked),
        "reasons": reasons,
    }
