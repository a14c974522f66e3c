"""The whole content of a summary as plain bilingual data: what is printed, and data.json itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.audit.seals import to_print
from forum.city.models import Project
from forum.city.queries import the_city
from forum.conversations.models import Conversation
from forum.core.cells import MINIMUM_CELL
from forum.core.languages import of
from forum.core.mail import site_url
from forum.reports.blocks import theme_ids
from forum.reports.evidence import Evidence
from forum.reports.figures import Data
from forum.reports.models import Summary
from forum.themes.queries import analyses, sorted_by_staff
from forum.themes.records import Settings

#: Raised when the shape of data.json changes, so that its readers can tell.
FORMAT = "kalaka-summary/3"


@dataclass(frozen=True)
class Stamp:
    """When a summary is published and under which number; None while it is a draft."""

    at: datetime
    number: int | None = None


def compile_dossier(summary: Summary, evidence: Evidence, stamp: Stamp) -> Data:
    """Return everything the summary says; a block about a theme that is gone says nothing."""
    conversation = summary.conversation
    shown = [number for number in theme_ids(summary.blocks) if number in evidence.themes]
    return {
        "format": FORMAT,
        "number": stamp.number,
        "published_at": stamp.at.isoformat(timespec="seconds"),
        "address": site_url(f"/summaries/{stamp.number}") if stamp.number else "",
        "log": to_print() if stamp.number else None,
        "city": _city(),
        "project": _project(conversation.project),
        "title": of(summary, "title"),
        "conversation": _conversation(conversation),
        "figures": evidence.figures,
        "method": _method(conversation),
        "blocks": [
            _block(block)
            for block in summary.blocks
            if block["kind"] != "theme" or block["theme_id"] in evidence.themes
        ],
        "themes": [evidence.themes[number] for number in shown],
        "left_out": [
            {key: theme[key] for key in ("id", "name", "opinions", "people")}
            | {"decided": theme["decision"] is not None}
            for number, theme in evidence.themes.items()
            if number not in shown
        ],
    }


def _block(block: Mapping[str, str]) -> Data:
    if block["kind"] == "theme":
        return {"kind": "theme", "theme": block["theme_id"]}
    if block["kind"] == "text":
        return {
            "kind": "text",
            "title": {"hu": block["title_hu"], "en": block["title_en"]},
            "text": {"hu": block["hu"], "en": block["en"]},
        }
    return {"kind": block["kind"]}


def _city() -> Data:
    city = the_city()
    return {
        "name": of(city, "name"),
        "office": of(city, "office"),
        "email": city.contact_email if city else "",
        "phone": city.contact_phone if city else "",
        "address": city.contact_address if city else "",
    }


def _project(project: Project | None) -> Data | None:
    if project is None:
        return None
    return {
        "name": of(project, "name"),
        "identifier": project.identifier,
        "beneficiary": of(project, "beneficiary"),
        "fund": of(project, "fund"),
        "programme": of(project, "programme"),
        "total_cost": project.total_cost,
        "currency": project.currency,
        "rate_of_support": project.rate_of_support,
    }


def _conversation(conversation: Conversation) -> Data:
    return {
        "id": conversation.id,
        "question": of(conversation, "question"),
        "who_speaks": conversation.who_speaks,
    }


def _method(conversation: Conversation) -> Data:
    """Return how the opinions were sorted, and the limits under which numbers are shown."""
    _newest, analysis = analyses(conversation)
    return {
        "smallest_cell": MINIMUM_CELL,
        "least_weighings": Settings().minimum_votes,
        "sorted_by_staff": sorted_by_staff(conversation),
        "sorting_agreed": analysis.sorting_agreed if analysis else 0,
        "sorting_checked": analysis.sorting_checked if analysis else 0,
    }
