"""The slip of an opinion: its code and its page."""

from flask import url_for
from flask_babel import gettext as _

from forum.core.codes import token_hash
from forum.core.mail import site_url
from forum.core.slips import Slip
from forum.opinions.models import Opinion
from forum.opinions.operations import claim_code


def slip_of(opinion: Opinion) -> Slip | None:
    """Return the slip of an opinion; None when it has no code, or one made with an old key."""
    code = claim_code(opinion.submit_key)
    if opinion.claim_hash != token_hash(code):
        return None
    return Slip(
        code,
        _("Opinion %(reference)s", reference=opinion.reference),
        site_url(url_for("opinions.follow", code=code)),
        _("QR code: the page of opinion %(reference)s", reference=opinion.reference),
    )
