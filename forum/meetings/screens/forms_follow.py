"""What one may type while following a forum on a screen."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, InputRequired

from forum.accounts.forms_consent import AboutMe, Consenting
from forum.core.fields import paragraph, words
from forum.core.forms import Form, KeyedForm, choice, one_line, row_number
from forum.meetings.models import Meeting
from forum.meetings.screens.questions import LONGEST_QUESTION, Question

LONGEST_SIGNATURE = 80


class QuestionForm(AboutMe, KeyedForm):
    """A question, signed or not."""

    text = paragraph(_l("Your question"), LONGEST_QUESTION, needed=True)
    signature = words(_l("Your name"), LONGEST_SIGNATURE)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not meeting.anonymous_questions:
            self.signature.validators = [
                DataRequired(_l("At this forum questions are signed. Please write your name.")),
                *self.signature.validators[1:],
            ]
            self.signature.flags.required = True
            self.signature.flags.optional = False

    @property
    def signs(self) -> str:
        """The name in one line; of the young never their own."""
        return self.signed(one_line(self.signature.data))


class HandForm(Consenting, KeyedForm):
    """Under which name the facilitator calls whoever wants to speak."""

    name = words(_l("How shall we call you?"), LONGEST_SIGNATURE, needed=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent.id = self.consent.label.field_id = "hand-consent"  # beside another form

    @property
    def called(self) -> str:
        """The name in one line."""
        return one_line(self.name.data)


class VoteForm(Form):
    """The number of the answer that was tapped."""

    option = HiddenField(validators=[InputRequired(_l("Please choose an answer."))])

    @property
    def number(self) -> int | None:
        """The number, None when it is nonsense."""
        try:
            return row_number(self.option.data)
        except (TypeError, ValueError):
            return None


class MergeForm(Form):
    """Into which question another is merged."""

    into = SelectField(_l("Merge it into"), coerce=int)

    def __init__(self, question: Question, others: list[Question]) -> None:
        super().__init__()
        self.into.choices = [choice(q.id, q.text) for q in others if q.id != question.id]
