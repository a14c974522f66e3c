"""The print of a published plan: PDF/UA-1, made once from the frozen content."""

from datetime import datetime
from typing import Any

from flask_babel import force_locale, format_decimal
from flask_babel import gettext as _

from forum.audit.seals import told
from forum.core.glyphs import all_printable
from forum.core.i18n import show_date
from forum.core.languages import marked
from forum.core.mail import site_url
from forum.core.printing import typeset
from forum.planning.money import forints
from forum.planning.seasons.content import Data
from forum.planning.seasons.reading import read

TEMPLATE = "planning/plan.typ"
#: Characters of the checksum at the foot of each page; the last page has all of them.
SHORT = 16


def print_plan(content: Data, lang: str, at: datetime, checksum: str) -> bytes:
    """Return the PDF of a plan in ``lang``; the same content and time give the same bytes."""
    with force_locale(lang):
        said = read(content, lang)
        words = {
            **_cover(said, lang),
            "groups": [_group(group) for group in said["groups"]],
            "tables": [_table(table) for table in said["tables"]],
            "dropped": said["dropped"],
            "several": bool(said["in_several"]),
            "grant": _grant(said["project"]),
            **_labels(said, checksum),
        }
        words = all_printable(marked(words, lang))
    return typeset(TEMPLATE, words, at)


def _cover(said: Data, lang: str) -> Data:
    return {
        "lang": lang,
        "kicker": _("Plan of the season"),
        "title": said["season"]["name"],
        "days": said["days"],
        "date": show_date(said["day"]),
        "city": said["city"] or "",
        "office": said["office"] or "Kaláka",
        "logo": _("The mark of Kaláka"),
        "facts": [
            [_("Programs in the plan"), format_decimal(said["count"])],
            [_("They cost"), forints(said["used"])],
            [_("Budget"), forints(said["budget"])],
        ],
        "budget": said["budget_told"],
        "over_because": said["over_because"],
        "advice": said["advice_told"],
    }


def _grant(project: Data | None) -> Data | None:
    """Return what the fund wants to see, line by line."""
    if project is None:
        return None
    lines = [
        (_("Project"), project["name"]),
        (_("Project number"), project["identifier"]),
        (_("Beneficiary"), project["beneficiary"]),
        (_("Fund"), project["fund"]),
        (_("Programme"), project["programme"]),
    ]
    return {
        "statement": _("Co-funded by the European Union"),
        "flag": _("Flag of the European Union"),
        "lines": [[name, value] for name, value in lines if value],
    }


def _group(group: Data) -> Data:
    programs = [_program(item) for item in group["programs"]]
    return {"choice": group["choice"], "name": group["name"], "programs": programs}


def _program(item: Data) -> Data:
    facts = [
        item["kind"],
        *item["neighbourhoods"],
        *item["ages"],
        item["community"] and item["community"]["name"],
    ]
    return {
        "title": item["title"],
        "money": forints(item["cost"]),
        "facts": [fact for fact in facts if fact],
        "description": _lines(item["description"]),
        "change": item["change"] and _lines(item["change"]),
        "reason": _lines(item["reason"]),
        "cites": [cited["name"] for cited in item["cites"]],
        "uncited": item["uncited"],
        "notes": [told for told in (item["asked_told"], item["advised_told"]) if told],
    }


def _lines(words: Any) -> Data:
    """Return words as paragraphs of lines, with the language they are in."""
    blocks = [block.strip("\n").split("\n") for block in words.split("\n\n") if block.strip()]
    return {"lang": getattr(words, "lang", "hu"), "paragraphs": blocks}


def _table(table: Data) -> Data:
    rows = [
        {"name": row["name"], "count": format_decimal(row["count"]), "cost": forints(row["cost"])}
        for row in table["rows"]
    ]
    return {"caption": table["caption"], "rows": rows}


def _labels(said: Data, checksum: str) -> Data:
    return {
        "foot": " · ".join([_("Plan of the season"), said["season"]["name"], checksum[:SHORT]]),
        "over_label": _("Why it costs more than the budget"),
        "why": _("Why"),
        "how": _("How it will be instead"),
        "rests": _("This rests on"),
        "uncited": _("Why it rests on no theme"),
        "sums": _("What the plan adds up to"),
        "columns": [_("Name"), _("Programs"), _("Cost to the city")],
        "once": _once(),
        "dropped_title": _("Found impossible before the decision"),
        "colophon_title": _("About this document"),
        "colophon": [
            _(
                "Published on %(day)s by %(office)s.",
                day=show_date(said["day"]),
                office=said["office"],
            )
            if said["office"]
            else _("Published on %(day)s.", day=show_date(said["day"])),
            _("It is frozen: what happens later does not change it."),
            _("SHA-256 checksum of its content: %(sum)s", sum=checksum),
            _(
                "The page is here: %(address)s",
                address=site_url(f"/seasons/{said['season']['id']}"),
            ),
            *filter(None, [told(said.get("log"))]),
        ],
    }


def _once() -> str:
    return _(
        "A program for several parts of the city or several ages stands under each of them with "
        "its whole cost; the total counts it once."
    )
