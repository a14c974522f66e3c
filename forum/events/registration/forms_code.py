"""The code of a registration, typed from a paper or a letter."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.core.codes import is_code
from forum.core.forms import Form

#: A code with its dashes, and room for stray blanks.
LONGEST_CODE = 40


class CodeForm(Form):
    """The code of a registration; it is asked with GET, so it needs no token."""

    class Meta:
        csrf = False

    code = StringField(
        _l("The code of your registration"),
        validators=[
            InputRequired(_l("Please type the code of your registration.")),
            Length(max=LONGEST_CODE, message=_l("A code has ten letters and numbers.")),
        ],
    )

    def validate_code(self, field: Any) -> None:
        """Say at once when letters are missing, instead of looking for it."""
        if not is_code(field.data):
            raise ValidationError(_l("A code has ten letters and numbers."))
