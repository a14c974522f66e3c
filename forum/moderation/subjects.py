"""What is moderated: each room registers whatever residents write in it, once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import force_locale
from sqlalchemy import ColumnElement, and_

from forum.accounts.models import Person
from forum.core.db import db

#: The kind and the number of a text.
Key = tuple[str, int]


class Place(NamedTuple):
    """Where a text stands: a conversation or a meeting, which has facilitators of its own."""

    kind: str
    id: int


@dataclass
class Card:
    """One text as staff see it beside others: its words (or its picture), where it stands."""

    id: int
    reference: str
    html: str
    url: str
    about: str
    about_url: str
    at: datetime
    signature: str = ""


#: ``load(ids)`` returns the cards of these texts, in a number of statements that does not grow.
Loader = Callable[[Sequence[int]], list[Card]]


def _nothing(_text: Any) -> None:
    """Hold nothing more than the text itself."""


def _no(_text: Any) -> bool:
    return False


def _yes(_text: Any) -> bool:
    return True


@dataclass(frozen=True)
class Subject:
    """A sort of text residents write, and how staff find, show and judge it."""

    model: Any
    #: What one is called, such as "opinion", in the language of the page.
    name: Any
    load: Loader
    #: ``fetch(person, id)``: the text as ``person`` may see it, hidden ones for staff only.
    fetch: Callable[[Any, int], Any]
    #: The permission asked, with the text, of whoever acts on it.
    permission: str
    author: Callable[[Any], int | None]
    place: Callable[[Any], Place | None]
    #: The columns that hold the author's words, the first one what campaigns are compared by.
    words: tuple[str, ...] = ("text",)
    #: Where everybody reads it, when that is not the address on its card.
    page: Callable[[Any], str] | None = None
    #: Rows that must be held before the text itself, so that nobody waits in a circle.
    lock: Callable[[Any], None] = _nothing
    #: Whether it stands in a topic (crime, traffic) where recognisable people are named easily.
    safety: Callable[[Any], bool] = _no
    #: Whether its author sent it; what staff wrote down or imported has been read already.
    sent: Callable[[Any], bool] = _yes
    #: Whether many from one address are strange; at a forum a whole hall shares one.
    bursts: bool = True
    #: Whether it may be reported, once it is shown.
    reportable: Callable[[Any], bool] = _yes

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, of which nothing is read."""
        return hasattr(self.model, "small")

    def read_at(self, text: Any) -> str:
        """Return the address where everybody reads a text."""
        return self.page(text) if self.page else self.load([text.id])[0].url


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Let the texts of a model be moderated; twice raises ValueError."""
    kind = str(subject.model.__tablename__)
    if kind in _subjects:
        raise ValueError(f"texts of {kind} are registered twice")
    _subjects[kind] = subject


def subject_of(kind: str) -> Subject:
    """Return what was registered for a kind of text; an unknown one raises KeyError."""
    return _subjects[kind]


def subject_for(text: Any) -> Any:
    """Return what was registered for texts like this one; None for anything else."""
    return _subjects.get(kind_of(text))


def is_picture(kind: str) -> bool:
    """Whether texts of this kind are pictures; not so of a kind nobody knows."""
    return kind in _subjects and _subjects[kind].is_picture


def kind_of(text: Any) -> str:
    """Return the kind of a text: the name of its table."""
    return str(getattr(text, "__tablename__", ""))


def is_about(model: Any, text: Any) -> ColumnElement[bool]:
    """Return the condition that rows of ``model`` are about this text."""
    return and_(model.subject_kind == kind_of(text), model.subject_id == text.id)


def parts_of(text: Any) -> list[str]:
    """Return the columns of a text that have words."""
    return [name for name in subject_for(text).words if getattr(text, name, "")]


def author_of(text: Any) -> int | None:
    """Return the number of whoever wrote a text."""
    subject = subject_for(text)
    number: int | None = subject.author(text) if subject else getattr(text, "author_id", None)
    return number


@contextmanager
def in_language_of_author(text: Any) -> Iterator[None]:
    """Speak the language of whoever wrote a text; Hungarian where nobody knows."""
    author = db.session.get(Person, author_of(text) or 0)
    with force_locale(author.language if author and author.language else "hu"):
        yield


def subjects() -> dict[str, Subject]:
    """Return every kind of text that is moderated, by the name of its table."""
    return dict(_subjects)


def card_of(text: Any) -> Card:
    """Return the card of one text."""
    return subject_for(text).load([text.id])[0]


def cards_of(keys: Iterable[Key]) -> dict[Key, Card]:
    """Return the cards of texts by kind and number; one load for each kind."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, number in dict.fromkeys(keys):
        ids[kind].append(number)
    return {
        (kind, card.id): card
        for kind, wanted in ids.items()
        for card in _subjects[kind].load(wanted)
    }
