"""Fields that read what tired people type: 180 000 000, 85,5 %, names divided by commas."""

import re
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import TextInput

from forum.core.codes import CODE_LENGTH, is_code
from forum.core.contacts import contact_key, email_of, phone_of
from forum.core.forms import TOO_LONG, one_line, tidy

#: Blanks and dots between groups of three digits, as in 180 000 000 or 180.000.000.
GROUPED = re.compile(r"(?<=\d)[ .\u00a0\u202f](?=\d{3}(?!\d))")
#: More other names than this would not help anybody.
MOST_NAMES = 10
LONGEST_NAME = 80
#: Forints of one thing: no city pays more, a longer number is a slip of the finger, and a column
#: of whole numbers has room for it.
MOST_FORINTS = 1_000_000_000
#: Room for a code with blanks and dashes between any two letters.
LONGEST_CODE = 4 * CODE_LENGTH
NO_CODE = _l("A code has ten letters and numbers.")
#: Letters or digits that words need: "Jó" says something, "x" does not.
SHORTEST = 2


def words(
    label: Any,
    longest: int,
    *rules: Any,
    needed: bool = False,
    kind: Any = StringField,
    **more: Any,
) -> Any:
    """Return a text field with its cap, tidied, required when ``needed``."""
    cap = Length(max=longest, message=_l("Please shorten this: %(max)d characters are the most."))
    need = DataRequired(_l("Please fill this in.")) if needed else Optional()
    return kind(label, filters=[tidy], validators=[need, cap, *rules], **more)


def paragraph(label: Any, longest: int, *rules: Any, **more: Any) -> Any:
    """Return a larger text field with its cap."""
    return words(label, longest, *rules, kind=TextAreaField, **more)


def line(label: Any, longest: int, *rules: Any, needed: Any = None) -> StringField:
    """Return a field for one line of text; ``needed`` is the sentence said when it is empty."""
    need = DataRequired(needed) if needed else Optional()
    cap = Length(max=longest, message=TOO_LONG)
    return StringField(label, filters=[one_line], validators=[need, cap, *rules])


def code(label: Any, missing: Any) -> StringField:
    """Return a field for the code on a slip; that letters are missing is said before it is looked for."""
    cap = Length(max=LONGEST_CODE, message=NO_CODE)
    return StringField(label, validators=[InputRequired(missing), cap, _whole_code])


def _whole_code(_form: Any, field: Any) -> None:
    if not is_code(field.data):
        raise ValidationError(NO_CODE)


def says_something(_form: Any, field: Any) -> None:
    """Ask for a word at least."""
    if sum(letter.isalnum() for letter in field.data or "") < SHORTEST:
        raise ValidationError(_l("Please write at least one whole word."))


def email_address(_form: Any, field: Any) -> None:
    """Accept an e-mail address, or nothing."""
    if field.data and email_of(field.data) is None:
        raise ValidationError(_l("Please write an e-mail address, such as office@example.org."))


def telephone(_form: Any, field: Any) -> None:
    """Accept a telephone number, or nothing."""
    if field.data and phone_of(field.data) is None:
        raise ValidationError(_l("Please write a telephone number, such as +36 46 123 456."))


def reachable(_form: Any, field: Any) -> None:
    """Accept an e-mail address or a telephone number, or nothing."""
    if field.data and contact_key(field.data) is None:
        raise ValidationError(_l("Please write an e-mail address or a telephone number."))


#: Years somebody can mean; outside of them it is a slip of the finger, which makes 0206 of 2026.
YEARS = range(2000, 2200)


class Day(DateField):
    """A date; what cannot be read, or is a slip of the finger, is refused kindly."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date."""
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(_l("Please write a date, such as 2026-11-22.")) from None

    def pre_validate(self, form: Any) -> None:
        """Refuse a year nobody can mean."""
        if self.data and self.data.year not in YEARS:
            raise ValidationError(_l("Please check the year."))


class Hour(TimeField):
    """An hour of the day: 17:30, and also 17, 9.30 or 8:05, as people write it by hand."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the hour."""
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::[0-9]{2})?", text)
        hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
        self.data = None
        if hour > 23 or minute > 59:
            raise ValueError(_l("Please write an hour, such as 17:30."))
        self.data = time(hour, minute)


def web_address(_form: Any, field: Any) -> None:
    """Accept only addresses a browser opens as a page; a script in disguise is none."""
    try:
        parts = urlsplit(field.data or "")
    except ValueError:
        parts = urlsplit("")
    strange = any(letter.isspace() or letter in "<>\"'\\" for letter in field.data or "")
    if strange or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError(_l("Please write a web address that begins with https://."))


class Unread:
    """Says only that a number cannot be read, not also that it is out of range."""

    process_errors: Any

    def pre_validate(self, form: Any) -> None:
        """Stop at what could not be read."""
        if self.process_errors:
            raise StopValidation


class Whole(Unread, IntegerField):
    """A whole number; blanks or dots may group its digits, which a number box would refuse."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:,}".replace(",", " ") if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = GROUPED.sub("", valuelist[0].strip()) if valuelist else ""
        if text and not re.fullmatch(r"\d{1,15}", text):
            self.data = None
            raise ValueError(_l("Please write a whole number in digits, such as 12."))
        self.data = int(text) if text else None


def number(label: Any, least: int, most: int, needed: Any = None, **more: Any) -> Whole:
    """Return a field for a whole number; ``needed`` is the sentence said when it is empty."""
    need = InputRequired(needed) if needed else Optional()
    ends = {"min": _grouped(least), "max": _grouped(most)}
    sentence = _l("Please write a number from %(min)s to %(max)s.", **ends)
    return Whole(label, validators=[need, NumberRange(least, most, sentence)], **more)


def _grouped(number: int) -> str:
    """Write a number with its digits in groups of three that stay in one line."""
    return f"{number:,}".replace(",", "\u00a0")


class Percent(Unread, DecimalField):
    """A rate such as 85 or 85,5."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(format_decimal(self.data)) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the rate."""
        text = valuelist[0].strip().rstrip("%").replace(",", ".").strip() if valuelist else ""
        self.data = None
        if text and not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text):
            raise ValueError(_l("Please write a number between 0 and 100."))
        if text:
            self.data = float(text)


class Names(StringField):
    """Several names in one line, divided by commas."""

    def _value(self) -> str:
        return ", ".join(self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the names; each counts once."""
        parts = re.split(r"[,;\n]", tidy(valuelist[0])) if valuelist else []
        self.data = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
        if len(self.data) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in self.data):
            raise ValueError(_l("At most ten names, each up to 80 characters."))
