"""What a summary says that nobody types: figures, quotes and decisions, as plain bilingual data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import to_user_timezone
from sqlalchemy import func, select

from forum.city.models import AgeBand, Neighbourhood
from forum.conversations.models import Conversation, Phase
from forum.core import reference
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.opinions.models import CHANNELS, Opinion
from forum.planning.models import CHOICES, Decision
from forum.reports.contacts import withhold
from forum.reports.languages import both, of
from forum.themes.cells import Cell, safe
from forum.themes.language import language_of
from forum.themes.models import Membership, Theme
from forum.themes.statistics import Quote, ThemeFigures, Weighed, theme_figures, totals

Data = dict[str, Any]
Names = Mapping[Any, Data]

#: An opinion listed as agreed on is shortened to so many characters; its page has the rest.
LISTED_LENGTH = 320
MOMENT = timedelta(seconds=1)


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
    voices = _voices(conversation, {each.theme.id for each in found})
    references: dict[int, list[str]] = defaultdict(list)
    for voice in voices:
        for theme_id in voice.theme_ids:
            references[theme_id].append(voice.reference)
    places, ages, decisions = _places(), _ages(), decisions_of(conversation)
    themes = {
        each.theme.id: {
            **_theme(each),
            "by_neighbourhood": _cells(each.by_neighbourhood, places),
            "by_age_band": _cells(each.by_age_band, ages),
            "decision": _decision(decisions.get(each.theme.id)),
            "references": references[each.theme.id],
        }
        for each in found
    }
    return Evidence(_figures(conversation, places, ages), themes, voices)


def decisions_of(conversation: Conversation) -> dict[int, Decision]:
    """Return the decisions in force by theme."""
    query = select(Decision).where(
        Decision.conversation_id == conversation.id, Decision.replaced_at.is_(None)
    )
    return {each.theme_id: each for each in db.session.scalars(query)}


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


def _places() -> Names:
    rows = db.session.scalars(select(Neighbourhood)).all()
    return _named(sorted(rows, key=lambda row: collation_key(row.name_hu)))


def _ages() -> Names:
    return _named(db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id)))


def _named(rows: Iterable[Any]) -> Names:
    """Return names in both languages by number; those who did not say come last, under None."""
    return {row.id: of(row, "name") for row in rows} | {None: both(lambda: _("not given"))}


def _theme(figures: ThemeFigures) -> Data:
    theme = figures.theme
    return {
        "id": theme.id,
        "name": of(theme, "name"),
        "description": of(theme, "description"),
        "facet": theme.facet,
        "opinions": figures.opinions,
        "people": figures.people,
        "share": round(figures.share, 4),
        "quotes": [_quote(each) for each in figures.quotes],
        "agreed": _listed(figures.agreed),
        "rejected": _listed(figures.rejected),
        "divided": _listed(figures.divided),
    }


def _cells(cells: Iterable[Cell], names: Names) -> list[Data]:
    return [
        {"name": names[cell.id], "people": cell.people, "suppressed": cell.suppressed}
        for cell in cells
    ]


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
        for each in opinions
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


def _figures(conversation: Conversation, places: Names, ages: Names) -> Data:
    whole = totals(conversation)
    shown = (Opinion.conversation_id == conversation.id, Opinion.visible)
    channels = {code: both(lambda name=name: name) for code, name in CHANNELS.items()}
    breakdowns = {
        "by_channel": (Opinion.channel, channels),
        "by_neighbourhood": (Opinion.neighbourhood_id, places),
        "by_age_band": (Opinion.age_band_id, ages),
    }
    return {
        "opinions": whole.opinions,
        "people": whole.people,
        "weighings": whole.weighings,
        "unsorted": whole.unsorted,
        "phases": [_phase(each) for each in conversation.phases],
        **{
            name: _people_by(column, names, shown, whole.people)
            for name, (column, names) in breakdowns.items()
        },
    }


def _phase(phase: Phase) -> Data:
    """Return the days of a phase in the city's time; it ends before its last moment."""
    first, last = to_user_timezone(phase.starts_at), to_user_timezone(phase.ends_at - MOMENT)
    return {
        "kind": phase.kind, "from": first.date().isoformat(), "until": last.date().isoformat()
    }


def _people_by(column: Any, names: Names, shown: tuple[Any, ...], total: int) -> list[Data]:
    """Count people by the values of ``column`` and leave out numbers that are too small."""
    people = func.count(func.distinct(Opinion.author_id))
    rows = db.session.execute(select(column, people).where(*shown).group_by(column))
    found = {key: number for key, number in rows}
    counts = {(key, str(key)): found[key] for key in names if key in found}
    return _cells(safe(counts, total), names)
