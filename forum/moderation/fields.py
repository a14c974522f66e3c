"""Fields that forms of this room share: a reason, words to the author."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from forum.core.fields import says_something
from forum.core.forms import TOO_LONG, choice, tidy
from forum.moderation.reasons import REASONS

LONGEST_BECAUSE = 1000
LONGEST_NOTE = 500


def ask_reason(label: Any, other: Any) -> RadioField:
    """Return the choice of a reason; ``other`` is what the last one is called here."""
    choices = [choice(kind, other if kind == "other" else name) for kind, name in REASONS.items()]
    say = _l("Please choose a reason.")
    return RadioField(
        label,
        choices=choices,
        validate_choice=False,
        validators=[InputRequired(say), AnyOf(REASONS, message=say)],
    )


def ask_because(label: Any, say: Any) -> TextAreaField:
    """Return the field for words to the author, which may be chosen from those that are kept."""
    lengths = Length(min=1, message=say), Length(max=LONGEST_BECAUSE, message=TOO_LONG)
    return TextAreaField(label, filters=[tidy], validators=[InputRequired(say), *lengths])


def ask_one_of(label: Any, choices: dict[str, Any], say: Any, **more: Any) -> RadioField:
    """Return the choice of one of these kinds."""
    return RadioField(
        label,
        choices=[choice(kind, name) for kind, name in choices.items()],
        validate_choice=False,
        validators=[InputRequired(say), AnyOf(choices, message=say)],
        **more,
    )


def ask_words(label: Any, longest: int, say: Any) -> TextAreaField:
    """Return a field for words that say something."""
    cap = Length(max=longest, message=TOO_LONG)
    return TextAreaField(label, filters=[tidy], validators=[DataRequired(say), cap, says_something])
