"""What planners may type about a candidate."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms.validators import ValidationError

from forum.city import queries as city
from forum.communities.queries import choosable
from forum.core.db import db
from forum.core.fields import MOST_FORINTS, Whole, line, number, paragraph, says_something, words
from forum.core.forms import Form, KeyedForm, OptionalSelect, choice
from forum.core.holding import Seen
from forum.core.ticks import in_list_order, several, with_kept
from forum.ideas.models import Idea
from forum.planning.models_candidates import Candidate
from forum.planning.needs.models import Need
from forum.planning.seasons.ideas_named import accepted_ideas, ideas_named

LONGEST_DESCRIPTION, LONGEST_REASON = 4000, 500
MOST_VISITS = 1_000_000
#: Characters of the numbers of further ideas: room for some thirty.
LONGEST_NUMBERS = 400
#: Needs offered for ticking; more would be a list nobody reads.
MOST_NEEDS = 200
WORDS = ("title_hu", "title_en", "description_hu", "description_en", "cost", "expected")
ROWS = ("neighbourhoods", "age_bands", "needs", "ideas")


def forints_field(label: Any) -> Whole:
    """Return a field for an amount in whole forints."""
    return number(label, 0, MOST_FORINTS, _l("Please fill this in."))


def visits_field(label: Any) -> Whole:
    """Return a field for an expected attendance."""
    return number(label, 0, MOST_VISITS)


class CandidateForm(Seen, KeyedForm):
    """A candidate: what it is, for whom, what it costs, and what it would answer."""

    title_hu = words(_l("Title, in Hungarian"), 160, says_something, needed=True)
    title_en = words(_l("Title, in English"), 160)
    description_hu = paragraph(_l("What it would be, in Hungarian"), LONGEST_DESCRIPTION)
    description_en = paragraph(_l("What it would be, in English"), LONGEST_DESCRIPTION)
    category = OptionalSelect(_l("Kind of program"))
    neighbourhoods = several(_l("Parts of the city it is for"))
    age_bands = several(_l("Ages it is meant for"))
    community = OptionalSelect(_l("Community that would host it"))
    cost = forints_field(_l("Estimated cost, in forints"))
    expected = visits_field(_l("Expected attendance"))
    needs = several(_l("Needs it would answer"))
    ideas = several(_l("Ideas it would answer"))
    more_ideas = line(_l("Further ideas, by their numbers"), LONGEST_NUMBERS)

    def __init__(self, candidate: Candidate | None = None, **kwargs: Any) -> None:
        kwargs["data"] = {**_written(candidate), **kwargs.get("data", {})}
        super().__init__(**kwargs)
        begun = kwargs["data"]
        self._rows: dict[str, list[Any]] = {
            "neighbourhoods": with_kept(
                city.neighbourhoods(), candidate and candidate.neighbourhoods
            ),
            "age_bands": with_kept(city.age_bands(), candidate and candidate.age_bands),
            "needs": with_kept(_needs(), candidate and candidate.needs),
            "ideas": with_kept(accepted_ideas(begun.get("ideas")), candidate and candidate.ideas),
        }
        for name, rows in self._rows.items():
            self[name].choices = [choice(row.id, _called(row)) for row in rows]
        kind = candidate and candidate.category
        self.category.offer(with_kept(city.categories(), [kind] if kind else []), _l("None"))
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
            **{name: sorted(rows, key=in_list_order) for name, rows in chosen.items()},
            "category_id": self.category.data,
            "community_id": self.community.data,
        }


def _called(row: Any) -> str:
    if isinstance(row, Idea):
        return f"{row.title} ({row.reference})"
    return str(row.title if isinstance(row, Need) else row.name)


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
