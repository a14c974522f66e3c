"""What one may type about a text of somebody else: report it, hide it, restore it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from forum.core.forms import TOO_LONG, Form, choice, tidy
from forum.moderation.models import REASONS

LONGEST_WORDS = 1000
LONGEST_NOTE = 500

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


def _reason(label: Any, other: Any) -> RadioField:
    """Return the choice of a reason; ``other`` is what the last one is called here."""
    choices = [choice(kind, other if kind == "other" else name) for kind, name in REASONS.items()]
    say = _l("Please choose a reason.")
    return RadioField(
        label,
        choices=choices,
        validate_choice=False,
        validators=[InputRequired(say), AnyOf(REASONS, message=say)],
    )


def _because(label: Any, say: Any) -> TextAreaField:
    lengths = Length(min=1, message=say), Length(max=LONGEST_WORDS, message=TOO_LONG)
    return TextAreaField(label, filters=[tidy], validators=[InputRequired(say), *lengths])


class FlagForm(Form):
    """Why somebody thinks that a text should be looked at."""

    reason = _reason(_l("What is wrong with it?"), _l("something else"))
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

    reason = _reason(_l("Reason"), _l("another reason, told to the author"))
    because = _because(
        _l("Words to the author"), _l("Please tell the author in a sentence why it is hidden.")
    )


class RestoreForm(ActForm):
    """Why a hidden text appears again."""

    because = _because(
        _l("Words to the author"), _l("Please tell the author in a sentence why it appears again.")
    )
