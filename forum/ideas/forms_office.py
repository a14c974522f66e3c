"""What planners may type: answers, mergers, new ideas from parts; what the office looks for."""

from typing import Any, Self

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from forum.city import queries as city
from forum.core.fields import paragraph, says_something, words
from forum.core.forms import Form, KeyedForm, OptionalSelect, choice, one_line
from forum.ideas.answering import NEXT, Office, Reason
from forum.ideas.merging import COUNTING
from forum.ideas.models import LONGEST, LONGEST_TITLE, STATES, Idea
from forum.ideas.office import LISTS, ORDERS, OfficeChoice

LONGEST_REASON = 2000
LONGEST_BECAUSE = 1000
LONGEST_OFFICE = 200
#: The two ways in which one of two ideas leads.
UNDER_OTHER, OVER_OTHER = "under", "over"
ORDER_NAMES = {
    "waiting": _l("Waiting longest"),
    "supported": _l("Most supported"),
    "newest": _l("Newest first"),
}


class AnswerForm(KeyedForm):
    """What the city says to an idea, and why."""

    state = RadioField(
        _l("What does the city say?"),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose an answer."))],
    )
    reason_hu = paragraph(_l("Why, in plain words"), LONGEST_REASON, says_something, needed=True)
    reason_en = paragraph(_l("The same in English"), LONGEST_REASON)
    office = words(_l("Which office does it belong to?"), LONGEST_OFFICE)
    office_contact = words(_l("How to reach that office"), LONGEST_OFFICE)

    def __init__(self, idea: Idea, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = [choice(state, STATES[state]) for state in NEXT[idea.state]]

    def validate_state(self, field: Any) -> None:
        """Accept a step that may follow the present one."""
        if field.data not in {each.value for each in field.choices}:
            raise StopValidation(_l("This answer cannot follow the present one."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for the other office where the idea belongs there."""
        good = super().validate(*args, **kwargs)
        if self.state.data != "elsewhere":
            return good
        for field in (self.office, self.office_contact):
            if not field.data:
                field.errors = [*field.errors, _l("Please fill this in.")]
                good = False
        return good

    def words(self) -> Reason:
        """Return the reason in both languages."""
        return Reason(self.reason_hu.data, self.reason_en.data or "")

    def elsewhere(self) -> Office:
        """Return the other office."""
        return Office(one_line(self.office.data), one_line(self.office_contact.data))


class ReplyForm(Form):
    """What the author says to an answer, once."""

    code = HiddenField(validators=[Length(max=40)])
    text = paragraph(_l("Your reply"), LONGEST_BECAUSE, says_something, needed=True)


class MergeForm(Form):
    """Which idea leads, what becomes of supporters, and why."""

    into = HiddenField(validators=[Length(max=12)])
    leads = RadioField(
        _l("Which one leads?"),
        choices=[choice(UNDER_OTHER, ""), choice(OVER_OTHER, "")],
        default=UNDER_OTHER,
        validators=[InputRequired(_l("Please choose one of the two."))],
    )
    counting = RadioField(
        _l("What becomes of the supporters?"),
        choices=[choice(*each) for each in COUNTING.items()],
        default="ask",
        validators=[InputRequired(_l("Please choose one of the two."))],
    )
    because = paragraph(_l("Why do they belong together?"), LONGEST_BECAUSE, needed=True)

    @classmethod
    def of(cls, idea: Idea, other: Idea | None) -> Self:
        """Return the form for two ideas: the one that more people support leads."""
        if other is None:
            return cls()
        over = idea.supports_count > other.supports_count
        return cls(into=str(other.id), leads=OVER_OTHER if over else UNDER_OTHER)


class SplitForm(KeyedForm):
    """A part of an idea, in words that stand by themselves."""

    title = words(_l("What is the part called?"), LONGEST_TITLE, says_something, needed=True)
    text = paragraph(_l("What would it be, and why?"), LONGEST, says_something, needed=True)
    because = paragraph(_l("Why is it better by itself?"), LONGEST_BECAUSE, needed=True)

    def validate_title(self, field: Any) -> None:
        """Keep the name in one line."""
        field.data = one_line(field.data)


class OfficeFilter(Form):
    """What the office looks for; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    list = HiddenField(default="new")
    q = words(_l("Words or number"), LONGEST_OFFICE)
    category = OptionalSelect(_l("Kind of program"))
    neighbourhood = OptionalSelect(_l("Part of the city"))
    order = SelectField(
        _l("Order"),
        default="waiting",
        choices=[choice(*each) for each in ORDER_NAMES.items()],
        validators=[Optional()],
    )

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.category.offer(city.categories(), _l("All"))
        self.neighbourhood.offer(city.neighbourhoods(), _l("All"))

    def choice(self) -> OfficeChoice:
        """Return what was asked for; what makes no sense counts as left alone."""
        self.validate()
        good: dict[str, Any] = {field.name: None if field.errors else field.data for field in self}
        return OfficeChoice(
            good["list"] if good["list"] in LISTS else "new",
            good["category"],
            good["neighbourhood"],
            good["q"] or "",
            good["order"] if good["order"] in ORDERS else "waiting",
        )
