"""The slip somebody takes home: a claim code, where to type it, and a QR picture of its page."""

from typing import NamedTuple

from markupsafe import Markup

from forum.core.claims import PAGE
from forum.core.mail import site_url
from forum.core.qr import qr_svg


class Slip(NamedTuple):
    """What is printed with one code."""

    code: str
    #: What it belongs to, as a person would say it: "Idea P-2026-00012".
    what: str
    #: The full address behind the picture, and the picture in words.
    url: str
    picture: str

    @property
    def address(self) -> str:
        """Where the code can be typed, as one would say it: without https://."""
        return site_url(PAGE).partition("://")[2]

    def qr(self) -> Markup:
        """Draw the full address as a QR picture with a title."""
        return qr_svg(self.url, self.picture)
