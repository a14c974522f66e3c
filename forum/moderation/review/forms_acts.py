"""What one may type about one text: report it, hide it, restore it."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from forum.core.forms import TOO_LONG, Form, OpenForm, choice, tidy
from forum.moderation.decisions.reason_words import choices, words_for
from forum.moderation.fields import LONGEST_NOTE, ask_because, ask_reason

#: When each reason fits, told under it.
HINTS = {
    "abuse": _l("It insults or threatens somebody."),
    "hate": _l("It stirs people up against those of another origin, faith, age or way of life."),
    "personal_data": _l("A name with an address, a phone number or an illness; a child one knows."),
    "accusation": _l("It says of somebody who can be recognised that they did wrong."),
    "advertising": _l("It sells something."),
    "off_topic": _l("It has nothing to do with what was asked."),
    "duplicate": _l("The same words stand here several times."),
}


class ReportForm(OpenForm):
    """Why somebody thinks that a text should be looked at."""

    reason = ask_reason(_l("What is wrong with it?"), _l("something else"))
    note = TextAreaField(
        _l("What else should we know?"),
        filters=[tidy],
        validators=[Length(max=LONGEST_NOTE, message=TOO_LONG)],
    )


class ActForm(Form):
    """An act on a text; ``next`` is where the facilitator came from."""

    next = HiddenField(validators=[Length(max=200)])


class HideForm(ActForm):
    """Why a text is hidden: the kind of reason for the public log, words for the author."""

    reason = ask_reason(_l("Reason"), _l("another reason, told to the author"))
    ready = SelectField(_l("Words kept for this"), validate_choice=False)
    because = ask_because(
        _l("Words to the author"), _l("Please tell the author in a sentence why it is hidden.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = choices(str(get_locale()))
        self.ready.choices = [choice("", _l("I write my own")), *(choice(*one) for one in kept)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Let chosen words stand where none were typed."""
        self.because.data = self.because.data or words_for(self.ready.data)
        if self.because.data and not any(self.because.raw_data or []):
            self.because.raw_data = [self.because.data]
        return super().validate(extra_validators)


class RestoreForm(ActForm):
    """Why a hidden text appears again."""

    because = ask_because(
        _l("Words to the author"), _l("Please tell the author in a sentence why it appears again.")
    )
