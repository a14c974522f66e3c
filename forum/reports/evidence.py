"""What a summary says that nobody types: figures, quotes and decisions, as plain bilingual data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from forum.conversations.models import Conversation
from forum.core.cells import suppressed
from forum.core.languages import both, of
from forum.planning.models import CHOICES, Decision
from forum.planning.queries import in_force_of
from forum.reports.contacts import withhold
from forum.reports.elsewhere import more_often, people_by
from forum.reports.figures import Data, Names, ages, cells, figures, places, ways
from forum.reports.ledger import Entry, read_ledger
from forum.reports.sentences import opening
from forum.reports.shortening import shorten
from forum.themes.language import language_of
from forum.themes.quoting import Quote
from forum.themes.statistics import ThemeFigures, Weighed, theme_figures
from forum.themes.words.abuse import is_abusive
from forum.themes.words.private import is_private

#: Opinions listed as agreed on, rejected or dividing; the theme's page has more.
MOST_LISTED = 3


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
    names = (places(), ages(), ways())
    everybody = list(read_ledger(conversation).values())
    said_more = more_often([each.theme.id for each in found], everybody)
    decisions = in_force_of(conversation)
    whole, themes = figures(conversation, *names), {}
    told = {cell["id"] for cell in whole["by_neighbourhood"] if not cell["suppressed"]}
    for each in found:
        entries = [entry for entry in everybody if each.theme.id in entry.themes]
        made = _theme(each, entries, *names)
        made["decision"] = _decision(decisions.get(each.theme.id))
        made["references"] = [entry.reference for entry in entries]
        where = [pair for pair in said_more.get(each.theme.id, ()) if pair[0].part in told]
        made["opening"] = opening(made, entries, everybody, where, each.voices)
        themes[each.theme.id] = made
    return Evidence(whole, themes, _voices(everybody, set(themes)))


def _voices(everybody: Iterable[Entry], themes: set[int]) -> tuple[Voice, ...]:
    return tuple(
        Voice(
            entry.id,
            entry.reference,
            withhold(entry.text),
            tuple(number for number in entry.themes if number in themes),
        )
        for entry in everybody
    )


def _theme(
    found: ThemeFigures, entries: Sequence[Entry], places: Names, ages: Names, ways: Names
) -> Data:
    theme, by_way = found.theme, people_by(entries, "channel", ways)
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
        "by_channel": cells(suppressed(by_way, found.people), ways),
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
        "start": quote.start,
        "end": quote.end,
        "language": language_of(quote.text),
    }


def _listed(opinions: Iterable[Weighed]) -> list[Data]:
    return [
        {
            "opinion": each.opinion_id,
            "reference": each.reference,
            "text": shorten(withhold(each.text)),
            "language": language_of(each.text),
            "shortened": shorten(withhold(each.text)) != each.text,
            "agrees": each.agrees,
            "disagrees": each.disagrees,
            "passes": each.passes,
        }
        for each in islice(filter(_may_stand, opinions), MOST_LISTED)
    ]


def _may_stand(found: Weighed) -> bool:
    """Whether an opinion may stand in print for good: it insults and names nobody."""
    return not (is_abusive(found.text) or is_private(withhold(found.text)))


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
