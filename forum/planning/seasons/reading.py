"""A published plan read in one language: the same words for the page and for the print.

Everything comes from the frozen content; only what was hidden since is left out of pages.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.days import show_days
from forum.core.db import db
from forum.core.languages import Words, in_one
from forum.ideas.models import Idea
from forum.planning.models import CHOICES
from forum.planning.money import forints
from forum.planning.seasons.content import Data


def read(content: Data, lang: str) -> Data:
    """Return the words of a publication in ``lang``; call it in that language."""
    said: Data = in_one(content, lang)
    items = [_told(item) for item in said["items"]]
    groups = [
        {
            "choice": choice,
            "name": str(name),
            "programs": [item for item in items if item["choice"] == choice],
        }
        for choice, name in CHOICES.items()
    ]
    first, last = (date.fromisoformat(said["season"][end]) for end in ("first", "last"))
    return {
        **said,
        "items": items,
        "dropped": [{**one, "because": Words(one["because"], "hu")} for one in said["dropped"]],
        "groups": [group for group in groups if group["programs"]],
        "days": show_days(first, last),
        "day": datetime.fromisoformat(said["at"]),
        "budget_told": budget_told(said),
        "advice_told": advice_told(said["advice"]),
        "tables": tables(said),
    }


def living(content: Data) -> Data:
    """Return the content as a page shows it today: an idea hidden since then is not named.

    What was frozen stays byte for byte as it was published, and so do its checksums.
    """
    named = {idea["id"] for item in content["items"] for idea in item["ideas"]}
    query = select(Idea.id).where(Idea.id.in_(named), Idea.visible.is_(True))
    shown = set(db.session.scalars(query)) if named else set()
    if shown == named:
        return content
    gone = _("an idea that is no longer shown")
    items = [
        {
            **item,
            "ideas": [
                idea if idea["id"] in shown else {**idea, "title": gone, "hidden": True}
                for idea in item["ideas"]
            ],
        }
        for item in content["items"]
    ]
    return {**content, "items": items}


def _told(item: Data) -> Data:
    return {
        **item,
        "uncited": Words(item["uncited"], "hu"),
        "ideas": [
            idea if idea.get("hidden") else {**idea, "title": Words(idea["title"], "hu")}
            for idea in item["ideas"]
        ],
        "asked_told": asked_told(item["asked"]),
        "advised_told": advised_told(item["advice"]),
        "cites": cites(item),
    }


def budget_told(said: Data) -> str:
    """Say how much of the budget the plan uses."""
    told = {"used": forints(said["used"]), "budget": forints(said["budget"])}
    if said["over"]:
        over = forints(said["over"])
        return _("%(used)s of %(budget)s is used: %(over)s too much", **told, over=over)
    left = forints(said["left"])
    return _("%(used)s of %(budget)s is used; %(over)s is left", **told, over=left)


def asked_told(asked: Data) -> str:
    """Say how many people asked for it; empty when nobody did."""
    if asked["people"] is None:
        return _("A few residents asked for it.")
    if not asked["people"]:
        return ""
    people = format_decimal(asked["people"])
    if not asked["by_neighbourhood"]:
        return ngettext(
            "%(people)s resident asked for it.",
            "%(people)s residents asked for it.",
            asked["people"],
            people=people,
        )
    places = ", ".join(
        f"{row['name']}: {format_decimal(row['people'])}" for row in asked["by_neighbourhood"]
    )
    return ngettext(
        "%(people)s resident asked for it (%(places)s).",
        "%(people)s residents asked for it (%(places)s).",
        asked["people"],
        people=people,
        places=places,
    )


def advised_told(advice: Data | None) -> str:
    """Say what the ballots advised on it; empty when there was no voting."""
    if advice is None:
        return ""
    votes = ngettext(
        "%(votes)s resident marked it.",
        "%(votes)s residents marked it.",
        advice["votes"],
        votes=format_decimal(advice["votes"]),
    )
    if advice["fair"] and advice["greedy"]:
        stood = _("Both ways of counting the ballots chose it.")
    elif advice["fair"]:
        stood = _("The method of equal shares chose it.")
    elif advice["greedy"]:
        stood = _("Counting the most votes chose it, the method of equal shares did not.")
    else:
        stood = _("Neither way of counting the ballots chose it.")
    return f"{votes} {stood}"


def advice_told(advice: Data | None) -> str:
    """Say on how many ballots the advice rests."""
    if advice is None:
        return ""
    return ngettext(
        "%(ballots)s resident marked the programs they would like to see. The planners had this "
        "advice before them, and decided.",
        "%(ballots)s residents marked the programs they would like to see. The planners had this "
        "advice before them, and decided.",
        advice["ballots"],
        ballots=format_decimal(advice["ballots"]),
    )


def cites(item: Data) -> list[Data]:
    """Return what the reason rests on: themes, needs and ideas, with their pages' numbers."""
    needs = [need for need in item["needs"] if need["id"] in item["cited_needs"]]
    ideas = [idea for idea in item["ideas"] if idea["id"] in item["cited_ideas"]]
    return [
        *({"kind": "theme", "name": theme["name"], **theme} for theme in item["themes"]),
        *({"kind": "need", "name": need["title"], "id": need["id"]} for need in needs),
        *(
            {
                "kind": "idea",
                "name": idea["title"],
                "id": idea["id"],
                "hidden": idea.get("hidden", False),
            }
            for idea in ideas
        ),
    ]


def tables(said: Data) -> list[dict[str, Any]]:
    """Return the sums by kind, part of the city and age."""
    captions = {
        "by_kind": _("By kind of program"),
        "by_neighbourhood": _("By part of the city"),
        "by_age": _("By age"),
    }
    return [
        {"caption": caption, "rows": said[name]} for name, caption in captions.items() if said[name]
    ]
