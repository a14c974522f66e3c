"""What administrators may type about the grant project."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from forum.city import queries
from forum.city.forms_base import WordForm, refuse_taken
from forum.city.models import Project
from forum.core.fields import Day, Percent, Whole, paragraph, words
from forum.core.forms import Flag

#: No total cost of a city's project reaches this; a slip of the finger does.
MOST_COST = 1_000_000_000_000


class ProjectForm(WordForm):
    """The grant project."""

    parts = (
        (_l("Project"), ("name_hu", "name_en", "identifier", "beneficiary_hu", "beneficiary_en")),
        (
            _l("Support"),
            (
                "fund_hu",
                "fund_en",
                "programme_hu",
                "programme_en",
                "total_cost",
                "currency",
                "rate_of_support",
            ),
        ),
        (_l("Dates"), ("starts_on", "ends_on", "maintenance_until")),
        (_l("Counting participants"), ("counts_sex",)),
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
    currency = SelectField(_l("Currency"), choices=["HUF", "EUR"], default="HUF")
    rate_of_support = Percent(
        _l("Rate of support, in percent"),
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(0, 100, _l("Please write a number between 0 and 100.")),
        ],
    )
    starts_on = Day(_l("First day"), validators=[Optional()])
    ends_on = Day(_l("Last day"), validators=[Optional()])
    maintenance_until = Day(
        _l("End of the maintenance period"),
        validators=[Optional()],
        description=_l("Until this day the results must be kept up."),
    )
    counts_sex = Flag(
        _l("The grant asks for participants by sex"),
        description=_l("Then the door and the keyed sheets ask for it; it can always be left out."),
    )
    description_hu = paragraph(_l("Description in Hungarian"), 5000)
    description_en = paragraph(_l("Description in English"), 5000)

    def validate_identifier(self, field: Any) -> None:
        """Refuse a project number that is taken."""
        refuse_taken(queries.same(Project, "identifier", field.data, besides=self.word))

    def validate_ends_on(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day cannot be before the first."))

    def validate_maintenance_until(self, field: Any) -> None:
        """Refuse a maintenance period that ends before the project does."""
        earlier = self.ends_on.data or self.starts_on.data
        if field.data and earlier and field.data < earlier:
            raise ValidationError(_("The maintenance period ends after the project."))
