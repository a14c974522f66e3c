"""The slip of an idea: its code and its page."""

from flask import url_for
from flask_babel import gettext as _

from forum.core.codes import token_hash
from forum.core.mail import site_url
from forum.core.slips import Slip
from forum.ideas.models import Idea
from forum.ideas.proposing import claim_code
from forum.ideas.queries import claimed_by


def slip_of(idea: Idea) -> Slip | None:
    """Return the slip of an idea; None when it has no code, or one made with an old key."""
    code = claim_code(idea.submit_key)
    if idea.claim_hash != token_hash(code):
        return None
    return Slip(
        code,
        _("Idea %(reference)s", reference=idea.reference),
        site_url(url_for("ideas.follow", code=code)),
        _("QR code: the page of idea %(reference)s", reference=idea.reference),
    )


def page_of_code(code: str) -> str | None:
    """Return the address of the page a tidied code leads to, None when it is no idea's."""
    return url_for("ideas.follow", code=code) if claimed_by(code) is not None else None
