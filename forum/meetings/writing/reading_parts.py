"""The parts of a chapter of minutes: texts, opinions word for word, decisions, tables.

Four kinds of part (text, quotes, entries, table) are all that the page and the print have to draw.
"""

from datetime import date
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from forum.core.i18n import show_date
from forum.core.languages import Words
from forum.meetings.writing.gathering import Data

#: In a table, where a number is not told.
DASH = "–"


def said(text: str) -> Words:
    """Return what somebody typed or said."""
    return Words(text, "hu")


def paragraphs(text: str) -> list[list[Words]]:
    """Return a text as paragraphs of lines."""
    blocks = ([line.strip() for line in block.split("\n")] for block in text.split("\n\n"))
    return [[said(line) for line in lines if line] for lines in blocks if any(lines)]


def text(words: str) -> Data | None:
    """Return a text as it was typed; None when there is none."""
    found = paragraphs(words)
    return {"kind": "text", "paragraphs": found} if found else None


def nothing() -> Data:
    """Return what stands under an item of which nothing was noted."""
    return {"kind": "text", "paragraphs": [[_("Nothing was noted under this item.")]]}


def noted(found: Data) -> list[Data | None]:
    """Return what was noted under an item, what was decided first."""
    return [
        _entries(_("Decisions"), [_decision(each) for each in found.get("decisions", [])], True),
        _tasks(found.get("tasks", [])),
        *(_poll(each) for each in found.get("polls", [])),
        _quotes(found.get("opinions", [])),
        _entries(_("Questions taken up"), [_question(e) for e in found.get("questions", [])]),
        _entries(_("Put aside for later"), [_parked(each) for each in found.get("parked", [])]),
    ]


def _entries(title: str, entries: list[Data], strong: bool = False) -> Data | None:
    return (
        {"kind": "entries", "title": title, "entries": entries, "strong": strong}
        if entries
        else None
    )


def _table(
    title: Any, columns: list[str], rows: list[list[Any]], note: str = "", numbers: bool = True
) -> Data:
    """Return a table; its columns after the first hold numbers, or words."""
    return {
        "kind": "table",
        "title": title,
        "columns": columns,
        "rows": rows,
        "numbers": numbers,
        "note": note,
    }


def _decision(each: Data) -> Data:
    counted = [
        (_("for: %(num)s", num=each["for"]), each["for"]),
        (_("against: %(num)s", num=each["against"]), each["against"]),
        (_("abstained: %(num)s", num=each["abstained"]), each["abstained"]),
    ]
    votes = ", ".join(words for words, number in counted if number is not None)
    note = _("Show of hands: %(votes)s", votes=votes) if votes else ""
    return {"paragraphs": paragraphs(each["text"]), "note": note}


def _tasks(tasks: list[Data]) -> Data | None:
    if not tasks:
        return None
    rows = [[said(each["what"]), said(each["who"]), due(each["due"])] for each in tasks]
    return _table(_("Tasks"), [_("What"), _("Who"), _("By when")], rows, numbers=False)


def due(day: str | None) -> str:
    """Write the last day of a task."""
    return show_date(date.fromisoformat(day)) if day else _("no date was set")


def _poll(poll: Data) -> Data:
    options = poll["options"]
    phones = any(each["phones"] for each in options)
    columns = [_("Answer"), _("Hands"), *([_("On the phone"), _("Together")] if phones else [])]
    rows = [[said(each["text"]), *map(format_decimal, _counts(each, phones))] for each in options]
    title = _("Quick poll: %(question)s", question=poll["question"])
    return _table(title, columns, rows)


def _counts(option: Data, phones: bool) -> list[int]:
    hands, calls = option["hands"], option["phones"]
    return [hands, calls, hands + calls] if phones else [hands]


def _quotes(opinions: list[Data]) -> Data | None:
    quotes = [_quote(each) for each in opinions]
    return {"kind": "quotes", "title": _("Opinions"), "quotes": quotes} if quotes else None


def _quote(each: Data) -> Data:
    cite = _("Opinion %(reference)s", reference=each["reference"])
    if each["table"]:
        cite += ", " + _("table %(number)s", number=each["table"])
    hidden = [[_("This opinion is not shown: hidden by moderation.")]]
    return {
        "paragraphs": paragraphs(each["text"]) if each["shown"] else hidden,
        "shown": each["shown"],
        "cite": cite,
        "path": each["path"],
    }


def _question(each: Data) -> Data:
    wanted = ngettext(
        "%(num)s person wanted to hear the answer",
        "%(num)s people wanted to hear the answer",
        each["supports"],
    )
    answered = _("answered at the forum") if each["answered"] else _("taken up, not answered yet")
    return {"paragraphs": paragraphs(each["text"]), "note": f"{wanted}; {answered}"}


def _parked(each: Data) -> Data:
    outcome = each["outcome"]
    became = _("What became of it: %(outcome)s", outcome=outcome)
    waits = _("It waits to be taken up.")
    return {"paragraphs": paragraphs(each["text"]), "note": became if outcome else waits}


def attendance(found: Data) -> list[Data | None]:
    """Return how many came, by age and neighbourhood where nobody can be recognised."""
    sentence = ngettext("%(num)s person came.", "%(num)s people came.", found["total"])
    names = {
        "ages": (_("By age"), _("Age")),
        "neighbourhoods": (_("By neighbourhood"), _("Neighbourhood")),
    }
    tables = [_cells(*names[name], found[name]) for name in names if found.get(name)]
    return [{"kind": "text", "paragraphs": [[sentence]]}, *tables]


def _cells(title: str, column: str, cells: list[Data]) -> Data:
    hidden = any(cell["people"] is None for cell in cells)
    rows = [
        [cell["name"], DASH if cell["people"] is None else format_decimal(cell["people"])]
        for cell in cells
    ]
    note = _("A dash stands for numbers so small that people could be recognised by them.")
    return _table(title, [column, _("People")], rows, note if hidden else "")
