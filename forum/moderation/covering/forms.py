"""What one may type to cover a part of a text or a picture, or to remove all of it."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.core.forms import TOO_LONG, Form, choice, one_line, tidy
from forum.core.pictures import Box
from forum.moderation.covering.marks import KINDS, PICTURE_KINDS
from forum.moderation.covering.pictures import MOST_BOXES, NOTHING
from forum.moderation.covering.removals import GROUNDS
from forum.moderation.fields import LONGEST_BECAUSE, ask_one_of, ask_words
from forum.moderation.reasons import REASONS

_NUMBERS = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


class CoverForm(Form):
    """Which words of a text are covered, and why."""

    part = HiddenField(validators=[Length(max=40)])
    seen = HiddenField(validators=[Length(max=64)])
    word = SelectMultipleField(_l("Words to cover"), coerce=int, validate_choice=False)
    kind = ask_one_of(
        _l("What is it?"),
        {**KINDS, "other": _l("something else")},
        _l("Please choose one."),
        default="name",
    )
    reason = SelectField(
        _l("Reason of the decision"),
        choices=[choice(kind, name) for kind, name in REASONS.items()],
        default="personal_data",
        validators=[InputRequired(_l("Please choose a reason."))],
    )
    because = ask_words(
        _l("Words to the author"),
        LONGEST_BECAUSE,
        _l("Please tell the author in a sentence why it is covered."),
    )


class CoverPictureForm(CoverForm):
    """Which parts of a picture are covered: one in each line, in hundredths."""

    kind = ask_one_of(
        _l("What is it?"),
        {**PICTURE_KINDS, "other": _l("something else")},
        _l("Please choose one."),
        default="face",
    )
    boxes = TextAreaField(
        _l("Parts to cover"), filters=[tidy], validators=[InputRequired(NOTHING), Length(max=600)]
    )

    def validate_boxes(self, field: Any) -> None:
        """Accept lines of four numbers: left, top, width, height."""
        self.read_boxes: list[Box] = []
        for row in (field.data or "").splitlines():
            numbers = [float(each.replace(",", ".")) for each in _NUMBERS.findall(row)]
            if not numbers and not row.strip():
                continue
            if len(numbers) != 4 or not _fits(*numbers):
                raise ValidationError(
                    _l("Please write four numbers from 0 to 100 in each line, as in 10 20 30 15.")
                )
            self.read_boxes.append(Box(*numbers))
        if not 0 < len(self.read_boxes) <= MOST_BOXES:
            raise ValidationError(NOTHING)


def _fits(left: float, top: float, width: float, height: float) -> bool:
    return width > 0 and height > 0 and left + width <= 100.5 and top + height <= 100.5


class UncoverForm(Form):
    """Why what was covered appears again."""

    because = ask_words(
        _l("Words to the author"),
        LONGEST_BECAUSE,
        _l("Please tell the author in a sentence why it appears again."),
    )


class RemoveForm(Form):
    """On what ground the law has a text removed."""

    ground = ask_one_of(_l("Legal ground"), GROUNDS, _l("Please choose the legal ground."))
    number = StringField(
        _l("Number of the order or the file"),
        filters=[one_line],
        validators=[Length(max=120, message=TOO_LONG)],
    )
    because = ask_words(
        _l("Words to the author"),
        LONGEST_BECAUSE,
        _l("Please tell the author in a sentence why it is removed."),
    )

    def validate_number(self, field: Any) -> None:
        """Ask for the number of an order."""
        if self.ground.data == "order" and not field.data:
            raise ValidationError(_l("Please write the number of the order."))
