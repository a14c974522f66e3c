"""What the forms of the city have in common."""

from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from forum.core.forms import Form


class WordForm(Form):
    """Base of the city's forms: knows which row it changes."""

    #: Headings and the fields under each; one group without a heading when empty.
    parts: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    #: Notes above fields, by the field's name.
    notes: dict[str, Any] = {}
    #: Name and label of a button that fills in what it can, without saving.
    helper: tuple[str, Any] | None = None

    def __init__(self, word: Any = None, **kwargs: Any) -> None:
        super().__init__(obj=word, **kwargs)
        self.word = word

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the name of the model's attribute."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}

    def suggested(self) -> bool:
        """Fill in what the helper's button asks for; whether it was pressed."""
        return False

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields in their groups, for the page."""
        names = self.parts or ((None, tuple(f.name for f in self if f.name != "csrf_token")),)
        return [(title, [self[name] for name in fields]) for title, fields in names]


def refuse_taken(other: Any) -> None:
    """Refuse what ``other`` has already, and tell when it only has to be brought back."""
    if other is None:
        return
    if getattr(other, "retired_at", None) is not None:
        raise ValidationError(
            _("“%(name)s” exists, out of use: bring it back instead.", name=other.name)
        )
    raise ValidationError(_("“%(name)s” has this already.", name=other.name))
