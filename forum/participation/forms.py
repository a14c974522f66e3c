"""What planners may type: the name of a period, a target of the grant, the figures of a census."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum.city import queries as city
from forum.core.fields import Day, Whole, paragraph, words
from forum.core.forms import Form, KeyedForm, OptionalSelect, choice
from forum.participation.aims import INDICATORS, LONGEST_SOURCE
from forum.participation.kinds import KINDS
from forum.participation.models import LONGEST_NAME

#: No grant of a city asks for more; a number beyond it is a slip of the finger.
MOST = 100_000_000
#: Residents of one age band of one neighbourhood; the largest city has fewer.
MOST_RESIDENTS = 10_000_000
FIRST_YEAR, LAST_YEAR = 1869, 2100
#: Letters of a pasted census: a thousand rows.
LONGEST_PASTED = 60_000


class CloseForm(Form):
    """The name a period gets when it is closed."""

    name = words(_l("What to call it"), LONGEST_NAME, needed=True)
    #: The period that was open when the planner saw the page.
    seen = HiddenField()

    @property
    def seen_id(self) -> int:
        """The number of that period; 0 when it cannot be read."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class TargetForm(KeyedForm):
    """A target of the grant."""

    project = SelectField(_l("Project"), coerce=int, validators=[DataRequired()])
    indicator = RadioField(
        _l("What is counted?"),
        choices=[choice(name, label) for name, label in INDICATORS.items()],
        validators=[InputRequired(_l("Please choose one."))],
    )
    kinds = SelectMultipleField(
        _l("Which kinds count?"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Please choose at least one."))],
    )
    amount = Whole(
        _l("How many?"),
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(1, MOST, _l("Please write a number from %(min)s to %(max)s.")),
        ],
    )
    by_day = Day(_l("By which day?"), validators=[InputRequired(_l("Please fill this in."))])

    def __init__(self) -> None:
        super().__init__()
        self.project.choices = [choice(row.id, row.name) for row in city.projects()]
        self.kinds.choices = [choice(kind.name, kind.label) for kind in KINDS.values()]
        if not self.is_submitted():
            self.kinds.data = [kind.name for kind in KINDS.values() if kind.counts_by_default]

    def values(self) -> dict[str, Any]:
        """Return the target as it was typed."""
        names = ("indicator", "kinds", "amount", "by_day")
        return {"project_id": self.project.data, **{name: self[name].data for name in names}}


class Year(Whole):
    """A year, whose digits nobody groups."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


class CensusForm(KeyedForm):
    """Where census figures come from; they themselves are a grid, a pasted table or a file."""

    source = words(_l("Where the figures are from"), LONGEST_SOURCE, needed=True)
    year = Year(
        _l("Year"),
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("Please write a year, such as 2022.")),
        ],
    )

    #: What stands in the boxes of the grid, by neighbourhood and age band.
    grid: Mapping[tuple[int, int], str] = MappingProxyType({})

    def more_words(self) -> dict[str, list[str]]:
        """Return the figures of the grid."""
        return {f"{place}-{band}": [typed] for (place, band), typed in self.grid.items()}


class CensusListForm(CensusForm):
    """Census figures as a list, pasted or in a file."""

    pasted = paragraph(_l("The list, pasted"), LONGEST_PASTED)
    file = FileField(_l("Or the list as a file, CSV or XLSX"))

    def validate_pasted(self, field: Any) -> None:
        """Ask for one of the two."""
        if not field.data and not self.file.data:
            raise ValidationError(_l("Please paste the list or choose a file."))


class LedgerFilter(Form):
    """What to see of the ledger; it is asked with GET, so it needs no token."""

    class Meta:
        csrf = False

    period = OptionalSelect(_l("Period"))
    kind = SelectField(_l("Kind of activity"), validate_choice=False)
