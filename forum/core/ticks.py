"""Lists of boxes to tick, and of what they offer: rows in use, and what was chosen before."""

from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

T = TypeVar("T")


def several(label: Any, choices: Any = None, coerce: Any = int) -> SelectMultipleField:
    """Return a list of boxes to tick; what is not offered is refused kindly."""
    return SelectMultipleField(
        label,
        choices=choices,
        coerce=coerce,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
        validators=[offered],
    )


def offered(_form: Any, field: Any) -> None:
    """Refuse what is not on the list, and keep what is."""
    known = {each.value for each in field.choices or ()}
    if not set(field.data or ()) <= known:
        field.data = [one for one in field.data or () if one in known]
        raise ValidationError(_l("Please choose from the list."))


def with_kept(rows: list[T], kept: list[T] | None) -> list[T]:
    """Offer also what is out of use but was chosen before."""
    return [*rows, *(row for row in kept or [] if row not in rows)]


def in_list_order(row: Any) -> tuple[int, int]:
    """Sort as the lists of a row are sorted: ages by age, parts of the city by number."""
    return getattr(row, "youngest", 0), row.id
