"""The draft as its editor shows it: texts to type into, and what the evidence between will be."""

from dataclasses import dataclass
from typing import Any

from forum.planning.models import Decision
from forum.planning.queries import in_force_of
from forum.reports.blocks import theme_ids
from forum.reports.models import Summary
from forum.themes.statistics import ThemeFigures, Totals, theme_figures, totals


@dataclass(frozen=True)
class Row:
    """One block with what is known about it; a theme that nobody speaks of has no figures."""

    key: str
    kind: str
    figures: ThemeFigures | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Outline:
    """The rows of a draft, and the themes it leaves out."""

    rows: tuple[Row, ...]
    left_out: tuple[ThemeFigures, ...]
    totals: Totals


def outline(summary: Summary) -> Outline:
    """Read what stands in a draft; the number of queries does not depend on its length."""
    found = {each.theme.id: each for each in theme_figures(summary.conversation, with_quotes=False)}
    decisions = in_force_of(summary.conversation)
    rows = tuple(_row(block, found, decisions) for block in summary.blocks)
    shown = set(theme_ids(summary.blocks))
    left = tuple(each for number, each in found.items() if number not in shown)
    return Outline(rows, left, totals(summary.conversation))


def _row(
    block: dict[str, Any], found: dict[int, ThemeFigures], decisions: dict[int, Decision]
) -> Row:
    number = block.get("theme_id", 0)
    return Row(block["key"], block["kind"], found.get(number), decisions.get(number))
