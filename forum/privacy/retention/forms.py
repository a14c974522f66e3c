"""What administrators may type about keeping and erasing."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from forum.core.fields import Day, number, paragraph, says_something
from forum.core.forms import Form, KeyedForm, choice
from forum.core.keeping import DataClass, classes
from forum.privacy.retention.models import LONGEST_REASON
from forum.privacy.retention.periods import MOST_DAYS, why_not


def _reason(label: Any = _l("Why")) -> Any:  # noqa: B008
    return paragraph(label, LONGEST_REASON, says_something, needed=True)


class PeriodForm(KeyedForm):
    """How many days a class is kept from now on, and why."""

    days = number(_l("Days"), 1, MOST_DAYS, needed=_l("Please fill this in."))
    because = _reason()

    def __init__(self, one: DataClass, **more: Any) -> None:
        super().__init__(**more)
        self.one = one

    def validate_days(self, field: Any) -> None:
        """Say beside the field what this class cannot be kept for."""
        fault = None if field.data is None else why_not(self.one, field.data)
        if fault:
            raise ValidationError(fault)


class HoldForm(KeyedForm):
    """What has to be kept, until when, and why."""

    data_class = SelectField(_l("What to hold"))
    until = Day(_l("Until this day"), validators=[Optional()])
    because = _reason()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        held = [choice(one.name, one.title) for one in classes()]
        self.data_class.choices = [choice("", _l("Everything")), *held]

    @property
    def day(self) -> date | None:
        """The last day of the hold, if one was given."""
        return self.until.data or None


class LiftForm(Form):
    """Why a hold is lifted."""

    because = _reason(_l("Why it is not needed any more"))
