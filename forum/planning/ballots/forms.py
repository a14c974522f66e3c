"""What residents mark, what the desk keys, what planners set."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from forum.accounts.forms_consent import Consenting
from forum.city import queries as city
from forum.conversations.models import Conversation
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import MOST_FORINTS, Day, number, reachable
from forum.core.forms import TOO_LONG, KeyedForm, OpenForm, OptionalSelect, choice, tidy
from forum.opinions.models import CHANNELS
from forum.planning.ballots.models import Voting

#: The ways a ballot reaches the desk.
DESK_CHANNELS = ("paper", "phone", "forum", "table")
#: Characters of the numbers on a sheet; more would be more than all of them.
LONGEST_NUMBERS = 400
NOT_TOLD = _l("I would rather not say")


class Homes:
    """Where somebody lives and how old they are, if they like."""

    neighbourhood: Any
    age_band: Any

    def offer_homes(self, nothing: Any) -> None:
        """Offer the city's neighbourhoods and age bands."""
        self.neighbourhood.offer(city.neighbourhoods(), nothing)
        self.age_band.offer(city.age_bands(), nothing)

    def homes(self) -> dict[str, int | None]:
        """Return what was told, as ``give_ballot`` takes it."""
        return {
            "neighbourhood_id": self.neighbourhood.data,
            "age_band_id": self.age_band.data,
        }


class BallotForm(Homes, OpenForm):
    """The programs one would like to see."""

    marks = SelectMultipleField(_l("Programs"), coerce=int, validate_choice=False)
    neighbourhood = OptionalSelect(_l("Your neighbourhood"))
    age_band = OptionalSelect(_l("Your age"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks.choices = []
        self.offer_homes(NOT_TOLD)

    def validate_marks(self, field: Any) -> None:
        """Ask for a mark at least."""
        if not field.data:
            raise ValidationError(_l("Please mark at least one program."))


class DeskForm(Homes, Consenting, KeyedForm):
    """A ballot on paper, by phone or at a forum: the numbers as printed, divided by blanks."""

    numbers = StringField(
        _l("Numbers marked"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Please type the numbers, such as 1 4 7.")),
            Length(max=LONGEST_NUMBERS, message=TOO_LONG),
        ],
    )
    channel = SelectField(_l("How it came"), validators=[DataRequired()])
    neighbourhood = OptionalSelect(_l("Neighbourhood"))
    age_band = OptionalSelect(_l("Age"))
    contact = StringField(
        _l("E-mail or phone number"),
        filters=[tidy],
        validators=[Length(max=LONGEST_CONTACT), reachable],
    )

    def __init__(self, known: Mapping[int, int], *args: Any, **kwargs: Any) -> None:
        """``known`` are the candidates' row numbers by their numbers on the paper."""
        super().__init__(*args, **kwargs)
        self.known = known
        self.channel.choices = [choice(name, CHANNELS[name]) for name in DESK_CHANNELS]
        self.offer_homes(_l("Not told"))

    def typed(self) -> list[int]:
        """Return the numbers that were typed, each once, in order."""
        found = re.findall(r"\d{1,6}", self.numbers.data or "")
        return list(dict.fromkeys(int(each) for each in found))

    def marks(self) -> list[int]:
        """Return the row numbers of the marked candidates."""
        return [self.known[number] for number in self.typed()]

    def validate_numbers(self, field: Any) -> None:
        """Refuse what is no number, and numbers that stand at no program."""
        if re.search(r"[^\d\s,;.]", field.data or "") or not self.typed():
            raise ValidationError(_l("Please type the numbers, such as 1 4 7."))
        strange = [str(number) for number in self.typed() if number not in self.known]
        if strange:
            sentence = _l("On the ballot no program has this number: %(numbers)s.")
            raise ValidationError(sentence % {"numbers": ", ".join(strange)})


class VotingForm(KeyedForm):
    """When residents are asked, and for which budget the advice is worked out."""

    first = Day(_l("First day"), validators=[DataRequired(_l("Please fill this in."))])
    last = Day(_l("Last day"), validators=[DataRequired(_l("Please fill this in."))])
    budget = number(
        _l("Budget for the advice, in forints"), 1, MOST_FORINTS, _l("Please fill this in.")
    )
    conversation = OptionalSelect(_l("Conversation on whose page the ballot is offered too"))

    def __init__(self, voting: Voting | None, conversations: list[Conversation]) -> None:
        """Show how it is set now."""
        super().__init__(data=_as_set(voting))
        rows = [choice("", _l("None")), *(choice(c.id, c.question) for c in conversations)]
        self.conversation.choices = rows


def _as_set(voting: Voting | None) -> dict[str, Any]:
    if voting is None:
        return {}
    return {
        "first": voting.first_day,
        "last": voting.last_day,
        "budget": voting.budget,
        "conversation": voting.conversation_id,
    }
