"""Where one goes on: to one's own ideas."""

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.extensions import Place


def mine() -> Place:
    """Name one's own ideas beside the profile."""
    sentence = _("What I proposed and support, and what became of it.")
    return Place(_("My ideas"), url_for("ideas.mine"), "idea", sentence)
