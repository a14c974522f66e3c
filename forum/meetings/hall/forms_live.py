"""What may be typed while a forum is going on: at the console, and at the tables."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from forum.accounts.models import Person
from forum.city import queries as city
from forum.core.fields import Day, Whole, says_something, words
from forum.core.forms import (
    TOO_LONG,
    EntryForm,
    Flag,
    Form,
    KeyedForm,
    OptionalSelect,
    choice,
    one_line,
    row_number,
)
from forum.meetings.hall.capturing import LONGEST
from forum.meetings.hall.polling import FEWEST_OPTIONS, MOST_HANDS, MOST_OPTIONS
from forum.meetings.models import Meeting, MeetingTable


class ItemNumber(HiddenField):
    """The number of the item the page showed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nonsense is none."""
        try:
            self.data = row_number(valuelist[0]) if valuelist else None
        except ValueError:
            self.data = None


def _said(label: Any) -> Any:
    return words(label, LONGEST, says_something, needed=True, kind=TextAreaField)


def _line(label: Any, longest: int, needed: bool = True) -> StringField:
    need = DataRequired(_l("Please fill this in.")) if needed else Optional()
    return StringField(
        label, filters=[one_line], validators=[need, Length(max=longest, message=TOO_LONG)]
    )


def _hands(label: Any) -> Whole:
    most = NumberRange(max=MOST_HANDS, message=_l("Please check this number."))
    return Whole(label, validators=[Optional(), most])


class CaptureForm(EntryForm):
    """What somebody says in the hall."""

    text = _said(_l("What is said"))
    item = ItemNumber()
    table = OptionalSelect(_l("Which table"))
    neighbourhood = OptionalSelect(_l("Neighbourhood"))

    def __init__(self, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._tables = {table.id: table for table in meeting.tables}
        self.table.choices = _choices(meeting.tables, _l("From the hall"))
        self.neighbourhood.offer(city.neighbourhoods(), _l("Not told"))

    @property
    def from_table(self) -> MeetingTable | None:
        """The table it was said at."""
        return self._tables.get(self.table.data)


def _choices(tables: list[MeetingTable], nothing: Any) -> list[Any]:
    return [choice("", nothing), *(choice(table.id, table.label) for table in tables)]


class TableForm(EntryForm):
    """What a table writes down on its own."""

    text = _said(_l("What did somebody say at your table?"))
    item = ItemNumber()
    same_as = HiddenField(validators=[Length(max=64)])
    same_person = Flag(_l("The same person said this as the one before"))


class SpeakerForm(KeyedForm):
    """Somebody in the hall asks to speak."""

    name = _line(_l("Who asks to speak"), 80)
    has_spoken = Flag(_l("Has spoken already"))


class PollForm(KeyedForm):
    """A question to the hall and its answers."""

    question = _line(_l("The question"), 300)
    option_1 = _line(_l("Answer 1"), 160)
    option_2 = _line(_l("Answer 2"), 160)
    option_3 = _line(_l("Answer 3"), 160, needed=False)
    option_4 = _line(_l("Answer 4"), 160, needed=False)
    option_5 = _line(_l("Answer 5"), 160, needed=False)
    option_6 = _line(_l("Answer 6"), 160, needed=False)
    hands_only = Flag(_l("Only a show of hands, no phones"))

    def options(self) -> list[str]:
        """Return the answers that were given."""
        given = (self[f"option_{n}"].data for n in range(1, MOST_OPTIONS + 1))
        return [text for text in given if text]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that no two answers are the same."""
        good = super().validate(extra_validators)
        options = [text.casefold() for text in self.options()]
        if good and len(set(options)) < max(len(options), FEWEST_OPTIONS):
            self.option_2.errors = [*self.option_2.errors, _l("Two answers are the same.")]
            return False
        return good


class ParkForm(KeyedForm):
    """Something to keep for later."""

    point = _line(_l("What to keep for later"), 500)


class SettleForm(Form):
    """What became of something parked."""

    outcome = _line(_l("What became of it"), 500, needed=False)


class DecisionForm(KeyedForm):
    """What the forum decided."""

    decision = words(_l("The decision, word for word"), 1000, needed=True, kind=TextAreaField)
    votes_for = _hands(_l("For"))
    votes_against = _hands(_l("Against"))
    abstentions = _hands(_l("Abstained"))


class TaskForm(KeyedForm):
    """Who does what by when."""

    what = _line(_l("What is to be done"), 500)
    who = _line(_l("Who does it"), 120)
    due_on = Day(_l("By when"), validators=[Optional()])
    followed_by = OptionalSelect(_l("Who of the office follows it"))

    def __init__(self, staff: list[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._staff = {person.id: person for person in staff}
        self.followed_by.offer(staff, _l("Nobody"))

    @property
    def follower(self) -> Person | None:
        """The member of staff who follows it."""
        return self._staff.get(self.followed_by.data)
