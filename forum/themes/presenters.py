"""Themes and their figures as JSON; cells under five people stay suppressed."""

from typing import Any

from forum.core.cells import Cell
from forum.themes.statistics import Quote, ThemeFigures, Weighed


def figures_json(figures: ThemeFigures) -> dict[str, Any]:
    """Return what is known of a theme of a conversation."""
    theme = figures.theme
    return {
        "id": theme.id,
        "facet": theme.facet,
        "name": {"hu": theme.name_hu, "en": theme.name_en},
        "description": {"hu": theme.description_hu, "en": theme.description_en},
        "opinions": figures.opinions,
        "people": figures.people,
        "share": round(figures.share, 4),
        "by_neighbourhood": [_cell(cell) for cell in figures.by_neighbourhood],
        "by_age_band": [_cell(cell) for cell in figures.by_age_band],
        "quotes": [_quote(quote) for quote in figures.quotes],
        "agreed": [_weighed(each) for each in figures.agreed],
        "rejected": [_weighed(each) for each in figures.rejected],
        "divided": [_weighed(each) for each in figures.divided],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"name": cell.name, "people": cell.people, "suppressed": cell.suppressed}


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "opinion": quote.opinion_id,
        "reference": quote.reference,
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "neighbourhood": quote.neighbourhood or None,
    }


def _weighed(each: Weighed) -> dict[str, Any]:
    return {
        "opinion": each.opinion_id,
        "reference": each.reference,
        "agrees": each.agrees,
        "disagrees": each.disagrees,
        "passes": each.passes,
    }
