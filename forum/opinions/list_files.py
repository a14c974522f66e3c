"""Lists of opinions as files: say what is wrong with each row, keep the good.

Columns: ``text`` (required), ``neighbourhood``, ``age_group``, ``channel``, ``signature``, ``contact``;
Hungarian headings are understood too. Of a contact only the fingerprint is taken in. Any error
refuses the whole list.
"""

from dataclasses import dataclass, field

from flask_babel import gettext as _

from forum.core.contacts import contact_key
from forum.core.forms import one_line
from forum.core.lists import Findings, Rows, cells_of
from forum.opinions.models import CHANNELS, LONGEST, LONGEST_SIGNATURE
from forum.opinions.operations import Saying

#: Opinions shown before a list is taken in, to see that its columns were understood.
SAMPLE_ROWS = 10

HEADINGS = {
    "text": "text",
    "opinion": "text",
    "szoveg": "text",
    "velemeny": "text",
    "neighbourhood": "neighbourhood",
    "varosresz": "neighbourhood",
    "agegroup": "age_group",
    "ageband": "age_group",
    "korcsoport": "age_group",
    "channel": "channel",
    "csatorna": "channel",
    "signature": "signature",
    "pseudonym": "signature",
    "alairas": "signature",
    "contact": "contact",
    "elerhetoseg": "contact",
}
CHANNEL_WORDS = {
    **{name: name for name in CHANNELS},
    "online": "web",
    "asztal": "table",
    "papir": "paper",
    "telefon": "phone",
    "lista": "import",
}


@dataclass
class Checked(Findings):
    """A list after the check: what would be taken in, and what is wrong with it."""

    sayings: list[Saying] = field(default_factory=list)


def check(
    headings: list[str],
    rows: Rows,
    places: dict[str, int],
    bands: dict[str, int],
) -> Checked:
    """Check every row; ``places`` and ``bands`` give ids by ``plain`` name."""
    checked = Checked(rows_count=len(rows))
    columns = checked.columns_of(headings, HEADINGS)
    if "text" not in columns:
        checked.wrong(1, "text", _("There is no column named “text”."))
        return checked
    if not rows:
        checked.wrong(1, "text", _("There are no opinions under the headings."))
    for number, row in rows:
        cells = cells_of(columns, row)
        saying = _saying(checked, number, cells, places, bands)
        if saying is not None:
            checked.sayings.append(saying)
    return checked


def _saying(
    checked: Checked,
    number: int,
    cells: dict[str, str],
    places: dict[str, int],
    bands: dict[str, int],
) -> Saying | None:
    before = checked.errors_count
    text, signature = cells.get("text", ""), one_line(cells.get("signature"))
    if not text:
        checked.wrong(number, "text", _("The opinion is missing."))
    if len(text) > LONGEST:
        checked.wrong(number, "text", _("Longer than %(n)s characters.", n=LONGEST))
    if len(signature) > LONGEST_SIGNATURE:
        checked.wrong(number, "signature", _("Longer than %(n)s characters.", n=LONGEST_SIGNATURE))
    place = checked.look_up(number, "neighbourhood", cells, places)
    band = checked.look_up(number, "age_group", cells, bands)
    channel = checked.look_up(number, "channel", cells, CHANNEL_WORDS)
    contact = contact_key(cells.get("contact"))
    if cells.get("contact") and contact is None:
        checked.wrong(number, "contact", _("This is no e-mail address or telephone number."))
    if checked.errors_count > before:
        return None
    return Saying(text, str(channel or "import"), signature, place, band, contact)
