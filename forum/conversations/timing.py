"""Questions about time that a conversation answers from its phases, opening and closings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forum.conversations.phases import Closing, Opening, Phase


class Timed:
    """Something with phases, opened by the office and perhaps closed before its dates."""

    opening: "Opening | None"
    closings: "list[Closing]"
    phases: "list[Phase]"

    @property
    def closing(self) -> "Closing | None":
        """The closing in force, if the conversation was ended before its dates."""
        return next((row for row in self.closings if row.reopened_at is None), None)

    @property
    def is_open(self) -> bool:
        """Whether residents can see it."""
        return self.opening is not None

    @property
    def state(self) -> str:
        """One of draft, announced, speak, weigh, read; reading never ends once opened.

        Announced means that nothing can be done today, but on a later day it can.
        """
        if self.opening is None:
            return "draft"
        if self.closing is not None:
            return "read"
        for kind in ("speak", "weigh"):
            if self.in_phase(kind):
                return kind
        return "read" if self.coming is None else "announced"

    @property
    def coming(self) -> "Phase | None":
        """The next phase that has not begun."""
        return next((phase for phase in self.phases if not phase.has_begun), None)

    @property
    def weighing_has_begun(self) -> bool:
        """Whether there may be something to see of how opinions were weighed."""
        phase = self.phase("weigh")
        return self.is_open and phase is not None and phase.has_begun

    def phase(self, kind: str) -> "Phase | None":
        """Return the phase of ``kind``."""
        return next((phase for phase in self.phases if phase.kind == kind), None)

    def in_phase(self, kind: str) -> bool:
        """Whether ``kind`` may be done now, by the dates and the office."""
        phase = self.phase(kind)
        return (
            self.is_open
            and self.closing is None
            and phase is not None
            and phase.has_begun
            and not phase.is_over
        )
