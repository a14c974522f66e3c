"""What an author is told about the themes of an opinion: who sorted it, honestly."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from forum.opinions.following import Step
from forum.opinions.models import Opinion
from forum.themes import queries
from forum.themes.models import Membership


def theme_steps(opinions: Sequence[Opinion]) -> Mapping[int, list[Step]]:
    """Return the theme link of each opinion's chain, for its author and the holder of its code.

    It is not public: what a theme is called may still change. A decision makes it public.
    """
    shown = [opinion for opinion in opinions if opinion.visible]
    sortings = queries.sorting_of(shown) if shown else []
    return {s.opinion.id: [_step(s.memberships)] for s in sortings if s.memberships}


def _step(memberships: Sequence[Membership]) -> Step:
    names = ", ".join(member.theme.name for member in memberships)
    if all(member.by_staff for member in memberships):
        how = _("A person at the city’s office put it there.")
    else:
        how = _("A program sorted it by its words; people check and correct the sorting.")
    return Step("theme", names, how, public=False)
