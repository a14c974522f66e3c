"""The city has been brought back from a backup: what opens something must not open it again.

Whatever was revoked or used up since the backup was made would work once more. Each room that
hands out something of the kind says here how all of it is made worthless.
"""

from collections.abc import Callable

_revokers: dict[str, Callable[[], int]] = {}


def after_restore(name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register ``function()``, called in the transaction that ends a restore.

    It makes every ``name`` worthless and returns how many there were.
    """

    def register(function: Callable[[], int]) -> Callable[[], int]:
        _revokers[name] = function
        return function

    return register


def revoke_everything() -> dict[str, int]:
    """Make worthless whatever rooms have registered; return how many of each, by name."""
    return {name: revoke() for name, revoke in sorted(_revokers.items())}
