"""What this room adds elsewhere: to a conversation's page, an opinion's chain, the board."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from forum.conversations.models import Conversation
from forum.opinions.following import Step
from forum.opinions.models import Opinion
from forum.planning import queries
from forum.planning.models import Decision

#: How a choice looks: the tone and icon of its badge.
LOOKS = {
    "adopt": ("good", "check"),
    "adapt": ("warm", "edit"),
    "later": ("warn", "clock"),
    "decline": ("bad", "close"),
}


def section(_person: Any, conversation: Conversation) -> dict[str, Any] | None:
    """Return the part of a conversation's page that tells what was decided."""
    decisions = list(queries.in_force_of(conversation).values())
    if not decisions:
        return None
    sizes = queries.sizes(conversation, [each.theme_id for each in decisions])
    decisions.sort(key=lambda each: (-sizes.get(each.theme_id, (0, 0))[0], each.id))
    return {
        "template": "planning/_section.html",
        "sizes": sizes,
        "decisions": decisions[: queries.MOST_SHOWN],
        "more": decisions[queries.MOST_SHOWN :],
        "result": {
            "url": url_for("conversations.show", conversation_id=conversation.id) + "#decisions",
            "label": _("See what was decided"),
        },
    }


def steps(opinions: Sequence[Opinion]) -> Mapping[int, list[Step]]:
    """Return the decision links of each opinion's chain; they are public like the decision."""
    shown = [opinion for opinion in opinions if opinion.visible]
    decided = queries.of_opinions(shown) if shown else {}
    return {number: [_step(each) for each in found] for number, found in decided.items()}


def _step(decision: Decision) -> Step:
    title = f"{decision.theme.name}: {decision.choice_name}"
    return Step("decision", title, decision.will, url=theme_url(decision), at=decision.at)


def theme_url(decision: Decision) -> str:
    """Return the address of the theme's public page."""
    return url_for(
        "planning.theme", conversation_id=decision.conversation_id, theme_id=decision.theme_id
    )


def public_themes(conversation: Conversation) -> dict[int, str]:
    """Return the public page of each theme that was decided on."""
    return {number: theme_url(each) for number, each in queries.in_force_of(conversation).items()}


def board_notes(conversation: Conversation) -> dict[int | None, dict[str, Any]]:
    """Return what the board says beside each theme: the decision, or a way to make one."""

    def form(theme_id: int) -> str:
        return url_for("planning.decide", conversation_id=conversation.id, theme_id=theme_id)

    notes: dict[int | None, dict[str, Any]] = {
        theme_id: {
            "label": _("Decide again"),
            "url": form(theme_id),
            "badge": each.choice_name,
            "tone": LOOKS[each.choice][0],
        }
        for theme_id, each in queries.in_force_of(conversation).items()
    }
    return {**notes, None: {"label": _("Decide"), "url": form}}
