"""News: what rooms have to tell people, without knowing how people are told.

A room declares once how its kind of news is worded (``declare``), and tells it to people by their
numbers (``tell``). The room of notices registers itself with ``provide``: it shows the news in the
application and writes the letters, each thing once to each person.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

Details = dict[str, Any]
#: What news are about, such as ("idea", 5): what one can follow, and what a digest groups by.
Topic = tuple[str, int]


def _always(_topic: Topic) -> bool:
    return True


class Words(NamedTuple):
    """How one kind of news is worded, always in the language of whoever reads it."""

    title: Callable[[Details], str]
    paragraphs: Callable[[Details], list[str]]
    #: What the link to its page is called.
    link: Any
    icon: str
    #: Whether it may still be told: False once what it is about was hidden or withdrawn.
    still: Callable[[Topic], bool] = _always
    #: About one's own words, so that its letter is written at once and not with the daily ones.
    at_once: bool = False
    #: Details to show administrators what such a letter looks like.
    sample: Details | None = None
    #: The address of its page, where that is a secret the row of a notice does not keep.
    address: Callable[[Topic], str] | None = None
    #: The title when it happened several times over, by how often; none: the same, and how often.
    many: Callable[[Details, int], str] | None = None


@dataclass(frozen=True)
class News:
    """One thing to tell; whoever has been told ``kind`` and ``key`` is not told again."""

    kind: str
    key: str
    topic: Topic
    path: str
    details: Details = field(default_factory=dict)


class Teller(Protocol):
    """Whoever brings news to people."""

    def tell(self, news: News, person_ids: Iterable[int]) -> None:
        """Tell these people, each once, in the present transaction."""

    def tell_followers(self, news: News, but: Iterable[int] = ()) -> None:
        """Tell whoever follows the topic, except ``but``, in the present transaction."""


WORDS: dict[str, Words] = {}
_tellers: list[Teller] = []


def declare(kind: str, words: Words) -> str:
    """Declare how a kind of news is worded and return its name; twice raises ValueError."""
    if kind in WORDS:
        raise ValueError(f"news {kind} is declared twice")
    WORDS[kind] = words
    return kind


def address_of(kind: str, topic: Topic, path: str) -> str:
    """Return where a notice leads: the path it was told with, or the secret one of its topic."""
    words = WORDS.get(kind)
    return words.address(topic) if words is not None and words.address is not None else path


def provide(teller: Teller) -> None:
    """Let ``teller`` bring the news."""
    _tellers[:] = [teller]


def tell(news: News, person_ids: Iterable[int]) -> None:
    """Tell these people, each once; an unknown kind raises KeyError. The caller commits."""
    if news.kind not in WORDS:
        raise KeyError(f"unknown kind of news {news.kind}")
    for teller in _tellers:
        teller.tell(news, person_ids)


def tell_followers(news: News, but: Iterable[int] = ()) -> None:
    """Tell whoever follows the topic of the news, except ``but``; the caller commits."""
    if news.kind not in WORDS:
        raise KeyError(f"unknown kind of news {news.kind}")
    for teller in _tellers:
        teller.tell_followers(news, but)
