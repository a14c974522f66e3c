"""What to show of the list of ideas, and in which order."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from forum.city import queries as city
from forum.core.forms import Form, OptionalSelect, choice, tidy
from forum.ideas.models import STATES
from forum.ideas.queries import Choice

SORTS = {
    "newest": _l("Newest first"),
    "supported": _l("Most supported"),
    "answered": _l("Answered lately"),
}
LONGEST_SEARCH = 200


class FilterForm(Form):
    """What to show of the list; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    q = StringField(_l("Words"), filters=[tidy], validators=[Length(max=LONGEST_SEARCH)])
    category = OptionalSelect(_l("Kind of program"))
    neighbourhood = OptionalSelect(_l("Part of the city"))
    age_band = OptionalSelect(_l("Age"))
    state = SelectField(
        _l("Where it stands"),
        default="",
        choices=[choice("", _l("All")), *(choice(*state) for state in STATES.items())],
    )
    sort = SelectField(
        _l("Order"), default="newest", choices=[choice(*sort) for sort in SORTS.items()]
    )

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.category.offer(city.categories(), _l("All"))
        self.neighbourhood.offer(city.neighbourhoods(), _l("All"))
        self.age_band.offer(city.age_bands(), _l("All"))

    def choice(self) -> Choice:
        """Return what was asked for; a field that makes no sense counts as left alone."""
        self.validate()
        good: dict[str, Any] = {field.name: None if field.errors else field.data for field in self}
        return Choice(
            good["sort"] or "newest",
            good["state"] or "",
            good["category"],
            good["neighbourhood"],
            good["age_band"],
            good["q"] or "",
        )
