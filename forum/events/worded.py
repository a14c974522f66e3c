"""What an event says of itself, in the language of the page."""

from flask_babel import lazy_gettext as _l

from forum.core.i18n import in_language

#: Languages an event may be held in, by their ISO 639 codes.
SPOKEN = {
    "hu": _l("Hungarian"),
    "hsh": _l("Hungarian sign language"),
    "rom": _l("Romani"),
    "en": _l("English"),
    "de": _l("German"),
    "uk": _l("Ukrainian"),
}


class Worded:
    """The words of an event: Hungarian, and English where it was given."""

    @property
    def title(self) -> str:
        """What it is called."""
        return in_language(self, "title")

    @property
    def description(self) -> str:
        """What one can expect."""
        return in_language(self, "description")

    @property
    def place(self) -> str:
        """The name of the place."""
        return in_language(self, "place")

    @property
    def access(self) -> str:
        """How to get in."""
        return in_language(self, "access")

    @property
    def audience(self) -> str:
        """Who may come, in words."""
        return in_language(self, "audience")

    @property
    def children(self) -> str:
        """What is said about children."""
        return in_language(self, "children")

    @property
    def cost(self) -> str:
        """What it costs, where it is not free."""
        return in_language(self, "cost")

    @property
    def organiser(self) -> str:
        """Who organises it."""
        return in_language(self, "organiser")
