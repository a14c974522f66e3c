"""A strand: what was asked, what was decided and why, what took place, who came, how it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.planning.models import Decision
from forum.planning.telling import theme_url
from forum.planning.you_said.deeds import Deed
from forum.themes.quoting import Quote


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided: the choice, what will be done, and why."""

    choice: str
    choice_name: str
    will: str
    why: str
    #: What the city heard, in its own words; empty where the strand itself tells it.
    heard: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Strand:
    """One thread of the cloth: ``people`` asked; None where the number is too small to tell."""

    title: str
    url: str
    people: int | None
    opinions: int = 0
    about: str = ""
    quotes: Sequence[Quote] = ()
    ruling: Ruling | None = None
    deeds: Sequence[Deed] = field(default_factory=tuple)

    @property
    def came(self) -> int:
        """How often somebody took part in its programs."""
        return sum(deed.came for deed in self.deeds)


def ruling_of(decision: Decision, in_english: bool) -> Ruling:
    """Return a decision on a theme as a ruling; ``foreign`` says that it is in Hungarian only."""
    return Ruling(
        decision.choice,
        decision.choice_name,
        decision.will,
        decision.why,
        decision.heard,
        in_english and not decision.will_en,
    )


def of_theme(
    decision: Decision, size: tuple[int, int | None], deeds: Sequence[Deed], in_english: bool
) -> Strand:
    """Return the strand of a theme on which was decided; ``size`` is (opinions, people)."""
    name = decision.theme.name
    return Strand(
        name[:1].upper() + name[1:],
        theme_url(decision),
        size[1],
        size[0],
        ruling=ruling_of(decision, in_english),
        deeds=deeds,
    )
