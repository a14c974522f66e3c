"""Forms: kind words, nothing lost, nothing doubled; the same form reads a page and JSON."""

import re
import secrets
from typing import Any
from unicodedata import category, combining, normalize

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

#: Length of a submit key in characters; 128 random bits, so nobody guesses another's.
SUBMIT_KEY_LENGTH = 22
_OUR_KEY = re.compile(rf"[A-Za-z0-9_-]{{{SUBMIT_KEY_LENGTH}}}")

#: Said of a text over its cap; the validator fills in the number.
TOO_LONG = _l("Please make it shorter: %(max)d characters at most.")

#: Numbers of rows are smaller; a larger one would be an error in the database.
TOO_LARGE = 2**31
#: Letters that turn the direction of the text after them; they belong in no name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")

FALSE_VALUES = (False, "false", "False", "0", "off", "", None)


class Form(FlaskForm):
    """Base of every form."""

    class Meta(FlaskForm.Meta):
        """What all forms have in common."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read what a page sends; JSON comes in by ``json_form`` and no other way."""
            if request.is_json and not isinstance(formdata, MultiDict):
                return None
            return _without_nul(super().wrap_formdata(form, formdata))

    def failed_fields(self) -> list[Any]:
        """Return the fields that need another look, in page order."""
        return [field for field in self if field.errors]


class KeyedForm(Form):
    """A form that carries a key, so that sending it twice creates one thing."""

    submit_key = HiddenField(default=lambda: secrets.token_urlsafe(16), validators=[Length(max=64)])

    @property
    def key(self) -> str:
        """The key that makes a form sent twice one thing; never empty."""
        self.submit_key.data = self.submit_key.data or secrets.token_urlsafe(16)
        return str(self.submit_key.data)


class OpenForm(KeyedForm):
    """A form anybody may send without an account: with a key of ours, and a trap for programs."""

    #: Nobody sees this field; programs that fill in everything do.
    website = StringField(_l("Please leave this empty"), filters=[lambda text: tidy(text)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not _OUR_KEY.fullmatch(self.submit_key.data or ""):  # one that others could guess
            self.submit_key.data = secrets.token_urlsafe(16)

    def validate_website(self, field: Any) -> None:
        """Ask to send it again instead of losing the words of somebody whose phone filled it in."""
        if field.data:
            field.data = ""
            sentence = _l("Something filled in a hidden field. Please send it once more.")
            raise ValidationError(sentence)


class Flag(BooleanField):
    """A checkbox that also understands JSON false."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, false_values=FALSE_VALUES, **kwargs)
        self.type = "BooleanField"  # templates draw it as what it is


class OptionalSelect(SelectField):
    """A choice of one row by its number, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("coerce", _number_or_none)
        super().__init__(*args, **kwargs)

    def offer(self, rows: list[Any], nothing: str) -> None:
        """Offer ``rows`` (things with ``id`` and ``name``) after the choice ``nothing``."""
        self.choices = [choice("", nothing), *(choice(row.id, row.name) for row in rows)]

    def pre_validate(self, form: Any) -> None:
        """Accept none, or one of the choices offered."""
        if self.data is not None and self.data not in {each.value for each in self.choices or ()}:
            raise ValidationError(_l("Please choose from the list."))


def choice(value: object, label: object) -> SelectChoice:
    """Return one choice of a list, with its (lazy) label."""
    return SelectChoice(value=value, label=label)


def _number_or_none(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _without_nul(formdata: Any) -> Any:
    """Leave out the one character PostgreSQL keeps in no text, in hidden fields too."""
    pairs = list(formdata.items(multi=True)) if formdata else []
    if not any(isinstance(value, str) and "\x00" in value for _name, value in pairs):
        return formdata
    return MultiDict(
        (name, value.replace("\x00", "") if isinstance(value, str) else value)
        for name, value in pairs
    )


def tidy(text: str | None) -> str:
    """Strip blanks and control characters at the border; keep line breaks inside."""
    cleaned = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return cleaned.strip()


def one_line(text: str | None) -> str:
    """Bring what should be one line to one: no control letters, single blanks."""
    kept = (
        " " if letter.isspace() else letter
        for letter in text or ""
        if letter.isspace() or (category(letter) not in {"Cc", "Cs"} and letter not in _TURNING)
    )
    return " ".join("".join(kept).split())


def plain_letters(text: str | None) -> str:
    """Return ``text`` in small letters without accents, as names are looked for: Örs is ors."""
    parts = normalize("NFKD", one_line(text).casefold())
    return "".join(letter for letter in parts if not combining(letter))


def row_number(text: str) -> int:
    """Read the number of a row from an address or a form; ValueError when no row can have it."""
    number = int(text)
    if abs(number) >= TOO_LARGE:
        raise ValueError("no row has such a number")
    return number


def json_form(form_class: type[Form], **kwargs: Any) -> Form:
    """Fill a form from the JSON body, without CSRF: an API token is not a cookie."""
    body = request.get_json(silent=True)
    data = body if isinstance(body, dict) else {}
    pairs = {
        key: value if isinstance(value, list) else [value]
        for key, value in data.items()
        if isinstance(value, (str, int, float, bool, list))
    }
    return form_class(
        MultiDict({key: [_text(v) for v in values] for key, values in pairs.items()}),
        meta={"csrf": False},
        **kwargs,
    )


def _text(value: Any) -> str:
    """Write a JSON value as a form would send it; halves of characters become question marks."""
    return "false" if value is False else str(value).encode("utf-8", "replace").decode()
