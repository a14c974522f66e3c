"""Opinions too long for a list of a summary; their pages have the rest."""

#: Such an opinion is shortened to so many characters.
LISTED_LENGTH = 320


def shorten(text: str) -> str:
    """Return a text cut at a word, with a mark where it goes on."""
    if len(text) <= LISTED_LENGTH:
        return text
    return text[:LISTED_LENGTH].rsplit(None, 1)[0] + " …"
