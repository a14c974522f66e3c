"""What became of the demo city's first conversation: analysis, decisions, published summary."""

from collections.abc import Callable
from typing import Any

from forum.accounts.models import Person
from forum.demo.talks import Talks


def fill(talks: Talks, people: dict[str, Person], progress: Callable[[str], Any]) -> None:
    """Sort, decide and publish, as the planner would."""
