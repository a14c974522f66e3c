"""The chapters of a summary: each makes the sentences of one block, in the language of the page.

A chapter is {"kind", "id", "title"} with what its kind needs: paragraphs (lists of lines), facts
(pairs), tables, quotes and a decision. Paths begin with a slash.
"""

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from forum.reports.figures import Data
from forum.reports.parts import day, paragraphs, tables


def text(block: Data, number: int) -> Data:
    """Make the chapter of a planner's text: an empty line parts paragraphs."""
    lang = getattr(block["text"] or block["title"], "lang", "hu")
    return {
        "kind": "text",
        "id": f"text-{number}",
        "title": block["title"],
        "lang": lang,
        "paragraphs": paragraphs(block["text"]),
    }


def figures(plain: Data) -> Data:
    """Make the chapter of the whole conversation in numbers."""
    found = plain["figures"]
    facts = [
        (ngettext("person spoke", "people spoke", found["people"]), found["people"]),
        (ngettext("opinion", "opinions", found["opinions"]), found["opinions"]),
        (ngettext("weighing", "weighings", found["weighings"]), found["weighings"]),
        (ngettext("theme", "themes", len(plain["themes"])), len(plain["themes"])),
    ]
    path = f"/conversations/{plain['conversation']['id']}"
    return {
        "kind": "figures",
        "id": "figures",
        "title": _("The conversation in numbers"),
        "path": path,
        "link": _("All opinions of the conversation"),
        "facts": [[name, format_decimal(number)] for name, number in facts],
        "paragraphs": [[line] for line in (*_periods(found), _unsorted(found)) if line],
        "tables": tables(found, whole=True),
    }


def _periods(found: Data) -> list[str]:
    sentences = {
        "speak": lambda days: _("People could speak from %(first)s to %(last)s.", **days),
        "weigh": lambda days: _("They could weigh from %(first)s to %(last)s.", **days),
    }
    return [
        sentences[phase["kind"]]({"first": day(phase["from"]), "last": day(phase["until"])})
        for phase in sorted(found["phases"], key=lambda phase: phase["kind"])
        if phase["kind"] in sentences
    ]


def _unsorted(found: Data) -> str:
    number = found["unsorted"]
    if not number:
        return ""
    return ngettext(
        "%(num)s opinion fitted no theme; it counts in the whole.",
        "%(num)s opinions fitted no theme; they count in the whole.",
        number,
    )


def left_out(plain: Data) -> Data:
    """Make the last chapter: themes the planners left out, so that none disappears silently.

    A theme has a public page once it is decided on.
    """
    path = f"/conversations/{plain['conversation']['id']}"
    return {
        "kind": "left_out",
        "id": "left-out",
        "title": _("Themes left out of this summary"),
        "paragraphs": [[_("These themes came up too; this summary says no more about them.")]],
        "entries": [
            {
                "name": each["name"],
                "path": f"{path}/themes/{each['id']}" if each["decided"] else "",
                "counts": _counts(each),
            }
            for each in plain["left_out"]
        ],
    }


def _counts(found: Data) -> str:
    people = ngettext("%(num)s person", "%(num)s people", found["people"])
    opinions = ngettext("%(num)s opinion", "%(num)s opinions", found["opinions"])
    return f"{people}, {opinions}"
