"""What people may type at the front door."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from forum.accounts.forms_consent import GrownOrYoung
from forum.accounts.models import ROLE_NAMES, STAFF_ROLES
from forum.accounts.passwords import LONGEST, SHORTEST, easy_to_guess
from forum.core.contacts import ENCODED
from forum.core.forms import Flag, Form, choice, one_line
from forum.core.i18n import LANGUAGES

_NEEDS_CONSENT = _l("Please read the privacy notice and tick this: an account needs your consent.")


def clean_address(text: str | None) -> str:
    """Bring an e-mail address to the one form in which it is kept; a wrong one stays wrong."""
    typed = one_line(text)
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return typed
    return (found.ascii_email or found.normalized).lower()


def _address(_form: Any, field: Any) -> None:
    wrong = _l("This does not look like an e-mail address. It looks like name@example.hu.")
    if ENCODED in (field.data or ""):
        raise ValidationError(wrong)
    try:
        validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError(wrong) from error


def _not_easy(form: Any, field: Any) -> None:
    own = [other.data for other in form if other.short_name in {"name", "email"}]
    if easy_to_guess(field.data or "", *(word or "" for word in own)):
        raise ValidationError(
            _l("This password is easy to guess. Three or four unrelated words make a good one.")
        )


def _email_field(label: Any) -> EmailField:
    return EmailField(
        label,
        filters=[clean_address],
        validators=[
            DataRequired(_l("Please write your e-mail address.")),
            Length(max=254, message=_l("This address is too long.")),
            _address,
        ],
    )


def _name_field() -> StringField:
    return StringField(
        _l("Name or nickname"),
        filters=[one_line],
        description=_l("It may stand beside your opinions if you sign them."),
        validators=[
            DataRequired(_l("Please write a name or a nickname.")),
            Length(max=60, message=_l("Please write a name of at most 60 characters.")),
        ],
    )


def _new_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        description=_l("At least 10 characters; blanks and accents are welcome."),
        validators=[
            DataRequired(_l("Please choose a password.")),
            Length(min=SHORTEST, message=_l("Please choose at least 10 characters.")),
            Length(max=LONGEST, message=_l("Please choose at most 200 characters.")),
            _not_easy,
        ],
    )


def _known_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        validators=[
            DataRequired(_l("Please write your password.")),
            Length(max=LONGEST, message=_l("This password is too long.")),
        ],
    )


def _roles(*names: str) -> list[Any]:
    return [choice(name, ROLE_NAMES[name]) for name in names]


class SignInForm(Form):
    """Address and password; the address is not checked for shape, only looked up."""

    email = EmailField(
        _l("E-mail address"),
        filters=[clean_address],
        validators=[
            DataRequired(_l("Please write your e-mail address.")),
            Length(max=254, message=_l("This address is too long.")),
        ],
    )
    password = _known_password_field(_l("Password"))
    stay = Flag(_l("Stay signed in on this device"))


class Newcomer(Form):
    """Name, address and password of somebody new."""

    name = _name_field()
    email = _email_field(_l("E-mail address"))
    password = _new_password_field(_l("Password"))


class RegisterForm(GrownOrYoung, Newcomer):
    """A new account: with consent to the privacy notice, and of the young with their guardian's."""

    #: An account has a name and an address: the tick is asked for with the rest, at the first try.
    gives_personal = True
    without_consent = _NEEDS_CONSENT


class OutsideForm(GrownOrYoung, Form):
    """What a newcomer adds who has proved their address elsewhere."""

    name = _name_field()
    gives_personal = True
    without_consent = _NEEDS_CONSENT


class AgeForm(GrownOrYoung, Form):
    """The age of an account that was never asked for it."""

    #: Whoever has an account has given a name and an address.
    gives_personal = True
    without_consent = _NEEDS_CONSENT


class AddressForm(Form):
    """An address to which a link is sent."""

    email = _email_field(_l("E-mail address"))


class NewPasswordForm(Form):
    """A new password, chosen through a link."""

    password = _new_password_field(_l("New password"))


class JoinForm(Form):
    """What an invited person brings."""

    name = _name_field()
    password = _new_password_field(_l("Password"))


class FirstForm(Newcomer):
    """What the first administrator brings."""


class ButtonForm(Form):
    """A page with one button."""


class ProfileForm(Form):
    """What a person says about themselves."""

    name = _name_field()
    language = RadioField(
        _l("Language of pages and letters"),
        validators=[InputRequired(_l("Please choose from the list."))],
        choices=[choice(code, name) for code, name in LANGUAGES.items()],
    )


class PasswordForm(Form):
    """Another password for somebody who knows the old one."""

    old = _known_password_field(_l("Present password"))
    password = _new_password_field(_l("New password"))


class NewAddressForm(Form):
    """Another address for somebody who knows the password."""

    email = _email_field(_l("New e-mail address"))
    old = _known_password_field(_l("Present password"))


class RoleForm(Form):
    """Another role for one of the staff."""

    role = RadioField(
        _l("Role"),
        validators=[InputRequired(_l("Please choose from the list."))],
        choices=_roles("resident", *STAFF_ROLES),
    )


class InviteForm(Form):
    """Somebody who shall work on the site."""

    email = _email_field(_l("E-mail address"))
    role = RadioField(
        _l("Role"),
        validators=[InputRequired(_l("Please choose from the list."))],
        choices=_roles(*STAFF_ROLES),
        default="facilitator",
    )
