"""What somebody may say about a session: on their phone, and as the office keys it from paper."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from forum.accounts.forms_consent import Consenting
from forum.city import queries as city
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import paragraph, reachable
from forum.core.forms import KeyedForm, OpenForm, OptionalSelect, choice, one_line
from forum.programs.feedback import RATINGS
from forum.programs.models import ProgramSession

LONGEST_WORDS = 1000


def _rating(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


class ThreeQuestions:
    """The questions both forms ask; one of them has to be answered."""

    rating = RadioField(
        _l("How was it?"),
        choices=[choice(*each) for each in RATINGS.items()],
        coerce=_rating,
        validate_choice=False,
    )
    good = paragraph(_l("What was good?"), LONGEST_WORDS)
    better = paragraph(_l("What should be different?"), LONGEST_WORDS)
    neighbourhood = OptionalSelect(_l("Neighbourhood"))
    age_band = OptionalSelect(_l("Age"))

    def offer_places(self) -> None:
        """Offer the parts of the city and the ages."""
        self.neighbourhood.offer(city.neighbourhoods(), _l("Not told"))
        self.age_band.offer(city.age_bands(), _l("Not told"))

    def validate_rating(self, field: Any) -> None:
        """Refuse a rating there is none of, and a form that says nothing."""
        if field.data is not None and field.data not in RATINGS:
            raise ValidationError(_l("Please choose from the list."))
        if field.data is None and not (self.good.data or self.better.data):
            raise ValidationError(_l("Please answer at least one of the three questions."))

    def said(self) -> dict[str, Any]:
        """Return what was said, as ``feedback.give`` takes it."""
        return {
            "rating": self.rating.data,
            "good": self.good.data or "",
            "better": self.better.data or "",
            "neighbourhood_id": self.neighbourhood.data,
            "age_band_id": self.age_band.data,
        }


class FeedbackForm(ThreeQuestions, OpenForm):
    """How a session was, told by whoever was there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer_places()


class DeskForm(ThreeQuestions, Consenting, KeyedForm):
    """How a session was, as it stands on a sheet of paper."""

    event = OptionalSelect(
        _l("Session"), validators=[DataRequired(_l("Please choose the session."))]
    )
    contact = StringField(
        _l("E-mail address or telephone"),
        filters=[one_line],
        validators=[Optional(), Length(max=LONGEST_CONTACT), reachable],
    )

    def __init__(self, sessions: list[ProgramSession], label: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer_places()
        self.event.choices = [choice(each.event_id, label(each.event)) for each in sessions]
