"""What people say in the themes of a need, word for word, and what divides them."""

from collections.abc import Sequence
from typing import NamedTuple

from forum.planning.needs.evidence import CitedTheme
from forum.themes import statistics
from forum.themes.quoting import Quote
from forum.themes.statistics import Weighed

#: Themes that are told with quotes; each takes some ten questions, so a page has few of them.
MOST_TOLD = 5


class Examples(NamedTuple):
    """Of one theme: quotes, what most agree on and what divides."""

    cited: CitedTheme
    quotes: tuple[Quote, ...]
    agreed: tuple[Weighed, ...]
    divided: tuple[Weighed, ...]


def examples_of(themes: Sequence[CitedTheme], internal: bool = False) -> list[Examples]:
    """Return the examples of the largest themes; only opinions that are shown are told."""
    largest = sorted(themes, key=lambda cited: (-cited.people, cited.link_id))[:MOST_TOLD]
    return [_examples(cited, internal) for cited in largest if cited.opinions]


def _examples(cited: CitedTheme, internal: bool) -> Examples:
    (figures,) = statistics.theme_figures(cited.conversation, internal=internal, theme=cited.theme)
    return Examples(cited, figures.quotes, figures.agreed, figures.divided)
