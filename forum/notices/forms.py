"""What people may choose about news, and what a facilitator ticks on the list of calls."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from forum.city import queries as city
from forum.core.forms import Form, choice
from forum.core.news import Topic
from forum.core.ticks import several
from forum.notices.models import PACES, Preference
from forum.notices.sorts import SORTS
from forum.notices.timing import Wish

#: Letters a day one may choose.
NUMBERS = (1, 2, 3, 5, 10)


def _hours(label: Any) -> SelectField:
    hours = [choice(hour, f"{hour}:00") for hour in range(24)]
    return SelectField(label, coerce=int, choices=hours, validators=[InputRequired()])


class PreferenceForm(Form):
    """How somebody wants to be told by letter."""

    pace = RadioField(
        _l("When letters come"),
        choices=[choice(value, label) for value, label in PACES.items()],
        validators=[InputRequired()],
    )
    quiet_from = _hours(_l("Quiet from"))
    quiet_until = _hours(_l("Quiet until"))
    most_a_day = SelectField(
        _l("Letters in a day at most"),
        coerce=int,
        choices=[choice(number, str(number)) for number in NUMBERS],
        validators=[InputRequired()],
    )
    wanted = several(
        _l("I want letters about"), [choice(value, label) for value, label in SORTS.items()], str
    )

    @classmethod
    def of(cls, row: Preference | None) -> "PreferenceForm":
        """Return the form with what the person prefers now."""
        usual = row or Wish()
        return cls(
            pace=usual.pace,
            quiet_from=usual.quiet_from,
            quiet_until=usual.quiet_until,
            most_a_day=usual.most_a_day,
            wanted=[sort for sort in SORTS if sort not in usual.muted],
        )


class PlacesForm(Form):
    """The parts of the city and the kinds of programs somebody follows."""

    neighbourhoods = several(_l("Parts of the city"))
    categories = several(_l("Kinds of programs"))

    def __init__(self, followed: list[Topic]) -> None:
        super().__init__(
            neighbourhoods=[number for kind, number in followed if kind == "neighbourhood"],
            categories=[number for kind, number in followed if kind == "category"],
        )
        for field, rows in (
            (self.neighbourhoods, city.neighbourhoods()),
            (self.categories, city.categories()),
        ):
            field.choices = [choice(row.id, row.name) for row in rows]

    def chosen(self) -> list[Topic]:
        """Return the topics that were ticked."""
        places = [("neighbourhood", number) for number in self.neighbourhoods.data or []]
        return places + [("category", number) for number in self.categories.data or []]
