"""What somebody says who wants to be forgotten."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired

from forum.core.forms import Flag, Form, choice

#: What becomes of what somebody wrote.
KEEP, GO = "keep", "go"


class ErasureForm(Form):
    """Whether the words stay without a name or go, and that it is really meant."""

    words = RadioField(
        _l("What should become of what you wrote?"),
        choices=[
            choice(KEEP, _l("Keep my words, forget who I am")),
            choice(GO, _l("Erase my words too")),
        ],
        validators=[DataRequired(_l("Please choose one of the two."))],
        validate_choice=True,
    )
    sure = Flag(
        _l("Yes, erase it. I know that it cannot be undone."),
        validators=[DataRequired(_l("Please tick this if you really want it."))],
    )

    def __init__(self, *args: Any, asks_about_words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_about_words:
            del self.words

    @property
    def keeps_words(self) -> bool:
        """Whether the words are to stay."""
        return "words" in self and self.words.data == KEEP
