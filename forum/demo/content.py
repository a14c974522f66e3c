"""The demo city's content, read from the files beside this module."""

import csv
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


def toml(name: str) -> dict[str, Any]:
    """Return the TOML file ``name`` as a dictionary."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of the CSV file ``name``, each by its column names."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
