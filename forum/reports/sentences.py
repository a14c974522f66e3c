"""The opening of a theme's chapter: fixed patterns filled with counts, names and quotes.

No sentence is generated. Each carries what it was filled with: its numbers with the opinions they
count, its names, its quotes; `resolving` counts them once more before anything is published.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from forum.core.cells import MINIMUM_CELL
from forum.core.i18n import az, language
from forum.core.languages import Both, both
from forum.reports.figures import Data
from forum.reports.ledger import Entry, people
from forum.themes.differences import Difference
from forum.themes.voices import Voice

#: Places named as those where a theme came up more often; the tables have them all.
MOST_PLACES = 2


def opening(
    theme: Data,
    entries: Sequence[Entry],
    everybody: Sequence[Entry],
    more_often: Iterable[tuple[Difference, Both]],
    voices: Iterable[Voice],
) -> list[Data]:
    """Return the sentences that open the chapter of a theme, each with what it stands on.

    ``entries`` are the theme's opinions and ``everybody`` all of the conversation; ``more_often``
    holds the differences that are ones, each with how its place is said.
    """
    shown = {cell["id"] for cell in theme["by_neighbourhood"] if not cell["suppressed"]}
    places = [pair for pair in more_often if pair[0].part in shown][:MOST_PLACES]
    found = [
        _spoke(entries),
        _ways(theme, entries),
        *(_more_often(place) for _difference, place in places),
        *(_same_words(voice, entries) for voice in list(voices)[:1]),
        *(_weighed(kind, theme) for kind in ("agreed", "rejected", "divided")),
    ]
    made = [sentence for sentence in found if sentence]
    quoted = _quoted(theme, {each["opinion"] for sentence in made for each in sentence["quotes"]})
    return [*made, quoted] if quoted else made


def _spoke(entries: Sequence[Entry]) -> Data:
    spoke, said = people(entries), len(entries)

    def say() -> str:
        who = ngettext("%(n)s person", "%(n)s people", spoke, n=format_decimal(spoke))
        if spoke == said:
            return str(_("%(people)s spoke about this.", people=who))
        what = ngettext("in %(n)s opinion", "in %(n)s opinions", said, n=format_decimal(said))
        return str(_("%(people)s spoke about this, %(opinions)s.", people=who, opinions=what))

    numbers = [_number(spoke, "people", theme=True)]
    if spoke != said:
        numbers.append(_number(said, "opinions", theme=True))
    return _sentence("people", say, numbers)


def _ways(theme: Data, entries: Sequence[Entry]) -> Data | None:
    """Say by which channels people spoke; that there are more is told, not how many."""
    cells = [cell for cell in theme["by_channel"] if not cell["suppressed"]]
    more = len(cells) < len(theme["by_channel"])
    if not cells:
        return None
    cells.sort(key=lambda cell: -cell["people"])
    return _sentence(
        "ways",
        lambda: _(
            "How %(the_people)s people spoke: %(ways)s.",
            the_people=the(people(entries)),
            ways=_listed_ways(cells, more),
        ),
        [
            _number(people(entries), "people", theme=True),
            *(_number(cell["people"], "people", theme=True, channel=cell["id"]) for cell in cells),
        ],
        [cell["name"] for cell in cells],
    )


def _listed_ways(cells: Sequence[Data], more: bool) -> str:
    told = [f"{format_decimal(cell['people'])} {cell['name'][language()]}" for cell in cells]
    return ", ".join([*told, _("the others in other ways")] if more else told)


def _more_often(place: Both) -> Data:
    """Name a place; how many people live there and spoke stands in the table, in steps, if at all."""
    return _sentence(
        "more_often",
        lambda: _("%(place)s this came up more often than elsewhere.", place=place[language()]),
        [],
        [place],
    )


def _same_words(voice: Voice, entries: Sequence[Entry]) -> Data | None:
    """Tell of a campaign: many people with one wording."""
    ids = set(voice.opinions)
    rows = [entry for entry in entries if entry.id in ids]
    number = people(rows)
    if number < MINIMUM_CELL:
        return None
    return _sentence(
        "same_words",
        lambda: _(
            "%(people)s said this in nearly the same words: one voice, counted as %(number)s people.",
            people=ngettext("%(n)s person", "%(n)s people", number, n=format_decimal(number)),
            number=format_decimal(number),
        ),
        [_number(number, "people", opinions=[entry.reference for entry in rows])] * 2,
    )


def _weighed(kind: str, theme: Data) -> Data | None:
    """Quote what is agreed on, rejected, or divides most clearly, with how it was weighed."""
    listed = [each for each in theme[kind] if _fits(each)]
    if not listed:
        return None
    found = listed[0]
    patterns: Mapping[str, Callable[..., str]] = {
        "agreed": lambda **words: _(
            "Most people agree with this: “%(quote)s” (%(counts)s).", **words
        ),
        "rejected": lambda **words: _(
            "Most people disagree with this: “%(quote)s” (%(counts)s).", **words
        ),
        "divided": lambda **words: _(
            "People are divided on this: “%(quote)s” (%(counts)s).", **words
        ),
    }
    votes = ("agrees", "disagrees", "passes")
    return _sentence(
        kind,
        lambda: patterns[kind](
            quote=found["text"],
            counts=_(
                "%(agrees)s agree, %(disagrees)s disagree, %(passes)s pass",
                **{vote: format_decimal(found[vote]) for vote in votes},
            ),
        ),
        [_number(found[vote], vote, opinions=[found["reference"]]) for vote in votes],
        quotes=[found],
    )


def _fits(quote: Data) -> bool:
    """Whether a quote can stand inside a sentence: on one line, and nothing left out of it."""
    return not quote["shortened"] and "\n" not in quote["text"]


def _quoted(theme: Data, told: set[int]) -> Data | None:
    """Quote somebody whose words were not told yet."""
    fitting = [each for each in theme["quotes"] if "\n" not in each["text"]]
    found = [each for each in fitting if each["opinion"] not in told]
    if not found:
        return None
    return _sentence(
        "quote",
        lambda: _("Somebody put it like this: “%(quote)s”", quote=found[0]["text"]),
        [],
        quotes=[found[0]],
    )


def _sentence(
    kind: str,
    say: Callable[[], str],
    numbers: list[Data],
    names: Iterable[Both] = (),
    quotes: Iterable[Data] = (),
) -> Data:
    """Return a sentence in both languages with everything it was filled with."""
    return {
        "kind": kind,
        "text": {code: capital(words) for code, words in both(say).items()},
        "numbers": numbers,
        "names": list(names),
        "quotes": [
            {name: each[name] for name in ("opinion", "reference", "text", "language")}
            for each in quotes
        ],
    }


def _number(value: int, counts: str, **where: Any) -> Data:
    """Return a number with what it counts, and in which opinions."""
    return {"value": value, "counts": counts, "where": where}


def chosen(
    where: Mapping[str, Any], entries: Sequence[Entry], everybody: Sequence[Entry]
) -> list[Entry]:
    """Return the opinions a number counts: of the theme or of everybody, by a channel, or named.

    ``opinions`` names each by its reference.
    """
    rows = entries if where.get("theme") else everybody
    tests: dict[str, Callable[[Entry, Any], bool]] = {
        "channel": lambda entry, value: entry.channel == value,
        "opinions": lambda entry, value: entry.reference in value,
    }
    given = [(test, where[name]) for name, test in tests.items() if name in where]
    return [entry for entry in rows if all(test(entry, value) for test, value in given)]


def the(number: int) -> str:
    """Write a number with its article: az 5, a 41, the 41."""
    shown = format_decimal(number)
    return az(shown) if language() == "hu" else _("the %(number)s", number=shown)


def capital(words: Any) -> str:
    """Begin a sentence with a capital letter."""
    text = str(words)
    return text[:1].upper() + text[1:]
