"""What planners may type about a need."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from forum.city import queries as city
from forum.core.fields import line, paragraph, says_something, words
from forum.core.forms import Form, KeyedForm, OptionalSelect, choice, one_line, row_number
from forum.core.holding import Seen
from forum.core.ticks import in_list_order, several, with_kept
from forum.planning.needs.attaching import Source
from forum.planning.needs.models import IMPORTANCE, Need

LONGEST_TITLE, LONGEST_TEXT, LONGEST_CONCERNS = 160, 2000, 300
WORDS = ("title_hu", "title_en", "text_hu", "text_en", "concerns_hu", "concerns_en")


class NeedForm(Seen, KeyedForm):
    """A need in plain words: what, for whom, how important."""

    #: What the need will rest on from the first moment, where somebody came from such a page.
    source = HiddenField(filters=[one_line])
    title_hu = words(_l("The need in one sentence, in Hungarian"), LONGEST_TITLE, needed=True)
    title_en = line(_l("The need in one sentence, in English"), LONGEST_TITLE)
    text_hu = paragraph(_l("What is behind it, in Hungarian"), LONGEST_TEXT)
    text_en = paragraph(_l("What is behind it, in English"), LONGEST_TEXT)
    importance = RadioField(
        _l("How important is it?"),
        choices=[choice(number, label) for number, label in IMPORTANCE.items()],
        coerce=int,
        default=2,
        validators=[InputRequired(_l("Please choose one."))],
    )
    category = OptionalSelect(_l("Kind of program"))
    concerns_hu = line(_l("Whom it concerns, in Hungarian"), LONGEST_CONCERNS)
    concerns_en = line(_l("Whom it concerns, in English"), LONGEST_CONCERNS)
    age_bands = several(_l("Ages"))
    neighbourhoods = several(_l("Parts of the city"))

    def __init__(self, need: Need | None = None, **kwargs: Any) -> None:
        kwargs["data"] = {**_written(need), **kwargs.pop("data", {})}
        super().__init__(**kwargs)
        self._rows = {
            "neighbourhoods": with_kept(city.neighbourhoods(), need and need.neighbourhoods),
            "age_bands": with_kept(city.age_bands(), need and need.age_bands),
        }
        for name, rows in self._rows.items():
            self[name].choices = [choice(row.id, row.name) for row in rows]
        kept = [need.category] if need and need.category else []
        self.category.offer(with_kept(city.categories(), kept), str(_l("None")))

    def validate_title_hu(self, field: Any) -> None:
        """Ask for a word at least, in one line."""
        field.data = one_line(field.data)
        says_something(self, field)

    @property
    def first_source(self) -> Source | None:
        """What the need will rest on from the first moment."""
        return read_source(self.source.data or "")

    def values(self) -> dict[str, Any]:
        """Return everything as the need keeps it."""
        chosen = {
            name: [
                row for row in sorted(rows, key=in_list_order) if row.id in (self[name].data or [])
            ]
            for name, rows in self._rows.items()
        }
        told = {name: self[name].data or "" for name in WORDS}
        more = {"importance": self.importance.data, "category_id": self.category.data}
        return {**told, **more, **chosen}


def _written(need: Need | None) -> dict[str, Any]:
    if need is None:
        return {}
    told = {name: getattr(need, name) for name in WORDS}
    return {
        **told,
        "seen": str(need.version),
        "importance": need.importance,
        "category": need.category_id,
        "neighbourhoods": [row.id for row in need.neighbourhoods],
        "age_bands": [row.id for row in need.age_bands],
    }


class SourceForm(Form):
    """Add something that a need rests on, or remove it."""

    source = HiddenField(filters=[one_line])
    #: Kind and number of a link that is to go, such as ``idea-7``.
    remove = HiddenField(filters=[one_line])
    reference = words(_l("Number of the opinion"), 40)


def read_source(text: str) -> Source | None:
    """Read what a form or an address calls a source: theme-3-7 (of conversation 7) or idea-5."""
    kind, *numbers = text.split("-")
    wanted = {"theme": 2, "idea": 1, "opinion": 1}.get(kind)
    try:
        read = [row_number(number) for number in numbers]
    except ValueError:
        return None
    return Source(kind, *read) if len(read) == wanted else None


def write_source(source: Source) -> str:
    """Write a source as forms and addresses carry it."""
    found = f"{source.kind}-{source.number}"
    return found if source.conversation_id is None else f"{found}-{source.conversation_id}"
