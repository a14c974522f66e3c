"""Forms: kind words, nothing lost, nothing doubled; the same form reads a page and JSON."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from unicodedata import category, combining, normalize

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from forum.core.errors import wants_json

#: Length of a submit key in characters; 128 random bits, so nobody guesses another's.
SUBMIT_KEY_LENGTH = 22
_OUR_KEY = re.compile(rf"[A-Za-z0-9_-]{{{SUBMIT_KEY_LENGTH}}}")

#: Fields that say how something is sent, and not what.
_NO_WORDS = {"csrf_token", "submit_key", "made", "website", "look", "seen", "different"}
_NO_WORDS |= {"consent", "younger", "years"}

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


def key_of(page_key: str, path: str, words: Mapping[str, Sequence[str]]) -> str:
    """Return the key, of 43 characters, under which is kept what a page sends to ``path``.

    ``words`` are the values of each field; consent, traps and what was left empty do not count.
    """
    told = sorted((name, list(sent)) for name, sent in words.items() if name not in _NO_WORDS)
    told = [(name, sent) for name, sent in told if any(sent)]
    digest = hashlib.sha256(json.dumps([page_key, path, told]).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _word(sent: Any) -> str:
    """Return what was typed, or the checksum of a file: many telephones give all the same name."""
    if not isinstance(sent, FileStorage):
        return str(sent)
    if not sent.filename:
        return ""
    at = sent.stream.tell()
    sent.stream.seek(0)
    digest = hashlib.sha256()
    while piece := sent.stream.read(1 << 20):
        digest.update(piece)
    sent.stream.seek(at)
    return digest.hexdigest()


class KeyedForm(Form):
    """A form that carries a key, so that sending it twice creates one thing.

    A page that the browser brings back (the Back button) has the key of what was sent from it, and
    may hold other words by then. These are another thing, and nothing of them is lost: what is kept
    under is the key together with the words and the address they were sent to.
    """

    #: Fields whose words make it another thing; without any named: all but consent and traps.
    told_apart_by: ClassVar[tuple[str, ...]] = ()
    submit_key = HiddenField(default=lambda: secrets.token_urlsafe(16), validators=[Length(max=64)])

    @property
    def page_key(self) -> str:
        """The key this page was made with; never empty."""
        self.submit_key.data = self.submit_key.data or secrets.token_urlsafe(16)
        return str(self.submit_key.data)

    @property
    def key(self) -> str:
        """The key that makes the same words sent twice one thing."""
        names = self.told_apart_by or set(self._fields)
        words = {name: [_word(each) for each in self[name].raw_data or ()] for name in names}
        return key_of(self.page_key, request.path, {**words, **self.more_words()})

    def more_words(self) -> Mapping[str, Sequence[str]]:
        """Return what is sent beside the fields and makes it another thing, by name."""
        return {}


class EntryForm(KeyedForm):
    """A form for many entries; a script makes a key for each, and calls it by this key later."""

    @property
    def key(self) -> str:
        """The key of the script, as it is, or what a page without scripts makes of its own."""
        return self.page_key if wants_json() else super().key


class OpenForm(KeyedForm):
    """A form anybody may send without an account: with a key of ours, and traps for programs."""

    #: When the page was made, signed together with its key: nobody reads and writes in a moment.
    made = HiddenField(validators=[Length(max=200)])
    #: Nobody sees this field; programs that fill in everything do.
    website = StringField(_l("Please leave this empty"), filters=[lambda text: tidy(text)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not _OUR_KEY.fullmatch(self.submit_key.data or ""):  # one that others could guess
            self.submit_key.data = secrets.token_urlsafe(16)
        self._seconds = seconds_since(self.made.data, self.page_key)
        if self._seconds is None:
            self.made.data = moment(self.page_key)

    def validate_made(self, _field: Any) -> None:
        """Ask to send once more what came faster than a person reads; nothing of it is lost."""
        least = current_app.config["FORM_MIN_SECONDS"]
        if not least or not self.meta.csrf:  # a program with a token of the API is welcome
            return
        if self._seconds is None or self._seconds < least:
            raise ValidationError(
                _l("That was very quick. Please look at it, and send it once more.")
            )

    def validate_website(self, field: Any) -> None:
        """Ask to send it again instead of losing the words of somebody whose phone filled it in."""
        if field.data:
            field.data = ""
            sentence = _l("Something filled in a hidden field. Please send it once more.")
            raise ValidationError(sentence)


def moment(key: str) -> str:
    """Return the present moment, signed for the form with this key."""
    return _signer().sign(key).decode()


def seconds_since(signed: Any, key: str) -> float | None:
    """Return the seconds since ``moment(key)``; None when it is not ours or of another form."""
    try:
        said, at = _signer().unsign(str(signed or ""), return_timestamp=True)
    except BadSignature:
        return None
    return (datetime.now(UTC) - at).total_seconds() if said.decode() == key else None


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.config["SECRET_KEY"]), salt="open-form")


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
