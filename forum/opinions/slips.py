"""The slip somebody takes home: the code of an opinion, its address and a QR picture of it."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.codes import token_hash
from forum.core.mail import site_url
from forum.core.qr import qr_svg
from forum.opinions.models import Opinion
from forum.opinions.operations import claim_code


class Slip(NamedTuple):
    """What is printed for one opinion."""

    reference: str
    code: str
    url: str

    @property
    def address(self) -> str:
        """Where the code can be typed, as one would say it: without https://."""
        return site_url(url_for("opinions.follow")).partition("://")[2]

    def qr(self) -> Markup:
        """Draw the full address as a QR picture with a title."""
        title = _("QR code: the page of opinion %(reference)s", reference=self.reference)
        return qr_svg(self.url, title)


def slip_of(opinion: Opinion) -> Slip | None:
    """Return the slip of an opinion; None when it has no code, or one made with an old key."""
    code = claim_code(opinion.submit_key)
    if opinion.claim_hash != token_hash(code):
        return None
    url = site_url(url_for("opinions.follow", code=code))
    return Slip(opinion.reference, code, url)
