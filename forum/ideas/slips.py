"""The slip somebody takes home: the code of an idea, its address and a QR picture of it."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.codes import token_hash
from forum.core.mail import site_url
from forum.core.qr import qr_svg
from forum.ideas.models import Idea
from forum.ideas.proposing import claim_code
from forum.ideas.queries import claimed_by


class Slip(NamedTuple):
    """What is printed for one idea."""

    reference: str
    code: str
    url: str

    @property
    def address(self) -> str:
        """Where the code can be typed, as one would say it: without https://."""
        return site_url(url_for("opinions.follow")).partition("://")[2]

    def qr(self) -> Markup:
        """Draw the full address as a QR picture with a title."""
        return qr_svg(self.url, _("QR code: the page of idea %(reference)s", **self._asdict()))


def slip_of(idea: Idea) -> Slip | None:
    """Return the slip of an idea; None when it has no code, or one made with an old key."""
    code = claim_code(idea.submit_key)
    if idea.claim_hash != token_hash(code):
        return None
    return Slip(idea.reference, code, site_url(url_for("ideas.follow", code=code)))


def page_of_code(code: str) -> str | None:
    """Return the address of the page a tidied code leads to, None when it is no idea's."""
    return url_for("ideas.follow", code=code) if claimed_by(code) is not None else None
