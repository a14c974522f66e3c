"""Decisions and themes as JSON."""

from typing import Any

from forum.planning.models import Decision
from forum.themes.presenters import figures_json
from forum.themes.statistics import ThemeFigures


def decision_json(decision: Decision) -> dict[str, Any]:
    """Return a decision in both languages; ``en`` is empty where nobody translated."""
    return {
        "choice": decision.choice,
        "decided_at": decision.at.isoformat(),
        "heard": {"hu": decision.heard_hu, "en": decision.heard_en},
        "will": {"hu": decision.will_hu, "en": decision.will_en},
        "why": {"hu": decision.why_hu, "en": decision.why_en},
    }


def theme_json(figures: ThemeFigures, decision: Decision | None) -> dict[str, Any]:
    """Return a theme with its figures and the decision on it, if there is one."""
    told = decision_json(decision) if decision else None
    return {**figures_json(figures), "decision": told}
