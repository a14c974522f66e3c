"""What other rooms add to a conversation's page, without this room knowing them.

A room calls these once, when it opens (``init_app``):

- ``add_section(function, order)``: ``function(person, conversation)`` returns None or a dictionary
  with the name of a ``template`` (included with ``section`` as that dictionary) and whatever the
  template needs. With ``result`` = {"url", "label"} it is also what the big button leads to once
  there is only reading left.
- ``add_tool(endpoint, label, permission, order)``: a tab on the page for those who have the
  permission; the endpoint takes ``conversation_id``.
- ``add_stamp(function)``: ``function(conversation_id)`` returns what changes when the kept public
  page must be made anew for a reason that ``conversation.changed()`` does not tell.
- ``add_way(state, function)``: ``function(conversation)`` returns the Way on from a conversation in
  this state (speak, weigh), None when there is none now.
- ``hold_question(function)``: ``function(conversation)`` tells whether the question may not be
  reworded any more, because somebody has said something to it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import request, url_for

from forum.core.access import can

SectionMaker = Callable[[Any, Any], dict[str, Any] | None]


class Way(NamedTuple):
    """A way on: where it leads, what its button says, and its picture."""

    url: str
    label: str
    icon: str


class Tool(NamedTuple):
    """A page for those who work with a conversation."""

    endpoint: str
    label: Any
    permission: str
    order: int


_sections: dict[SectionMaker, int] = {}
_tools: dict[str, Tool] = {}
_stamps: list[Callable[[int], object]] = []
_ways: dict[str, Callable[[Any], Way | None]] = {}
_holds: list[Callable[[Any], bool]] = []


def add_section(function: SectionMaker, order: int = 50) -> None:
    """Let ``function`` add a part to the page of a conversation."""
    _sections[function] = order


def add_tool(endpoint: str, label: Any, permission: str, order: int = 50) -> None:
    """Add a tab to the page of a conversation."""
    _tools[endpoint] = Tool(endpoint, label, permission, order)


def add_stamp(function: Callable[[int], object]) -> None:
    """Let ``function`` tell when the kept page is out of date."""
    if function not in _stamps:
        _stamps.append(function)


def add_way(state: str, function: Callable[[Any], Way | None]) -> None:
    """Let ``function`` say where one goes on from a conversation in this state."""
    _ways[state] = function


def way(state: str, conversation: Any) -> Way | None:
    """Return the way to what people do in this state; None when there is none now."""
    return _ways[state](conversation) if state in _ways else None


def hold_question(function: Callable[[Any], bool]) -> None:
    """Let ``function`` tell whether the wording of a question has to stay."""
    if function not in _holds:
        _holds.append(function)


def sections(person: Any, conversation: Any) -> list[dict[str, Any]]:
    """Return the parts of the page, in order."""
    made = (function(person, conversation) for function in sorted(_sections, key=_sections.get))
    return [section for section in made if section is not None]


def tools(person: Any, conversation: Any) -> list[dict[str, Any]]:
    """Return the tabs ``person`` may use."""
    return [
        {
            "label": str(tool.label),
            "url": url_for(tool.endpoint, conversation_id=conversation.id),
            "current": request.endpoint == tool.endpoint,
        }
        for tool in sorted(_tools.values(), key=lambda tool: tool.order)
        if can(person, tool.permission, conversation)
    ]


def stamps(conversation_id: int) -> tuple[object, ...]:
    """Return what other rooms say about the age of the kept page."""
    return tuple(function(conversation_id) for function in _stamps)


def is_held(conversation: Any) -> bool:
    """Tell whether the question may not be reworded any more."""
    return any(function(conversation) for function in _holds)
