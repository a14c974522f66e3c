"""Minutes as one reads them: the words of the page and of the print, in one language.

Page and print are made from the same reading, so they always say the same. What was typed or said
is taken to be Hungarian, so that an English page tells a screen reader so.
"""

from datetime import datetime
from itertools import count
from typing import Any

from flask_babel import force_locale, format_decimal, ngettext
from flask_babel import gettext as _

from forum.audit.seals import told
from forum.core.days import day_of, show_when
from forum.core.i18n import show_date
from forum.core.languages import Words, in_one
from forum.meetings.writing import (
    reading_parts as parts,
)
from forum.meetings.writing.gathering import Data

Reading = dict[str, Any]


def read(data: Data, lang: str) -> Reading:
    """Return the title, the facts and the chapters of minutes in ``lang``."""
    with force_locale(lang):
        plain = in_one(data, lang)
        forum = plain["forum"]
        return {
            "lang": lang,
            "kicker": _("Minutes of the forum"),
            "title": forum["title"],
            "state": _state(plain.get("version")),
            "city": plain["city"]["name"],
            "office": plain["city"]["office"],
            "path": f"/forums/{forum['id']}/minutes",
            "facts": [[name, value] for name, value in _facts(plain) if value],
            "conversation": forum["conversation"],
            "asked": _("The conversation it belongs to"),
            "chapters": _chapters(plain),
            "log": told(plain.get("log")),
        }


def _state(version: Data | None) -> str:
    if version is None:
        return _("Draft")
    day = show_date(day_of(datetime.fromisoformat(version["at"])))
    if version["state"] == "open":
        return _(
            "Version %(number)s, sent for comment by %(name)s on %(day)s",
            number=version["number"],
            name=version["by"],
            day=day,
        )
    return _(
        "Version %(number)s, approved by %(name)s on %(day)s",
        number=version["number"],
        name=version["by"],
        day=day,
    )


def _facts(plain: Data) -> list[tuple[str, Any]]:
    began, ended = (datetime.fromisoformat(plain[name]) for name in ("began", "ended"))
    came, others = _invited(plain, True), _invited(plain, False)
    people = plain["attendance"]["total"] if plain["attendance"] else 0
    version = plain.get("version") or {}
    return [
        (_("Kind of forum"), plain["forum"]["type"]),
        (_("When it was held"), show_when(began, ended)),
        (_("It took"), _duration(began, ended)),
        (_("Where it was held"), _place(plain["forum"])),
        (_("Facilitator"), plain["facilitator"]),
        (_("Invited and present"), came),
        (_("Also invited"), others),
        (_("People who came"), format_decimal(people) if people else ""),
        (_("Why it was corrected"), Words(version.get("because", ""), "hu")),
    ]


def _duration(began: datetime, ended: datetime) -> str:
    hours, minutes = divmod(max(0, round((ended - began).total_seconds() / 60)), 60)
    told = [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    if minutes or not hours:
        told.append(ngettext("%(num)s minute", "%(num)s minutes", minutes))
    return " ".join(told)


def _place(forum: Data) -> Words:
    told = [forum["place"], forum["address"], _("and on the internet") if forum["online"] else ""]
    return Words(", ".join(filter(None, told)), forum["place"].lang)


def _invited(plain: Data, came: bool) -> Words:
    people = [person for person in plain["invited"] if person["came"] is came]
    told = (f"{p['name']} ({p['role']})" if p["role"] else p["name"] for p in people)
    return Words(", ".join(told), "hu")


def _chapters(plain: Data) -> list[Data]:
    numbers = count(1)
    made = [_chapter("foreword", _("Foreword"), [parts.text(plain["foreword"])])]
    if plain["attendance"]:
        made.append(_chapter("people", _("Who was there"), parts.attendance(plain["attendance"])))
    made += [_item(item, next(numbers)) for item in plain["items"]]
    if plain["beside"]:
        title = _("Noted outside the agenda")
        made.append(_chapter("beside", title, parts.noted(plain["beside"])))
    made.append(_chapter("afterword", _("Afterword"), [parts.text(plain["afterword"])]))
    return [chapter for chapter in made if chapter["parts"] or chapter["number"]]


def _chapter(key: str, title: str, found: list[Data | None]) -> Data:
    return {"id": key, "number": "", "title": title, "lead": [], "parts": list(filter(None, found))}


def _item(item: Data, number: int) -> Data:
    presenter = _("Presented by %(name)s", name=item["presenter"]) if item["presenter"] else ""
    papers = _("Documents: %(titles)s", titles="; ".join(item["documents"]))
    lead = [item["aim"], presenter, papers if item["documents"] else ""]
    found = [parts.text(item["notes"]), *parts.noted(item)]
    return {
        "id": f"item-{item['id']}",
        "number": _("Item %(number)s", number=number),
        "title": item["title"],
        "lead": [words for words in lead if words],
        "parts": list(filter(None, found)) or [parts.nothing()],
    }
