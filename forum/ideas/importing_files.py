"""Lists of ideas as files: say what is wrong with each row, keep the good.

Columns: ``title`` and ``text`` (required), ``category``, ``neighbourhood``, ``age_group``, ``place``,
``timing``, ``needs``, ``cost``, ``channel``, ``signature``, ``contact``; Hungarian headings are
understood too. Of a contact only the fingerprint is taken in.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from flask_babel import gettext as _

from forum.city.names import known_categories, known_names
from forum.core.contacts import contact_key
from forum.core.fields import GROUPED, MOST_FORINTS
from forum.core.forms import one_line
from forum.core.lists import Findings, Rows, cells_of
from forum.ideas.models import LONGEST, LONGEST_SIGNATURE, LONGEST_TITLE
from forum.ideas.proposing import Proposal

#: Rows of one list of ideas; residents and the office read each of them.
MOST_IDEAS = 10_000
#: Ideas shown before a list is taken in, to see that its columns were understood.
SAMPLE_ROWS = 10

HEADINGS = {
    "title": "title",
    "idea": "title",
    "cim": "title",
    "otlet": "title",
    "text": "text",
    "description": "text",
    "szoveg": "text",
    "leiras": "text",
    "category": "category",
    "kind": "category",
    "programfajta": "category",
    "kategoria": "category",
    "neighbourhood": "neighbourhood",
    "varosresz": "neighbourhood",
    "agegroup": "age_group",
    "ageband": "age_group",
    "korcsoport": "age_group",
    "place": "place",
    "helyszin": "place",
    "hely": "place",
    "timing": "timing",
    "when": "timing",
    "mikor": "timing",
    "idopont": "timing",
    "needs": "needs",
    "mikell": "needs",
    "szukseges": "needs",
    "cost": "cost",
    "koltseg": "cost",
    "channel": "channel",
    "csatorna": "channel",
    "signature": "signature",
    "alairas": "signature",
    "contact": "contact",
    "elerhetoseg": "contact",
}
CHANNEL_WORDS = {
    **{name: name for name in ("web", "table", "paper", "phone", "forum", "import")},
    "online": "web",
    "asztal": "table",
    "papir": "paper",
    "telefon": "phone",
    "forum": "forum",
    "lista": "import",
}
#: Plain text columns and how long each may be.
TEXTS = {"place": 200, "timing": 200, "needs": 600, "signature": LONGEST_SIGNATURE}


class Names(NamedTuple):
    """What the city calls its kinds of program, its parts and its ages."""

    categories: dict[str, int]
    places: dict[str, int]
    bands: dict[str, int]


def city_names() -> Names:
    """Return what the city calls them now."""
    return Names(known_categories(), *known_names())


@dataclass
class CheckedIdeas(Findings):
    """A list after the check: what would be taken in, and what is wrong with it."""

    proposals: list[Proposal] = field(default_factory=list)


def check(headings: list[str], rows: Rows, names: Names | None = None) -> CheckedIdeas:
    """Check every row; names are those of the city unless others are given."""
    names = names or city_names()
    checked = CheckedIdeas(rows_count=len(rows))
    columns = checked.columns_of(headings, HEADINGS)
    for column in ("title", "text"):
        if column not in columns:
            checked.wrong(1, column, _("There is no column named “%(name)s”.", name=column))
    if checked.errors_count:
        return checked
    if not rows:
        checked.wrong(1, "title", _("There are no ideas under the headings."))
    if len(rows) > MOST_IDEAS:
        checked.wrong(1, "title", _("The list is longer than %(n)s rows.", n=MOST_IDEAS))
        return checked
    for number, row in rows:
        proposal = _proposal(checked, number, cells_of(columns, row), names)
        if proposal is not None:
            checked.proposals.append(proposal)
    return checked


def _proposal(
    checked: CheckedIdeas, number: int, cells: dict[str, str], names: Names
) -> Proposal | None:
    before = checked.errors_count
    title = one_line(cells.get("title"))
    _words(checked, number, "title", title, LONGEST_TITLE, _("The title is missing."))
    _words(checked, number, "text", cells.get("text", ""), LONGEST, _("The text is missing."))
    texts = {column: one_line(cells.get(column)) for column in TEXTS}
    for column, longest in TEXTS.items():
        _words(checked, number, column, texts[column], longest)
    category = checked.look_up(number, "category", cells, names.categories)
    place = checked.look_up(number, "neighbourhood", cells, names.places)
    band = checked.look_up(number, "age_group", cells, names.bands)
    channel = checked.look_up(number, "channel", cells, CHANNEL_WORDS)
    contact = contact_key(cells.get("contact"))
    if cells.get("contact") and contact is None:
        checked.wrong(number, "contact", _("This is no e-mail address or telephone number."))
    cost = _cost(checked, number, cells.get("cost", ""))
    if checked.errors_count > before:
        return None
    return Proposal(
        title,
        cells["text"],
        category_id=category,
        neighbourhood_ids=(place,) if place else (),
        age_band_ids=(band,) if band else (),
        cost=cost,
        contact_key=contact,
        channel=str(channel or "import"),
        **texts,
    )


def _words(
    checked: CheckedIdeas, number: int, column: str, text: str, longest: int, missing: str = ""
) -> None:
    if missing and sum(letter.isalnum() for letter in text) < 2:
        checked.wrong(number, column, missing)
    if len(text) > longest:
        checked.wrong(number, column, _("Longer than %(n)s characters.", n=longest))


def _cost(checked: CheckedIdeas, number: int, text: str) -> int | None:
    digits = GROUPED.sub("", text.removesuffix("Ft").strip())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or int(digits[:12]) > MOST_FORINTS:
        checked.wrong(number, "cost", _("Please write a whole number in digits, such as 12."))
        return None
    return int(digits)
