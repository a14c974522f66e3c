"""The sheet of a chapter: one page for the notice board and the letter box, with its QR picture."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.city import queries as city_queries
from forum.city.letterhead import letterhead
from forum.core.clock import now
from forum.core.days import begin_of, day_of
from forum.core.excerpts import shortened
from forum.core.glyphs import all_printable
from forum.core.printing import link_to, printed
from forum.planning.you_said.chapters import Chapter
from forum.planning.you_said.deeds import Deed
from forum.planning.you_said.steps import how_it_was
from forum.planning.you_said.strands import Strand

#: Strands on a sheet: what one reads standing at a board, and what fits on one page.
MOST_STRANDS = 5
#: Programs told below each, and characters of what is told.
MOST_DEEDS, LONGEST = 3, 210


def sheet_of(chapter: Chapter, page: str) -> bytes:
    """Return the sheet as a PDF in the language of the page; ``page`` is its full address."""
    city, project = city_queries.city_and_project()
    rows = [*_strands(chapter), *_ideas(chapter), *_others(chapter)]
    left = len(rows) - MOST_STRANDS
    words = {
        **letterhead(city, project),
        "qr_alt": _("QR code: the address of the page"),
        "kicker": _("You said, we did"),
        "title": chapter.title,
        "lead": chapter.lead,
        "scan": _("All of it, with every opinion"),
        "labels": {
            "asked": _("You asked:"),
            "decided": _("Decided:"),
            "why": _("Why:"),
            "done": _("It takes place:"),
        },
        "strands": rows[:MOST_STRANDS],
        "more": ngettext("%(num)s more on the page.", "%(num)s more on the page.", left)
        if left > 0
        else "",
        "empty": _("Nothing has been decided here yet."),
    }
    sheet = {**all_printable(words), "link": link_to(page)}
    return printed("planning/said.typ", sheet, begin_of(day_of(now())))


def _strands(chapter: Chapter) -> Iterator[dict[str, Any]]:
    for strand in chapter.strands:
        ruling = strand.ruling
        yield _row(
            strand.title,
            asked_by(strand) or strand.about,
            strand.deeds,
            ruling.choice if ruling else "open",
            ruling.choice_name if ruling else "",
            ruling.will if ruling else "",
            ruling.why if ruling else "",
        )


def _ideas(chapter: Chapter) -> Iterator[dict[str, Any]]:
    for idea in chapter.ideas:
        asked = ngettext(
            "a resident’s idea, supported by %(num)s person",
            "a resident’s idea, supported by %(num)s people",
            idea.supports,
        )
        yield _row(idea.title, asked, idea.deeds, "open", idea.state_name, "", idea.reason)


def _others(chapter: Chapter) -> Iterator[dict[str, Any]]:
    if chapter.others:
        yield _row(_("Further programs"), "", chapter.others, "open", "", "", "")


def asked_by(strand: Strand) -> str:
    """Say how many people asked; empty where the number is too small to be told."""
    if not strand.people:
        return ""
    return ngettext("%(num)s person asked for it", "%(num)s people asked for it", strand.people)


def _row(
    title: str, asked: str, deeds: Sequence[Deed], choice: str, decided: str, will: str, why: str
) -> dict[str, Any]:
    return {
        "title": title,
        "asked": shortened(asked, LONGEST),
        "choice": choice,
        "decided": decided,
        "will": shortened(will, LONGEST),
        "why": shortened(why, LONGEST),
        "deeds": [{"title": deed.title, "said": _said(deed)} for deed in deeds[:MOST_DEEDS]],
    }


def _said(deed: Deed) -> str:
    if deed.state == "cancelled":
        return f"{deed.state_name}. {deed.because}"
    if deed.took_place and deed.came:
        return f"{deed.when} · {how_it_was(deed)}"
    return deed.when
