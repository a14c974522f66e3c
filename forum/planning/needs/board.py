"""The board of needs, arranged by kind, neighbourhood or age."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _

from forum.city import queries as city
from forum.planning.needs.models import Need

#: How the board can be arranged.
ARRANGEMENTS = ("kind", "neighbourhood", "age")


class Group(NamedTuple):
    """Needs that belong together, under a name."""

    name: str
    needs: list[Need]


def arranged(needs: Sequence[Need], by: str) -> list[Group]:
    """Put the needs into groups; one that concerns several places or ages stands in each of them.

    Those of no kind, or of the whole city, or of every age, come last.
    """
    rows, rest = _headings(by)
    groups = [
        Group(row.name, [need for need in needs if row.id in _keys(need, by)]) for row in rows
    ]
    named = {row.id for row in rows}
    others = [need for need in needs if not _keys(need, by) & named]
    return [group for group in [*groups, Group(rest, others)] if group.needs]


def _headings(by: str) -> tuple[Sequence[Any], str]:
    if by == "neighbourhood":
        return city.neighbourhoods(), _("The whole city")
    if by == "age":
        return city.age_bands(), _("Every age")
    return city.categories(), _("Of no kind")


def _keys(need: Need, by: str) -> set[int | None]:
    if by == "neighbourhood":
        return {row.id for row in need.neighbourhoods}
    if by == "age":
        return {row.id for row in need.age_bands}
    return {need.category_id}
