"""Speaking in a conversation, for rooms that do not know how opinions are kept.

The room of opinions registers itself with ``provide``; a forum (``meetings``) captures what is said
in a hall with ``say`` and reads it back with ``told``, and knows an opinion only by its number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Saying:
    """What somebody said, before it has a number."""

    text: str
    channel: str = "web"
    signature: str = ""
    neighbourhood_id: int | None = None
    age_band_id: int | None = None
    #: Fingerprint of a contact (``core.contacts.contact_key``) by which the speaker is counted once.
    contact_key: str | None = None


@dataclass(frozen=True)
class Told:
    """An opinion as other rooms may show it; ``text`` is empty unless it is shown to everybody."""

    id: int
    reference: str
    text: str
    html: str
    path: str
    neighbourhood_id: int | None
    at: datetime
    visible: bool


class Hands(Protocol):
    """What the room of opinions can do for others."""

    def say(
        self, conversation: Any, saying: Saying, submit_key: str, by: Any, author: Any = None
    ) -> int:
        """Add an opinion and return its number; the same key gives the same opinion."""

    def told(self, opinion_ids: Iterable[int]) -> dict[int, Told]:
        """Return the opinions by number, in a constant number of queries."""

    def author_of(self, submit_key: str) -> int | None:
        """Return the number of whoever said what was sent with ``submit_key``."""

    def code_of(self, submit_key: str) -> str:
        """Return the code with which the sender of ``submit_key`` can follow the opinion."""


_hands: list[Hands] = []


def provide(hands: Hands) -> None:
    """Let ``hands`` keep what is said."""
    _hands[:] = [hands]


def say(
    conversation: Any, saying: Saying, submit_key: str, by: Any = None, author: Any = None
) -> int:
    """Add an opinion to ``conversation`` and return its number; the same key twice is one opinion.

    ``by`` is the member of staff who writes it down (None when the speaker does it alone, as at a
    table); ``author`` is the speaker's row, a new visitor when it is None. The caller commits.
    """
    return _hands[0].say(conversation, saying, submit_key, by, author)


def told(opinion_ids: Iterable[int]) -> dict[int, Told]:
    """Return opinions by number; hidden ones are there, without their words."""
    return _hands[0].told(opinion_ids)


def author_of(submit_key: str) -> int | None:
    """Return the number of whoever said what was sent with ``submit_key``, None when unknown."""
    return _hands[0].author_of(submit_key)


def code_of(submit_key: str) -> str:
    """Return the code with which whoever sent ``submit_key`` can follow what they said."""
    return _hands[0].code_of(submit_key)
