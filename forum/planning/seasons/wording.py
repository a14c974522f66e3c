"""How money and the state of a budget are told."""

from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _

from forum.core.i18n import language
from forum.planning.models import CHOICES
from forum.planning.money import forints
from forum.planning.seasons.totals import Totals


def difference(amount: int) -> str:
    """Write how much more or less something costs: +20 000 Ft."""
    return f"+{forints(amount)}" if amount > 0 else forints(amount)


def budget_line(sums: Totals) -> str:
    """Say how much of the budget is used, and what is left or missing."""
    used, budget = forints(sums.used), forints(sums.budget)
    if sums.over:
        over = forints(sums.over)
        return _("%(used)s of %(budget)s is used: %(over)s too much", **_told(used, budget, over))
    left = forints(sums.left)
    return _("%(used)s of %(budget)s is used; %(over)s is left", **_told(used, budget, left))


def _told(used: str, budget: str, over: str) -> dict[str, str]:
    return {"used": used, "budget": budget, "over": over}


def cited_url(cited: dict[str, Any]) -> str:
    """Return the page of a theme, need or idea that a published reason cites."""
    if cited["kind"] == "theme":
        there = {"conversation_id": cited["conversation"]}
        if not cited["decided"]:
            return url_for("conversations.show", **there)
        return url_for("planning.theme", theme_id=cited["id"], **there)
    if cited["kind"] == "need":
        return url_for("planning.need", need_id=cited["id"])
    return url_for("ideas.show", idea_id=cited["id"])


def init_app(app: Flask) -> None:
    """Let templates write money."""
    app.jinja_env.filters["forints"] = forints
    app.jinja_env.filters["forints_more"] = difference
    app.jinja_env.globals.update(
        budget_line=budget_line,
        cited_url=cited_url,
        current_language=language,
        decision_names=CHOICES,
    )
