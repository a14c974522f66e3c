"""Results of slow pure functions, kept per process under what they were made from."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

#: Results kept; the largest, how thousands of opinions stand, takes 150 kB.
REMEMBERED = 200

_memory: OrderedDict[str, Any] = OrderedDict()


def remembered(content: str, make: Callable[[], Any]) -> Any:
    """Return ``make()``, remembered under its input: the same input gives the same result."""
    key = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    made = _memory.get(key)
    if made is None:
        made = _memory[key] = make()
    while len(_memory) > REMEMBERED:
        _memory.popitem(last=False)
    return made
