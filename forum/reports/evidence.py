"""What a summary says that nobody types: figures, quotes and decisions, as plain bilingual data."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.core import reference
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.planning.models import CHOICES, Decision
from forum.planning.queries import in_force_of
from forum.reports.contacts import withhold
from forum.reports.figures import Data, Names, ages, cells, figures, places
from forum.reports.languages import both, of
from forum.themes.language import language_of
from forum.themes.models import Membership
from forum.themes.statistics import Quote, ThemeFigures, Weighed, theme_figures

#: Opinions listed as agreed on, rejected or dividing; the theme's page has more.
MOST_LISTED = 3
#: Such an opinion is shortened to so many characters; its page has the rest.
LISTED_LENGTH = 320


@dataclass(frozen=True)
class Voice:
    """A shown opinion as the data files hold it."""

    id: int
    reference: str
    text: str
    theme_ids: tuple[int, ...]


@dataclass(frozen=True)
class Evidence:
    """Everything a summary of a conversation is made from, read at one moment."""

    figures: Data
    themes: dict[int, Data]
    voices: tuple[Voice, ...]


def gather(conversation: Conversation) -> Evidence:
    """Read the evidence; the number of queries does not depend on how much there is."""
    found = theme_figures(conversation)
    names = (places(), ages())
    voices = _voices(conversation, {each.theme.id for each in found})
    references: dict[int, list[str]] = defaultdict(list)
    for voice in voices:
        for theme_id in voice.theme_ids:
            references[theme_id].append(voice.reference)
    decisions = in_force_of(conversation)
    themes = {
        each.theme.id: {
            **_theme(each, *names),
            "decision": _decision(decisions.get(each.theme.id)),
            "references": references[each.theme.id],
        }
        for each in found
    }
    return Evidence(figures(conversation, *names), themes, voices)


def _voices(conversation: Conversation, themes: set[int]) -> tuple[Voice, ...]:
    members: dict[int, list[int]] = defaultdict(list)
    pairs = select(Membership.opinion_id, Membership.theme_id).order_by(Membership.theme_id)
    for opinion_id, theme_id in db.session.execute(
        pairs.where(Membership.conversation_id == conversation.id)
    ):
        if theme_id in themes:
            members[opinion_id].append(theme_id)
    rows = db.session.execute(
        select(Opinion.id, Opinion.year, Opinion.serial, Opinion.text)
        .where(Opinion.conversation_id == conversation.id, Opinion.visible)
        .order_by(Opinion.year, Opinion.serial)
    )
    return tuple(
        Voice(id, reference.write(year, serial), withhold(text), tuple(members[id]))
        for id, year, serial, text in rows
    )


def _theme(found: ThemeFigures, places: Names, ages: Names) -> Data:
    theme = found.theme
    return {
        "id": theme.id,
        "name": of(theme, "name"),
        "description": of(theme, "description"),
        "facet": theme.facet,
        "opinions": found.opinions,
        "people": found.people,
        "share": round(found.share, 4),
        "by_neighbourhood": cells(found.by_neighbourhood, places),
        "by_age_band": cells(found.by_age_band, ages),
        "quotes": [_quote(each) for each in found.quotes],
        "agreed": _listed(found.agreed),
        "rejected": _listed(found.rejected),
        "divided": _listed(found.divided),
    }


def _quote(quote: Quote) -> Data:
    return {
        "opinion": quote.opinion_id,
        "reference": quote.reference,
        "text": quote.text,
        "language": language_of(quote.text),
    }


def _listed(opinions: Iterable[Weighed]) -> list[Data]:
    return [
        {
            "opinion": each.opinion_id,
            "reference": each.reference,
            "text": _shorten(withhold(each.text)),
            "language": language_of(each.text),
            "agrees": each.agrees,
            "disagrees": each.disagrees,
            "passes": each.passes,
        }
        for each in islice(opinions, MOST_LISTED)
    ]


def _shorten(text: str) -> str:
    if len(text) <= LISTED_LENGTH:
        return text
    return text[:LISTED_LENGTH].rsplit(None, 1)[0] + " …"


def _decision(decision: Decision | None) -> Data | None:
    if decision is None:
        return None
    return {
        "choice": decision.choice,
        "name": both(lambda: CHOICES[decision.choice]),
        "heard": of(decision, "heard"),
        "will": of(decision, "will"),
        "why": of(decision, "why"),
        "at": decision.at.date().isoformat(),
    }
