"""A watch word, as planners type it."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from forum.core.fields import line, number
from forum.core.forms import Flag, Form, choice
from forum.moderation.rules.watching import LANGUAGES, LEAST_WEIGHT, LONGEST_WORD, MOST_WEIGHT


class WordForm(Form):
    """A watch word."""

    word = line(_l("The word"), LONGEST_WORD, needed=_l("Please write the word."))
    language = RadioField(
        _l("Language"),
        choices=[choice(code, name) for code, name in LANGUAGES.items()],
        default="hu",
        validators=[InputRequired(_l("Please choose one."))],
    )
    weight = number(
        _l("What it adds to the score"),
        LEAST_WEIGHT,
        MOST_WEIGHT,
        needed=_l("Please write a number."),
        default=20,
    )
    holds = Flag(_l("A text with it appears only once somebody has looked at it"))
