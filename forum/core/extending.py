"""What other rooms add to the page of a thing, without the thing's room knowing them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import current_app, request, url_for

from forum.core.access import can

#: ``function(person, thing)``: a dictionary with the name of a ``template`` (included with
#: ``section`` as that dictionary) and whatever the template needs; None when there is nothing.
SectionMaker = Callable[[Any, Any], dict[str, Any] | None]


class Tool(NamedTuple):
    """A page for those who work with a thing."""

    endpoint: str
    label: Any
    permission: str
    order: int
    #: What its address needs; without it, the number of the thing.
    arguments: Callable[[Any], dict[str, Any]] | None = None


class ExtendedPage:
    """The page of a thing, to which rooms add parts, tabs and reasons to make it anew.

    ``argument`` is how addresses call the number of the thing, such as ``event_id``.
    """

    def __init__(self, argument: str) -> None:
        self.argument = argument
        self._sections: dict[SectionMaker, int] = {}
        self._tools: dict[str, Tool] = {}
        self._stamps: list[Callable[[int], object]] = []

    def add_section(self, function: SectionMaker, order: int = 50) -> None:
        """Let ``function`` add a part to the page."""
        self._sections[function] = order

    def add_tool(
        self,
        endpoint: str,
        label: Any,
        permission: str,
        order: int = 50,
        arguments: Callable[[Any], dict[str, Any]] | None = None,
    ) -> None:
        """Add a tab for those who have the permission; the endpoint takes the thing's number.

        An endpoint that takes something else is given what ``arguments(thing)`` returns.
        """
        self._tools[endpoint] = Tool(endpoint, label, permission, order, arguments)

    def add_stamp(self, function: Callable[[int], object]) -> None:
        """Let ``function`` tell when the kept page is out of date."""
        if function not in self._stamps:
            self._stamps.append(function)

    def sections(self, person: Any, thing: Any) -> list[dict[str, Any]]:
        """Return the parts of the page, in order."""
        ordered = sorted(self._sections, key=lambda function: self._sections[function])
        made = (function(person, thing) for function in ordered)
        return [section for section in made if section is not None]

    def tools(self, person: Any, thing: Any) -> list[dict[str, Any]]:
        """Return the tabs ``person`` may use."""
        return [
            {
                "label": str(tool.label),
                "url": url_for(tool.endpoint, **self._arguments(tool, thing)),
                "current": request.endpoint == tool.endpoint,
            }
            for tool in sorted(self._tools.values(), key=lambda tool: tool.order)
            if tool.endpoint in current_app.view_functions and can(person, tool.permission, thing)
        ]

    def _arguments(self, tool: Tool, thing: Any) -> dict[str, Any]:
        return tool.arguments(thing) if tool.arguments else {self.argument: thing.id}

    def stamps(self, number: int) -> tuple[object, ...]:
        """Return what other rooms say about the age of the kept page."""
        return tuple(function(number) for function in self._stamps)
