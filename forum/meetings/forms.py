"""What facilitators may type about a forum, beside what every event has."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.fields import Whole, paragraph, words
from forum.core.forms import Flag, OptionalSelect, choice, one_line
from forum.events.forms import LONGEST_DESCRIPTION, EventForm
from forum.meetings.models import TYPES, Meeting

#: More guests than this would fill the platform.
MOST_GUESTS = 30
LONGEST_GUEST, LONGEST_ROLE = 120, 160
#: How long minutes may be open for comment, in days.
COMMENT_DAYS = (1, 60)
#: Settings that are kept as they were chosen.
SETTINGS = ("type", "newcomers_first", "takes_questions", "anonymous_questions", "comment_days")


class MeetingForm(EventForm):
    """A forum: the form of its event, with what makes it a forum."""

    kind = None
    type = RadioField(
        _l("Type of forum"),
        choices=[choice(*each) for each in TYPES.items()],
        default="opening",
        validators=[InputRequired(_l("Please choose one."))],
    )
    description_hu = words(
        _l("What the forum is for, in Hungarian"),
        LONGEST_DESCRIPTION,
        needed=True,
        kind=TextAreaField,
    )
    description_en = paragraph(_l("What the forum is for, in English"), LONGEST_DESCRIPTION)
    facilitator = OptionalSelect(_l("Facilitator"))
    conversation = OptionalSelect(_l("The conversation it feeds"))
    guests = paragraph(_l("Invited people"), MOST_GUESTS * (LONGEST_GUEST + LONGEST_ROLE))
    newcomers_first = Flag(_l("Those who have not spoken yet come first"), default=True)
    takes_questions = Flag(_l("Those who follow on a screen may put questions"), default=True)
    anonymous_questions = Flag(_l("Questions may be put without a name"), default=True)
    comment_days = Whole(
        _l("Days for commenting on the minutes"),
        default=8,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(*COMMENT_DAYS, _l("Please write a number from %(min)d to %(max)d.")),
        ],
    )

    def __init__(
        self,
        staff: list[Person],
        talks: list[Conversation],
        meeting: Meeting | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["data"] = {**_written(meeting), **kwargs.get("data", {})}
        super().__init__(meeting.event if meeting else None, **kwargs)
        self.facilitator.offer(staff, _l("Not known yet"))
        self.conversation.choices = [
            choice("", _l("None")),
            *(choice(talk.id, talk.question) for talk in talks),
        ]

    def validate_guests(self, field: Any) -> None:
        """Keep the list and its lines short."""
        lines = guests_of(field.data)
        if len(lines) > MOST_GUESTS:
            raise ValidationError(_l("Please name at most %(number)s guests.", number=MOST_GUESTS))
        if any(len(name) > LONGEST_GUEST or len(role) > LONGEST_ROLE for name, role in lines):
            raise ValidationError(_l("One of the lines is too long."))

    def meeting_values(self) -> dict[str, Any]:
        """Return what the forum keeps; its event keeps ``values()``."""
        return {
            **{name: self[name].data for name in SETTINGS},
            "facilitator_id": self.facilitator.data,
            "conversation_id": self.conversation.data,
        }

    def named_guests(self) -> list[tuple[str, str]]:
        """Return who is invited: names and roles."""
        return guests_of(self.guests.data)


def guests_of(text: str | None) -> list[tuple[str, str]]:
    """Read one guest a line: a name, and after the first comma what they are."""
    pairs = (one_line(line).partition(",") for line in (text or "").split("\n"))
    return [(name.strip(), role.strip()) for name, _comma, role in pairs if name.strip()]


def _written(meeting: Meeting | None) -> dict[str, Any]:
    """Return what the form shows first of a forum."""
    if meeting is None:
        return {}
    guests = (f"{one.name}, {one.role}" if one.role else one.name for one in meeting.invitations)
    return {
        **{name: getattr(meeting, name) for name in SETTINGS},
        "facilitator": meeting.facilitator_id,
        "conversation": meeting.conversation_id,
        "guests": "\n".join(guests),
    }
