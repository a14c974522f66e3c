"""The links of a chain: what became of a word or an idea, told by several rooms in one order."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from forum.core.i18n import show_date


@dataclass(frozen=True)
class Step:
    """One link of the chain; ``state`` is done, ahead (not yet) or stopped (it ends here).

    A room says in a class of its own what its kinds are called (NAMES) and how they look (ICONS).
    """

    NAMES: ClassVar[Mapping[str, Any]] = {}
    ICONS: ClassVar[Mapping[str, str]] = {}

    kind: str
    title: str
    text: str = ""
    url: str = ""
    at: datetime | None = None
    state: str = "done"
    #: Whether everybody may see it, or only the author and the holder of the code.
    public: bool = True
    #: What the link is called, where the kind alone does not say it.
    label: str = ""

    @property
    def done(self) -> bool:
        """Whether it has happened."""
        return self.state != "ahead"

    @property
    def when(self) -> str:
        """The day it happened, written out."""
        return show_date(self.at)

    @property
    def name(self) -> str:
        """What the link is called; empty where its kind says it."""
        return self.label or str(self.NAMES.get(self.kind, ""))

    @property
    def icon(self) -> str:
        """The picture of the link; empty where its kind has one."""
        return self.ICONS.get(self.kind, "")


#: ``source(things) -> {number of the thing: steps}``, for a whole page at once.
Source = Callable[[Sequence[Any]], Mapping[int, list[Any]]]


class Sources(list[Source]):
    """Whoever adds links to a chain, each once, in the order they came."""

    def add(self, source: Source) -> None:
        """Let ``source`` add its links."""
        if source not in self:
            self.append(source)

    def steps_of(self, things: Sequence[Any]) -> Mapping[int, list[Any]]:
        """Return the links of each thing, with one question to each source."""
        found: dict[int, list[Any]] = defaultdict(list)
        for source in self if things else ():
            for number, steps in source(things).items():
                found[number] += steps
        return found
