"""Where one goes on: to speak, to weigh what others said, to one's own opinions."""

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.extensions import Place
from forum.conversations.extensions import Way
from forum.conversations.models import Conversation


def speak(conversation: Conversation) -> Way:
    """Return the way to the form."""
    url = url_for("opinions.speak", conversation_id=conversation.id)
    return Way(url, _("Say your opinion"), "speak")


def weigh(conversation: Conversation) -> Way | None:
    """Return the way to the opinions one by one, while they are weighed and there are any."""
    if not conversation.in_phase("weigh") or not conversation.opinions_count:
        return None
    url = url_for("opinions.weigh", conversation_id=conversation.id)
    return Way(url, _("Weigh the opinions"), "weigh")


def mine() -> Place:
    """Name one's own opinions beside the profile."""
    sentence = _("What I said, and what became of it.")
    return Place(_("My opinions"), url_for("opinions.mine"), "speak", sentence)
