"""What is kept of people: each room says what it has of a person, and how that is erased.

A room registers one ``Keeper``. The room of privacy asks all of them: to show and hand over what
is somebody's, and to erase it. ``forum.core.owned`` does both for rooms that list their tables.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

#: What stands in for the fingerprint of a contact that was erased begins with this.
STAND_IN = "~"
#: What stands in for a name that has to be known to have been there.
NOBODY = "–"


@dataclass(frozen=True)
class Whose:
    """Whose data are meant: rows of people, and the contacts known to be theirs.

    ``only`` narrows it to one thing, (name of its table, number), known by its claim code: whoever
    holds a slip of paper may read and erase what that slip is about, and nothing else. With
    ``keep_words`` what was said stays, without a name.
    """

    person_ids: frozenset[int] = frozenset()
    contact_keys: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    only: tuple[str, int] | None = None
    keep_words: bool = False
    #: Filled while erasing: contacts and names that were met, and what stands in for fingerprints.
    met: set[str] = field(default_factory=set, compare=False)
    stand_ins: dict[str, str] = field(default_factory=dict, compare=False)
    names: dict[str, str] = field(default_factory=dict, compare=False)
    #: Rows of people to whom it belongs: of a code whose thing it is; filled while erasing.
    people: set[int] = field(default_factory=set, compare=False)

    def nobody(self, name: str) -> str:
        """Return what takes the place of a name: for another name something else, so that whoever
        was told apart by names still is."""
        if not name or name.startswith(NOBODY):
            return name
        number = len(self.names) + 1
        return self.names.setdefault(name, NOBODY if number == 1 else f"{NOBODY} {number}")

    def stand_in(self, contact_key: str) -> str:
        """Return the random text that takes the place of a fingerprint, everywhere the same."""
        if contact_key.startswith(STAND_IN):
            return contact_key
        made = STAND_IN + secrets.token_hex(24)
        return self.stand_ins.setdefault(contact_key, made)


@dataclass(frozen=True)
class Document:
    """A file handed over with somebody's data."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Record:
    """One thing of somebody's: readable headings with values, and its page if it has one."""

    kind: str
    id: int
    values: dict[str, Any]
    path: str = ""
    #: Whether it can be erased by itself.
    alone: bool = False


@dataclass
class Gathered:
    """What one room has of somebody: plain records under a heading, and files."""

    title: str
    records: list[Record] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    #: How many there are, when only the first are given.
    total: int = 0
    #: Said beside them, such as why something stays.
    note: str = ""


@dataclass(frozen=True)
class Keeper:
    """One room's answer to "what have you of me?" and "forget it".

    ``order`` is in which row rooms are asked: what is found by whose text it is about comes before
    the texts. ``gather(whose, most)`` gives the newest ``most`` of each sort (None: all, with the files).
    ``erase`` works in the present transaction and returns how many rows it changed, by kind; sums,
    published documents and the log stay byte for byte as they are. ``settle`` is called when every
    room has erased its part.
    """

    room: str
    order: int
    gather: Callable[[Whose, int | None], Iterable[Gathered]]
    erase: Callable[[Whose], dict[str, int]]
    settle: Callable[[Whose], None] | None = None


_keepers: dict[str, Keeper] = {}


def keep(keeper: Keeper) -> None:
    """Register what a room keeps; twice for another room raises ValueError."""
    if keeper.room in _keepers and _keepers[keeper.room] is not keeper:
        raise ValueError(f"room {keeper.room} registers twice")
    _keepers[keeper.room] = keeper


def keepers() -> list[Keeper]:
    """Return every room that keeps something of people, in order."""
    return sorted(_keepers.values(), key=lambda keeper: (keeper.order, keeper.room))


#: Texts by which a room finds what is somebody's, beside the columns named ``contact_key``.
Texts = Callable[[], Iterable[str]]
_addresses: list[Texts] = []
_fingerprints: list[Texts] = []


def holds_addresses(texts: Texts) -> Texts:
    """Register where a room holds addresses in clear by which it finds what is somebody's."""
    _addresses.append(texts)
    return texts


def holds_fingerprints(texts: Texts) -> Texts:
    """Register where a room holds fingerprints of contacts elsewhere than in ``contact_key``."""
    _fingerprints.append(texts)
    return texts


def addresses_held() -> Iterable[str]:
    """Yield the addresses in clear that rooms hold; one may come more than once."""
    return (text for texts in _addresses for text in texts())


def fingerprints_held() -> Iterable[str]:
    """Yield the fingerprints that rooms hold by themselves; one may come more than once."""
    return (text for texts in _fingerprints for text in texts())
