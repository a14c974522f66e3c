"""What the board shows at a glance, put together from queries and figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.conversations.models import Conversation
from forum.opinions.models import Opinion
from forum.themes import queries
from forum.themes.agreement import wilson
from forum.themes.board.moved import moved_count
from forum.themes.board.operations import codebook_of
from forum.themes.forms import MergeForm, NameForm, SplitForm
from forum.themes.models import FACETS, Analysis, BoardStep, Membership, Proposal, Theme
from forum.themes.runs import running as runs
from forum.themes.statistics import ThemeFigures, Weighed

#: Opinions listed as agreed on, or as dividing, for a whole conversation.
MOST_STANDING = 4
#: Groups of copies on one page; the largest matter, the rest are pairs.
MOST_GROUPS = 50
#: Examples read out of a proposal before one decides.
MOST_EXAMPLES = 3

SENTENCES = {
    "sort": _l("%(opinion)s: %(themes)s"),
    "none": _l("%(opinion)s: no theme fits"),
    "rename": _l("“%(theme)s” is now called “%(name)s”"),
    "merge": _l("“%(theme)s” was merged into “%(into)s”"),
    "split": _l("“%(name)s” was made from %(opinions)s opinions of “%(theme)s”"),
    "accept": _l("The proposal “%(name)s” became a theme with %(opinions)s opinions"),
    "reject": _l("The proposal “%(name)s” was rejected"),
}
WORD_SENTENCES = {
    "add": _l("“%(word)s” became a word of “%(theme)s”"),
    "remove": _l("“%(word)s” was removed from the words of “%(theme)s”"),
    "avoid": _l("“%(word)s” tells nothing about “%(theme)s”"),
    "allow": _l("“%(word)s” may speak for “%(theme)s” again"),
}


class Count(NamedTuple):
    """How many opinions a theme truly has: the likeliest number, and a 95 % interval."""

    about: int
    low: int
    high: int


class Measured(NamedTuple):
    """The sorting agreed with staff in so many of so many; 95 % interval of the share (0..1)."""

    agreed: int
    checked: int
    low: float
    high: float


@dataclass(frozen=True)
class State:
    """Where the sorting of a conversation stands."""

    newest: Analysis | None
    analysis: Analysis | None
    running: bool
    unsorted: list[int]
    new: list[int]
    to_check: list[int]
    moved: int = 0

    @property
    def measured(self) -> Measured | None:
        """How often the sorting agreed with staff; None when nothing was measured."""
        found = self.analysis
        if found is None or not found.sorting_checked:
            return None
        low, high = wilson(found.sorting_agreed, found.sorting_checked)
        return Measured(found.sorting_agreed, found.sorting_checked, low, high)

    @property
    def counts(self) -> dict[int, Count]:
        """How many opinions each theme truly has, as the last analysis estimates."""
        found = self.analysis.counts if self.analysis else {}
        return {int(theme): Count(*map(round, row)) for theme, row in found.items()}

    def is_sample(self, opinion_id: int) -> bool:
        """Tell whether an opinion was drawn at random to measure the sorting with."""
        return self.analysis is not None and opinion_id in self.analysis.samples

    @property
    def failed(self) -> bool:
        """Whether the last attempt came to nothing."""
        return (
            self.newest is not None
            and not self.running
            and (self.newest.failed or self.newest.finished_at is None)
        )


def state(conversation: Conversation) -> State:
    """Return where the sorting of a conversation stands."""
    newest, done = queries.analyses(conversation)
    rest = queries.rest(conversation, done)
    running = newest is not None and runs.is_alive(newest)
    to_check, moves = queries.to_check(done), moved_count(done)
    return State(newest, done, running, rest.unsorted, rest.new, to_check, moves)


def by_facet(figures: Sequence[ThemeFigures]) -> dict[str, list[ThemeFigures]]:
    """Return the figures by facet; facets without any are left out."""
    found = {facet: [f for f in figures if f.theme.facet == facet] for facet in FACETS}
    return {facet: listed for facet, listed in found.items() if listed}


def standing(figures: Iterable[ThemeFigures]) -> dict[str, list[Weighed]]:
    """Return the opinions most people agree on, most are against, and that divide, each once."""
    listed = list(figures)
    return {
        kind: sorted(
            {w.opinion_id: w for f in listed for w in getattr(f, kind)}.values(),
            key=lambda w: (-(w.agrees + w.disagrees + w.passes), w.opinion_id),
        )[:MOST_STANDING]
        for kind in ("agreed", "divided", "rejected")
    }


def empty_themes(conversation: Conversation, figures: Iterable[ThemeFigures]) -> list[Theme]:
    """Return the themes of the codebook nobody has spoken of here."""
    found = {f.theme.id for f in figures}
    return [t for t in queries.codebook(codebook_of(conversation)) if t.id not in found]


def proposals(conversation: Conversation) -> list[tuple[Proposal, list[Opinion]]]:
    """Return the open proposals, new themes and parts of themes, with a few of their opinions."""
    listed = queries.open_proposals(conversation)
    wanted = [i for p in listed for i in p.example_ids[:MOST_EXAMPLES]]
    found = {opinion.id: opinion for opinion in queries.opinions(wanted)} if wanted else {}
    return [(p, [found[i] for i in p.example_ids[:MOST_EXAMPLES] if i in found]) for p in listed]


def copies(analysis: Analysis | None) -> list[tuple[Opinion, list[Opinion]]]:
    """Return opinions with their near copies, those with most copies first."""
    groups: dict[int, list[int]] = {}
    for copy, original in (analysis.copies if analysis else {}).items():
        groups.setdefault(original, []).append(int(copy))
    largest = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_GROUPS]
    wanted = [i for original, copied in largest for i in (original, *copied)]
    found = {o.id: o for o in queries.opinions(wanted)} if wanted else {}
    return [
        (found[original], [found[i] for i in sorted(copied) if i in found])
        for original, copied in largest
        if original in found
    ]


def digits(themes: Sequence[Theme], found: Sequence[Membership]) -> list[Theme]:
    """Return the themes that get a digit: those with most opinions, besides those suggested."""
    usual = queries.usage(themes) if themes else {}
    suggested = {member.theme_id for member in found}
    others = [theme for theme in themes if theme.id not in suggested]
    return sorted(others, key=lambda t: (-usual.get(t.id, 0), t.id))[: queries.DIGITS]


def forms(theme: Theme, others: Sequence[Theme]) -> dict[str, Any]:
    """Return the forms of a theme's page on the board."""
    merging = MergeForm(formdata=None)
    offer_merge(merging, theme, others)
    return {
        "naming": NameForm(theme.project_id, theme, formdata=None),
        "splitting": SplitForm(theme.project_id, formdata=None, prefix="new"),
        "merging": merging,
    }


def offer_merge(form: MergeForm, theme: Theme, others: Sequence[Theme]) -> None:
    """Offer the themes that ``theme`` can be merged into."""
    form.into.offer([t for t in others if t.facet == theme.facet], _("Choose a theme"))


def told(step: BoardStep) -> str:
    """Tell a step in a sentence, without an opinion's words."""
    details = dict(step.summary)
    if step.kind == "sort":
        said = [
            _("in “%(theme)s”", theme=each["name"])
            if each["belongs"]
            else _("not in “%(theme)s”", theme=each["name"])
            for each in details.pop("themes", [])
        ]
        details["themes"] = ", ".join(said)
    if step.kind == "words":
        return str(WORD_SENTENCES[details.pop("act")]) % details
    return str(SENTENCES[step.kind]) % details
