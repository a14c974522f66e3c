"""What planners may type about a candidate."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum.city import queries as city
from forum.communities.queries import choosable
from forum.core.db import db
from forum.core.fields import Whole, paragraph, says_something, words
from forum.core.forms import TOO_LONG, Form, KeyedForm, OptionalSelect, choice, one_line
from forum.ideas.models import Idea
from forum.planning.needs.models import Need
from forum.planning.seasons.ideas_named import accepted_ideas, ideas_named
from forum.planning.seasons.models import Candidate

LONGEST_DESCRIPTION, LONGEST_REASON = 4000, 500
#: Forints; more would not fit into the column, and no city pays it for one program.
MOST_FORINTS = 2_000_000_000
MOST_VISITS = 1_000_000
#: Needs offered for ticking; more would be a list nobody reads.
MOST_NEEDS = 200
WORDS = ("title_hu", "title_en", "description_hu", "description_en", "cost", "expected")
ROWS = ("neighbourhoods", "age_bands", "needs", "ideas")


def ticks(label: Any) -> SelectMultipleField:
    """Return a list of boxes to tick; what is not offered is refused."""
    return SelectMultipleField(
        label,
        choices=[],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
        validators=[offered],
    )


def offered(_form: Any, field: Any) -> None:
    """Refuse what is not in the list."""
    if not set(field.data or []) <= {each.value for each in field.choices or ()}:
        raise ValidationError(_l("Please choose from the list."))


def forints_field(label: Any, needed: bool = True, **more: Any) -> Whole:
    """Return a field for an amount in whole forints."""
    need = InputRequired(_l("Please fill this in.")) if needed else Optional()
    sentence = _l("Please write a number from %(min)d to %(max)d.")
    return Whole(label, validators=[need, NumberRange(0, MOST_FORINTS, sentence)], **more)


def visits_field(label: Any) -> Whole:
    """Return a field for an expected attendance."""
    sentence = _l("Please write a number from %(min)d to %(max)d.")
    return Whole(label, validators=[Optional(), NumberRange(0, MOST_VISITS, sentence)])


class Seen:
    """A form that knows which version of its thing it shows."""

    seen: Any

    @property
    def seen_version(self) -> int | None:
        """The version that the form showed."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class CandidateForm(Seen, KeyedForm):
    """A candidate: what it is, for whom, what it costs, and what it would answer."""

    seen = HiddenField(filters=[one_line])
    title_hu = words(_l("Title, in Hungarian"), 160, says_something, needed=True)
    title_en = words(_l("Title, in English"), 160)
    description_hu = paragraph(_l("What it would be, in Hungarian"), LONGEST_DESCRIPTION)
    description_en = paragraph(_l("What it would be, in English"), LONGEST_DESCRIPTION)
    category = OptionalSelect(_l("Kind of program"))
    neighbourhoods = ticks(_l("Parts of the city it is for"))
    age_bands = ticks(_l("Ages it is meant for"))
    community = OptionalSelect(_l("Community that would host it"))
    cost = forints_field(_l("Estimated cost, in forints"))
    expected = visits_field(_l("Expected attendance"))
    needs = ticks(_l("Needs it would answer"))
    ideas = ticks(_l("Ideas it would answer"))
    more_ideas = StringField(
        _l("Further ideas, by their numbers"),
        filters=[one_line],
        validators=[Length(max=400, message=TOO_LONG)],
    )

    def __init__(self, candidate: Candidate | None = None, **kwargs: Any) -> None:
        kwargs["data"] = {**_written(candidate), **kwargs.get("data", {})}
        super().__init__(**kwargs)
        begun = kwargs["data"]
        self._rows: dict[str, list[Any]] = {
            "neighbourhoods": _with(city.neighbourhoods(), candidate and candidate.neighbourhoods),
            "age_bands": _with(city.age_bands(), candidate and candidate.age_bands),
            "needs": _with(_needs(), candidate and candidate.needs),
            "ideas": _with(accepted_ideas(begun.get("ideas")), candidate and candidate.ideas),
        }
        for name, rows in self._rows.items():
            self[name].choices = [choice(row.id, _called(row)) for row in rows]
        kind = candidate and candidate.category
        self.category.offer(_with(city.categories(), [kind] if kind else []), _l("None"))
        self.community.offer(choosable(candidate and candidate.community), _l("None"))
        self._named: list[Idea] = []

    def validate_more_ideas(self, field: Any) -> None:
        """Find the ideas by their numbers."""
        self._named, unknown = ideas_named(field.data)
        if unknown:
            raise ValidationError(
                _l("There is no idea with this number: %(numbers)s", numbers=", ".join(unknown))
            )

    def values(self) -> dict[str, Any]:
        """Return everything as the candidate keeps it; only after ``validate``."""
        chosen = {
            name: [row for row in self._rows[name] if row.id in (self[name].data or [])]
            for name in ROWS
        }
        chosen["ideas"] = list({row.id: row for row in [*chosen["ideas"], *self._named]}.values())
        return {
            **{name: self[name].data for name in WORDS},
            **{name: sorted(rows, key=_order) for name, rows in chosen.items()},
            "category_id": self.category.data,
            "community_id": self.community.data,
        }


def _order(row: Any) -> tuple[int, int]:
    return getattr(row, "youngest", 0), row.id


def _called(row: Any) -> str:
    if isinstance(row, Idea):
        return f"{row.title} ({row.reference})"
    return str(row.title if isinstance(row, Need) else row.name)


def _with(rows: list[Any], kept: list[Any] | None) -> list[Any]:
    """Offer also what is out of use but was chosen before."""
    return [*rows, *(row for row in kept or [] if row not in rows)]


def _needs() -> list[Need]:
    query = select(Need).where(Need.retired_at.is_(None))
    query = query.order_by(Need.importance.desc(), Need.id.desc())
    return list(db.session.scalars(query.limit(MOST_NEEDS)))


def _written(candidate: Candidate | None) -> dict[str, Any]:
    if candidate is None:
        return {}
    return {
        **{name: getattr(candidate, name) for name in WORDS},
        **{name: [row.id for row in getattr(candidate, name)] for name in ROWS},
        "category": candidate.category_id,
        "community": candidate.community_id,
        "seen": str(candidate.version),
    }


class DroppingForm(Form):
    """Why a candidate is dropped."""

    because = paragraph(_l("Why it is out of the running"), LONGEST_REASON, needed=True)
