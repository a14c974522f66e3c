"""Each route says what it does and answers; the description of the API is made from that."""

from collections.abc import Callable
from typing import Any, NamedTuple

#: A key against doubling: too short ones would meet by chance.
SHORTEST_KEY, LONGEST_KEY = 8, 200


class Description(NamedTuple):
    """What a route does: its sentence, the shape of its answer, and what one may send."""

    summary: Any
    answer: str
    status: int = 200
    listed: bool = False
    body: str | None = None


def described(summary: Any, answer: str, **more: Any) -> Callable[[Any], Any]:
    """Describe a route: ``answer`` and ``body`` name shapes of ``forum.api.shapes``."""

    def decorate(view: Any) -> Any:
        view.description = Description(summary, answer, **more)
        return view

    return decorate
