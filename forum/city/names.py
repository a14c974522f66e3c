"""What a list may call the parts, the ages and the kinds of program of the city."""

from forum.city import queries as city
from forum.core.lists import plain


def known_names() -> tuple[dict[str, int], dict[str, int]]:
    """Return the ids of neighbourhoods and of age bands by every name a list may use."""
    places = {
        plain(name): row.id
        for row in city.neighbourhoods()
        for name in (row.name_hu, row.name_en, *(row.aliases or []))
        if name
    }
    bands = {
        plain(name): row.id
        for row in city.age_bands()
        for name in (row.code, row.name_hu, row.name_en)
        if name
    }
    return places, bands


def known_categories() -> dict[str, int]:
    """Return the ids of kinds of program by every name a list may use."""
    return {
        plain(name): row.id
        for row in city.categories()
        for name in (row.name_hu, row.name_en)
        if name
    }
