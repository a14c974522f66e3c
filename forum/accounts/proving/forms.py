"""What people type, or their browser sends, to prove that it is them."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, Optional

from forum.accounts.passwords import LONGEST
from forum.accounts.proving.passkeys import LONGEST_ANSWER
from forum.core.forms import Form, one_line

_TOO_LONG = _l("This is too long for a code.")


class CodeForm(Form):
    """A code of the app, or one from the sheet of recovery codes."""

    code = StringField(
        _l("Code"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Please write the code.")),
            Length(max=30, message=_TOO_LONG),
        ],
    )


class ProofForm(Form):
    """The password, or a code: one of them will do."""

    password = PasswordField(
        _l("Password"),
        validators=[Optional(), Length(max=LONGEST, message=_l("This password is too long."))],
    )
    code = StringField(
        _l("Code"), filters=[one_line], validators=[Optional(), Length(max=30, message=_TOO_LONG)]
    )


class PasskeyForm(Form):
    """What a browser says after somebody has shown a passkey."""

    credential = HiddenField(validators=[DataRequired(), Length(max=LONGEST_ANSWER)])


class NewPasskeyForm(PasskeyForm):
    """A passkey a browser has made, and what its owner calls it."""

    name = StringField(
        _l("Name of the device"),
        filters=[one_line],
        description=_l(
            "So that you know later which one it is: “my phone”, “the stick in the drawer”."
        ),
        validators=[
            DataRequired(_l("Please give it a name.")),
            Length(max=60, message=_l("Please write a name of at most 60 characters.")),
        ],
    )
