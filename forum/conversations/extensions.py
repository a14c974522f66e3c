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

from forum.core.extending import ExtendedPage


class Way(NamedTuple):
    """A way on: where it leads, what its button says, and its picture."""

    url: str
    label: str
    icon: str


page = ExtendedPage("conversation_id")

add_section = page.add_section
add_tool = page.add_tool
add_stamp = page.add_stamp
sections = page.sections
tools = page.tools
stamps = page.stamps

_ways: dict[str, Callable[[Any], Way | None]] = {}
_holds: list[Callable[[Any], bool]] = []


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


def is_held(conversation: Any) -> bool:
    """Tell whether the question may not be reworded any more."""
    return any(function(conversation) for function in _holds)
