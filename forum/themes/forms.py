"""What planners may type about themes."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from forum.core.fields import paragraph, words
from forum.core.forms import Form, OptionalSelect, choice
from forum.themes import queries
from forum.themes.board.teaching import LONGEST_WORD, MOST_AVOIDED, MOST_EXAMPLES, MOST_SEEDS
from forum.themes.models import FACET_NAMES, WORDS, Theme

LONGEST_NAME, LONGEST_EXAMPLE = 120, 500


class Lines(TextAreaField):
    """Several short texts, one on each line (``by`` tells what divides them)."""

    def __init__(self, label: Any, by: str, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.by, self.most, self.longest = by, most, longest

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the texts, each once."""
        text = (valuelist[0] if valuelist else "").replace("\x00", "")
        parts = (" ".join(part.split()) for part in re.split(self.by, text))
        self.data = list({part.casefold(): part for part in parts if part}.values())

    def pre_validate(self, form: Any) -> None:
        """Hold to the caps."""
        data = self.data or []
        if len(data) > self.most:
            raise ValidationError(_("Please keep to %(most)s at most.", most=self.most))
        if any(len(part) > self.longest for part in data):
            raise ValidationError(
                _("Please keep each one under %(longest)s characters.", longest=self.longest)
            )


class ThemeForm(Form):
    """An entry of the codebook."""

    name_hu = words(_l("Name in Hungarian"), LONGEST_NAME, needed=True)
    name_en = words(_l("Name in English"), LONGEST_NAME)
    facet = RadioField(
        _l("What the theme tells"),
        default="what",
        validators=[InputRequired()],
        choices=[choice(facet, name) for facet, name in FACET_NAMES.items()],
    )
    description_hu = paragraph(_l("What belongs to it, in Hungarian"), 1000)
    description_en = paragraph(_l("What belongs to it, in English"), 1000)
    seeds = Lines(
        _l("Words that tell it"),
        r"[\n\r,;]",
        MOST_SEEDS,
        LONGEST_WORD,
        description=_l("One on each line, or divided by commas. Endings need not be listed."),
    )
    examples = Lines(
        _l("Example opinions"),
        r"[\n\r]",
        MOST_EXAMPLES,
        LONGEST_EXAMPLE,
        description=_l("One on each line: sentences as people would say them."),
    )
    avoid = Lines(
        _l("Words that tell nothing about it"),
        r"[\n\r,;]",
        MOST_AVOIDED,
        LONGEST_WORD,
        description=_l("The program passes these over and does not suggest them again."),
    )
    parent_id = OptionalSelect(_l("Part of a wider theme"))

    def __init__(self, project_id: int | None, theme: Theme | None = None, **kwargs: Any) -> None:
        super().__init__(obj=theme, **kwargs)
        self._project_id, self._theme = project_id, theme
        others = [t for t in queries.codebook(project_id) if theme is None or t.id != theme.id]
        holds = theme is not None and any(t.parent_id == theme.id for t in others)
        self._wider = [] if holds else [t for t in others if t.parent_id is None]
        self.parent_id.offer(self._wider, _l("No, it stands on its own"))

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the name of the theme's attribute."""
        return {name: self[name].data for name in WORDS}

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name that another theme has."""
        refuse_taken(self._project_id, field.data, self._theme)

    def validate_parent_id(self, field: Any) -> None:
        """Hold the wider theme to the same facet."""
        wider = next((t for t in self._wider if t.id == field.data), None)
        if wider is not None and wider.facet != self.facet.data:
            raise ValidationError(_l("The wider theme must answer the same question."))


def refuse_taken(project_id: int | None, name: str, theme: Theme | None = None) -> None:
    """Raise the kind error when another theme of the codebook has the name."""
    if name and queries.name_taken(project_id, name, theme.id if theme else None):
        raise ValidationError(_l("There is a theme of this name already."))


class NameForm(Form):
    """The names of a theme on the board."""

    name_hu = words(_l("Name in Hungarian"), LONGEST_NAME, needed=True)
    name_en = words(_l("Name in English"), LONGEST_NAME)

    def __init__(self, project_id: int | None, theme: Theme | None = None, **kwargs: Any) -> None:
        super().__init__(obj=theme, **kwargs)
        self._project_id, self._theme = project_id, theme

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name that another theme has."""
        refuse_taken(self._project_id, field.data, self._theme)


class SplitForm(NameForm):
    """The names of a new theme made of opinions ticked in the list."""


class MergeForm(Form):
    """The theme another one is merged into."""

    into = OptionalSelect(_l("Merge it into"))

    def validate_into(self, field: Any) -> None:
        """Ask for a choice."""
        if field.data is None:
            raise ValidationError(_l("Please choose a theme."))
