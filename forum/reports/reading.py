"""A summary as one reads it: the sentences of the page and of the PDF, in one language.

Page and PDF are made from the same chapters, so they always say the same.
"""

from datetime import datetime
from itertools import count
from typing import Any

from flask_babel import force_locale, format_currency, format_date, format_decimal
from flask_babel import gettext as _

from forum.audit.seals import told
from forum.core.languages import in_one
from forum.reports import chapters
from forum.reports.figures import Data
from forum.reports.method_chapter import method
from forum.reports.theme_chapter import theme

Reading = dict[str, Any]


def read(dossier: Data, lang: str) -> Reading:
    """Return the title, the chapters and the colophon of a summary in ``lang``."""
    with force_locale(lang):
        plain = in_one(dossier, lang)
        day = format_date(datetime.fromisoformat(plain["published_at"]), "long")
        return {
            "lang": lang,
            "title": plain["title"],
            "number": _number(plain["number"]),
            "date": day,
            "path": f"/summaries/{plain['number']}" if plain["number"] else "",
            "city": plain["city"]["name"],
            "office": plain["city"]["office"],
            "question": plain["conversation"]["question"],
            "conversation_path": f"/conversations/{plain['conversation']['id']}",
            "chapters": _chapters(plain, lang),
            "grant": _grant(plain["project"]),
            "log": told(plain.get("log")),
        }


def _number(number: int | None) -> str:
    return _("Summary no. %(number)s", number=number) if number else _("Draft of a summary")


def _chapters(plain: Data, lang: str) -> list[Data]:
    found = {each["id"]: each for each in plain["themes"]}
    makers = {"figures": chapters.figures, "method": method}
    made, texts = [], count(1)
    for block in plain["blocks"]:
        if block["kind"] == "theme":
            made.append(theme(found[block["theme"]], plain["conversation"]["id"]))
        elif block["kind"] == "text":
            if block["title"] or block["text"]:
                made.append(chapters.text(block, next(texts)))
        else:
            made.append(makers[block["kind"]](plain))
    made += [chapters.left_out(plain)] if plain["left_out"] else []
    return [{**each, "title_lang": getattr(each["title"], "lang", lang)} for each in made]


def _grant(project: Data | None) -> Data | None:
    """Return what the fund wants to see, line by line."""
    if project is None:
        return None
    rate = format_decimal(project["rate_of_support"])
    lines = [
        (_("Project"), project["name"]),
        (_("Project number"), project["identifier"]),
        (_("Beneficiary"), project["beneficiary"]),
        (_("Fund"), project["fund"]),
        (_("Programme"), project["programme"]),
        (_("Total cost"), _money(project["total_cost"], project["currency"])),
        (_("Rate of support"), _("%(rate)s%%", rate=rate)),
    ]
    return {
        "statement": _("Co-funded by the European Union"),
        "flag": _("Flag of the European Union"),
        "lines": [[name, value] for name, value in lines if value],
    }


def _money(amount: int, currency: str) -> str:
    """Write a sum without fractions, as in 45 000 000 Ft."""
    if not amount:
        return ""
    return format_currency(amount, currency, format="#,##0 ¤", currency_digits=False)
