"""What administrators may type about the city."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, TelField
from wtforms.validators import Email, InputRequired, NumberRange, Optional

from forum.city import queries
from forum.city.forms_base import WordForm, refuse_taken
from forum.city.models import AgeBand, Category
from forum.core.fields import Names, Whole, paragraph, words

AGES = NumberRange(0, 120, _l("Please write an age between 0 and 120."))


class OfficeForm(WordForm):
    """The city and its office."""

    name_hu = words(_l("Name of the city, in Hungarian"), 120, needed=True)
    name_en = words(_l("Name of the city, in English"), 120)
    office_hu = words(_l("Office residents can turn to, in Hungarian"), 200)
    office_en = words(_l("Office residents can turn to, in English"), 200)
    contact_email = words(
        _l("E-mail address"),
        254,
        Email(_l("Please write an e-mail address, such as office@example.org.")),
        kind=EmailField,
    )
    contact_phone = words(_l("Telephone"), 40, kind=TelField)
    contact_address = words(_l("Postal address"), 200)


class NeighbourhoodForm(WordForm):
    """A part of the city."""

    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    aliases = Names(
        _l("Other names"),
        validators=[Optional()],
        description=_l(
            "Names people write on paper, divided by commas. Lists are read with these too."
        ),
    )

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name another neighbourhood has."""
        refuse_taken(queries.neighbourhood_called([field.data], besides=self.word))

    def validate_aliases(self, field: Any) -> None:
        """Refuse a name that would make a list ambiguous."""
        refuse_taken(queries.neighbourhood_called(field.data or [], besides=self.word))


class AgeBandForm(WordForm):
    """A range of ages."""

    code = words(
        _l("Code"), 20, needed=True, description=_l("How lists write it, such as 14-17 or 65+.")
    )
    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    youngest = Whole(
        _l("Youngest"),
        validators=[InputRequired(_l("Please fill this in.")), AGES],
    )
    oldest = Whole(
        _l("Oldest"),
        validators=[Optional(), AGES],
        description=_l("Leave it empty if there is no upper end."),
    )

    def validate_code(self, field: Any) -> None:
        """Refuse a code that is taken."""
        refuse_taken(queries.same(AgeBand, "code", field.data, besides=self.word))

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse also ages in the wrong order, and bands that overlap."""
        if not super().validate(extra_validators):
            return False
        error = self._ages_error(self.youngest.data, self.oldest.data)
        if error:
            self.oldest.errors = [error]
        return not error

    def _ages_error(self, youngest: int, oldest: int | None) -> str:
        if oldest is not None and oldest < youngest:
            return _("The oldest cannot be younger than the youngest.")
        if self.word is not None and self.word.retired_at is not None:
            return ""
        other = queries.overlapping(youngest, oldest, besides=self.word)
        return _("These ages overlap with “%(name)s”.", name=other.name) if other else ""


class CategoryForm(WordForm):
    """A kind of program."""

    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    description_hu = paragraph(_l("One sentence on it, in Hungarian"), 300)
    description_en = paragraph(_l("One sentence on it, in English"), 300)

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name that is taken."""
        refuse_taken(queries.same(Category, "name_hu", field.data, besides=self.word))
