"""What somebody shows at the door: the code of a registration and a QR picture of its page."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.mail import site_url
from forum.core.qr import qr_svg
from forum.events.registration.doubling import DoubledRegistration
from forum.events.registration.registrations import Registration


class Ticket(NamedTuple):
    """The code and the full address behind the QR picture."""

    code: str
    url: str

    def qr(self) -> Markup:
        """Draw the address as a QR picture."""
        return qr_svg(self.url, _("QR code of your registration"))


def ticket_of(registration: Registration | DoubledRegistration, code: str) -> Ticket | None:
    """Return what to show at the door; None when there is nothing to come to."""
    if registration.standing != "held" or registration.event.is_cancelled:
        return None
    return Ticket(code, site_url(url_for("events.registered", code=code)))
