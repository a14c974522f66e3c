"""The list of opinions on the page of their conversation: what is chosen, each row ready made."""

from collections.abc import Collection
from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from forum.city import queries as city
from forum.conversations.models import Conversation
from forum.core.access import can
from forum.core.forms import Form, OptionalSelect, choice, tidy
from forum.core.kept import has_session
from forum.opinions.models import Opinion
from forum.opinions.placing import told_place, told_places
from forum.opinions.queries import Choice, page_of, weighings_of

SORTS = {
    "newest": _l("Newest first"),
    "agreed": _l("Most agreed with"),
    "weighed": _l("Weighed by most"),
    "divided": _l("Most divided"),
}
#: Width of an agreement bar in its own units.
BAR = 400
LONGEST_SEARCH = 200


class FilterForm(Form):
    """What to show of a list; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    q = StringField(_l("Words"), filters=[tidy], validators=[Length(max=LONGEST_SEARCH)])
    neighbourhood = OptionalSelect(_l("Part of the city"))
    sort = SelectField(
        _l("Order"), default="newest", choices=[choice(*sort) for sort in SORTS.items()]
    )

    def __init__(self, weighed: bool, told: Collection[int]) -> None:
        super().__init__(formdata=request.args)
        places = [place for place in city.neighbourhoods() if place.id in told]
        self.neighbourhood.offer(places, _l("All"))
        if not weighed:
            del self.sort

    def choice(self) -> Choice:
        """Return what was asked for; a field that makes no sense counts as left alone."""
        self.validate()
        good = {field.name: None if field.errors else field.data for field in self}
        return Choice(good.get("sort") or "newest", good["neighbourhood"], good["q"] or "")


class Row(NamedTuple):
    """An opinion in a list, with everything its row shows."""

    opinion: Opinion
    url: str
    place: str
    total: int
    agree: float
    passed: float
    disagree: float
    own: bool
    mine: int | None


def section(person: Any, conversation: Conversation) -> dict[str, Any]:
    """Return the list for the page of ``conversation``, as ``person`` may see and weigh it."""
    weighed = conversation.weighing_has_begun
    form = FilterForm(weighed, told_places(conversation.id))
    choice = form.choice()
    page = page_of(conversation, choice)
    weighing = has_session() and can(person, "conversations:weigh", conversation)
    return {
        "template": "opinions/_list.html",
        "form": form,
        "page": page,
        "weighed": weighed,
        "rows": _rows(person, page, weighing),
        "weighing": weighing,
        "filtered": choice.filtered,
        "chosen": choice != Choice(),
    }


def _rows(person: Any, page: Any, weighing: bool) -> list[Row]:
    mine = weighings_of(person, [opinion.id for opinion in page]) if weighing else {}
    return [
        Row(
            opinion,
            url_for("opinions.show", opinion_id=opinion.id),
            told_place(opinion),
            *_bar(opinion),
            person.id is not None and opinion.author_id == person.id,
            mine.get(opinion.id),
        )
        for opinion in page
    ]


def _bar(opinion: Opinion) -> tuple[int, float, float, float]:
    total = opinion.weighings
    unit = BAR / (total or 1)
    return total, *(round(n * unit, 1) for n in (opinion.agrees, opinion.passes, opinion.disagrees))
