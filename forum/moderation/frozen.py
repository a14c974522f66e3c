"""Documents that keep words as they were when they were approved or published.

A removal reaches every page, but not what was frozen before: minutes, summaries, plans. Whoever
removes or covers is told which of them have the text, and can have them withdrawn.
"""

from collections.abc import Callable
from typing import Any, NamedTuple


class Document(NamedTuple):
    """A frozen document that has a text in it: what it is called, and where it is read."""

    title: str
    url: str


Finder = Callable[[Any], list[Document]]
_finders: list[Finder] = []


def add_documents(find: Finder) -> Finder:
    """Let a room say which of its documents, as far as they are still shown, have a text in them."""
    _finders.append(find)
    return find


def documents_with(text: Any) -> list[Document]:
    """Return every document that still shows a text as it was."""
    return [document for find in _finders for document in find(text)]
