"""What administrators may type about the city."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, TelField
from wtforms.validators import Email, InputRequired, NumberRange, Optional, ValidationError

from forum.city import queries
from forum.city.fields import Day, Names, Percent, Whole, paragraph, words
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.core.forms import Form

#: No total cost of a city's project reaches this; a slip of the finger does.
MOST_COST = 1_000_000_000_000
AGES = NumberRange(0, 120, _l("Please write an age between 0 and 120."))


class WordForm(Form):
    """Base of the city's forms: knows which row it changes."""

    #: Headings and the fields under each; one group without a heading when empty.
    parts: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def __init__(self, word: Any = None, **kwargs: Any) -> None:
        super().__init__(obj=word, **kwargs)
        self.word = word

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the name of the model's attribute."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields in their groups, for the page."""
        names = self.parts or ((None, tuple(f.name for f in self if f.name != "csrf_token")),)
        return [(title, [self[name] for name in fields]) for title, fields in names]


class OfficeForm(WordForm):
    """The city and its office."""

    name_hu = words(_l("Name of the city, in Hungarian"), 120, needed=True)
    name_en = words(_l("Name of the city, in English"), 120)
    office_hu = words(_l("Office residents can turn to, in Hungarian"), 200)
    office_en = words(_l("Office residents can turn to, in English"), 200)
    contact_email = words(
        _l("E-mail address"), 254,
        Email(_l("Please write an e-mail address, such as office@example.org.")), kind=EmailField,
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
        description=_l("Names people write on paper, divided by commas. Lists are read with these too."),
    )

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name another neighbourhood has."""
        _refuse_taken(queries.neighbourhood_called([field.data], besides=self.word))

    def validate_aliases(self, field: Any) -> None:
        """Refuse a name that would make a list ambiguous."""
        _refuse_taken(queries.neighbourhood_called(field.data or [], besides=self.word))


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
        _l("Oldest"), validators=[Optional(), AGES],
        description=_l("Leave it empty if there is no upper end."),
    )

    def validate_code(self, field: Any) -> None:
        """Refuse a code that is taken."""
        _refuse_taken(queries.same(AgeBand, "code", field.data, besides=self.word))

    def validate_oldest(self, field: Any) -> None:
        """Refuse ages in the wrong order, and bands that overlap."""
        if self.youngest.data is None:
            return
        if field.data is not None and field.data < self.youngest.data:
            raise ValidationError(_("The oldest cannot be younger than the youngest."))
        other = queries.overlapping(self.youngest.data, field.data, besides=self.word)
        retired = self.word is not None and self.word.retired_at is not None
        if other is not None and not retired:
            raise ValidationError(_("These ages overlap with “%(name)s”.", name=other.name))


class CategoryForm(WordForm):
    """A kind of program."""

    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    description_hu = paragraph(_l("One sentence on it, in Hungarian"), 300)
    description_en = paragraph(_l("One sentence on it, in English"), 300)

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name that is taken."""
        _refuse_taken(queries.same(Category, "name_hu", field.data, besides=self.word))


class ProjectForm(WordForm):
    """The grant project."""

    parts = (
        (_l("Project"), ("name_hu", "name_en", "identifier", "beneficiary_hu", "beneficiary_en")),
        (_l("Support"), ("fund_hu", "fund_en", "programme_hu", "programme_en", "total_cost",
                         "currency", "rate_of_support")),
        (_l("Dates"), ("starts_on", "ends_on", "maintenance_until")),
        (_l("What it is for"), ("description_hu", "description_en")),
    )

    name_hu = words(_l("Name in Hungarian"), 200, needed=True)
    name_en = words(_l("Name in English"), 200)
    identifier = words(_l("Project number"), 60, needed=True)
    beneficiary_hu = words(_l("Beneficiary, in Hungarian"), 200)
    beneficiary_en = words(_l("Beneficiary, in English"), 200)
    fund_hu = words(_l("Fund, in Hungarian"), 120)
    fund_en = words(_l("Fund, in English"), 120)
    programme_hu = words(_l("Operational programme, in Hungarian"), 200)
    programme_en = words(_l("Operational programme, in English"), 200)
    total_cost = Whole(
        _l("Total cost"),
        validators=[InputRequired(_l("Please fill this in.")), NumberRange(0, MOST_COST)],
    )
    currency = SelectField(_l("Currency"), choices=[("HUF", "HUF"), ("EUR", "EUR")], default="HUF")
    rate_of_support = Percent(
        _l("Rate of support, in percent"),
        validators=[InputRequired(_l("Please fill this in.")),
                    NumberRange(0, 100, _l("Please write a number between 0 and 100."))],
    )
    starts_on = Day(_l("First day"), validators=[Optional()])
    ends_on = Day(_l("Last day"), validators=[Optional()])
    maintenance_until = Day(
        _l("End of the maintenance period"), validators=[Optional()],
        description=_l("Until this day the results must be kept up."),
    )
    description_hu = paragraph(_l("Description in Hungarian"), 5000)
    description_en = paragraph(_l("Description in English"), 5000)

    def validate_identifier(self, field: Any) -> None:
        """Refuse a project number that is taken."""
        _refuse_taken(queries.same(Project, "identifier", field.data, besides=self.word))

    def validate_ends_on(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day cannot be before the first."))

    def validate_maintenance_until(self, field: Any) -> None:
        """Refuse a maintenance period that ends before the project does."""
        earlier = self.ends_on.data or self.starts_on.data
        if field.data and earlier and field.data < earlier:
            raise ValidationError(_("The maintenance period ends after the project."))


def _refuse_taken(other: Neighbourhood | AgeBand | Category | Project | None) -> None:
    if other is None:
        return
    if getattr(other, "retired_at", None) is not None:
        raise ValidationError(_("“%(name)s” exists, out of use: bring it back instead.", name=other.name))
    raise ValidationError(_("“%(name)s” has this already.", name=other.name))
