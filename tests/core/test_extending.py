"""What rooms register is registered once, however many applications a process makes."""

import sys
from collections.abc import Iterator
from typing import Any

from forum import create_app
from forum.core.extending import ExtendedPage


def registries() -> Iterator[tuple[str, Any]]:
    """Yield every list, set and dictionary that a module of the house holds, with its name."""
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] != "forum":
            continue
        for called, value in vars(module).items():
            inside = vars(value).items() if isinstance(value, ExtendedPage) else [("", value)]
            for part, held in inside:
                if isinstance(held, list | set | dict) and called != "__builtins__":
                    yield f"{name}.{called}.{part}", held


def test_a_second_application_registers_nothing_twice(app, tmp_path):
    before = {name: len(held) for name, held in registries()}
    assert len(before) > 100
    create_app({"SECRET_KEY": "second-" * 6, "INSTANCE_DIR": str(tmp_path), "TESTING": True})
    after = {name: len(held) for name, held in registries()}
    assert {name: (before.get(name), n) for name, n in after.items() if before.get(name) != n} == {}
