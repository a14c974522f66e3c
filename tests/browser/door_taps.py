"""The door's taps, which a browser keeps until the server has them."""

import pytest


def settle(somebody) -> None:
    """Wait until nothing waits in the browser."""
    for _try in range(600):
        kept = somebody.page.evaluate("Object.entries(localStorage)")
        if all(value == "[]" for name, value in kept if name.startswith("door:")):
            return
        somebody.page.wait_for_timeout(100)
    pytest.fail(f"something waits still: {kept}")
