"""The names people in the demo city give themselves; some say how old they are, or where they live."""

from typing import Any

from forum.demo import content


def name_of(number: int) -> str:
    """Return a name; after the last the first comes again."""
    names = content.toml("people")["simulated"]["pseudonyms"]
    return str(names[number % len(names)])


def band_of(name: str, city: dict[str, Any], otherwise: Any) -> Any:
    """Return the age band a name tells of, or another."""
    code = content.toml("people")["simulated"]["ages"].get(name)
    return city["age_bands"][code] if code else otherwise


def home_of(name: str, city: dict[str, Any], otherwise: Any) -> Any:
    """Return the part of the city a name tells of, or another."""
    home = content.toml("people")["simulated"]["homes"].get(name)
    return city["neighbourhoods"][home] if home else otherwise
