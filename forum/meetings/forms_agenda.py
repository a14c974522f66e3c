"""What facilitators may type about an agenda: its items, their documents, and the tables."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import InputRequired, NumberRange

from forum.city import queries as city
from forum.core.fields import Whole, line, paragraph, web_address
from forum.core.forms import Flag, KeyedForm, OptionalSelect, one_line
from forum.meetings.drafting import MOST_TABLES, TableRow
from forum.meetings.models import AgendaItem, Meeting

#: Longer than a day is not an item but a conference.
MOST_MINUTES = 600
ITEM = ("title_hu", "title_en", "aim_hu", "aim_en", "minutes", "presenter", "at_tables")


class ItemForm(KeyedForm):
    """One item of the agenda."""

    #: What the item said when the form was shown (``AgendaItem.fingerprint``).
    seen = HiddenField(filters=[one_line])
    title_hu = line(_l("Title, in Hungarian"), 200, needed=_l("Please write a title."))
    title_en = line(_l("Title, in English"), 200)
    aim_hu = paragraph(_l("What it is to reach, in Hungarian"), 500)
    aim_en = paragraph(_l("What it is to reach, in English"), 500)
    minutes = Whole(
        _l("How many minutes it takes"),
        default=15,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(1, MOST_MINUTES, _l("Please write a number from %(min)d to %(max)d.")),
        ],
    )
    presenter = line(_l("Presenter"), 120)
    at_tables = Flag(_l("People work at tables and write down what is said there"))

    def __init__(self, item: AgendaItem | None = None, **kwargs: Any) -> None:
        shown = {name: getattr(item, name) for name in ITEM} if item else {}
        super().__init__(data=shown, **kwargs)
        if item is not None and not self.seen.raw_data:
            self.look_at(item)

    def look_at(self, item: AgendaItem) -> None:
        """Show the form beside the item as it is now; what was typed stays."""
        self.seen.data = item.fingerprint

    def values(self) -> dict[str, Any]:
        """Return the item as it is kept."""
        return {name: self[name].data or "" for name in ITEM} | {
            "at_tables": bool(self.at_tables.data)
        }


class DocumentForm(KeyedForm):
    """A document of an item: a file, or an address."""

    title = line(_l("What it is called"), 200, needed=_l("Please write a title."))
    url = line(_l("Address on the web"), 500, web_address)
    file = FileField(_l("File (PDF, JPEG or PNG)"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two."""
        good = super().validate(extra_validators)
        if good and bool(self.url.data) == bool(self.file.data):
            self.url.errors = [_l("Please give either an address or a file.")]
            return False
        return good


class TablesForm(KeyedForm):
    """How many tables there are, and what each is called."""

    number = Whole(
        _l("How many tables there are"),
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(0, MOST_TABLES, _l("Please write a number from %(min)d to %(max)d.")),
        ],
    )

    def rows(self) -> list[TableRow]:
        """Return the tables as they are to be; new ones have no name yet."""
        numbers = range(1, (self.number.data or 0) + 1)
        return [self._row(n) if f"name_{n}" in self else TableRow("", None) for n in numbers]

    def _row(self, number: int) -> TableRow:
        return TableRow(self[f"name_{number}"].data or "", self[f"place_{number}"].data)


def tables_form(meeting: Meeting, **kwargs: Any) -> TablesForm:
    """Return the form of the tables, with the name and the neighbourhood of each there is."""
    fields: dict[str, Any] = {}
    shown: dict[str, Any] = {"number": len(meeting.tables)}
    for table in meeting.tables:
        n = table.number
        fields[f"name_{n}"] = line(_l("Name of table %(number)s", number=n), 80)
        fields[f"place_{n}"] = OptionalSelect(_l("Neighbourhood of table %(number)s", number=n))
        shown |= {f"name_{n}": table.name, f"place_{n}": table.neighbourhood_id}
    form: TablesForm = type("TablesOf", (TablesForm,), fields)(data=shown, **kwargs)
    places = city.neighbourhoods() if fields else []
    for name in fields:
        if name.startswith("place_"):
            form[name].offer(places, _l("Not given"))
    return form
