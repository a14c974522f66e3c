"""Search over conversations, opinions, summaries, events, minutes and communities."""

from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.communities.models import Community
from forum.conversations.models import Conversation
from forum.core import excerpts, search
from forum.core.access import permit
from forum.core.db import db
from forum.core.forms import tidy
from forum.core.i18n import language
from forum.events.models import Event
from forum.programs.models import Program
from forum.reports.models import Publication

bp = Blueprint("search", __name__)

#: Nobody searches with more; the rest of a pasted page is left out.
LONGEST_QUERY = 200
KINDS = {
    "conversation": _l("Conversations"),
    "opinion": _l("Opinions"),
    "idea": _l("Program ideas"),
    "summary": _l("Summaries"),
    "event": _l("Events"),
    "program": _l("Programs"),
    "plan": _l("Plans of the seasons"),
    "minutes": _l("Minutes of forums"),
    "community": _l("Communities"),
}


class Result(NamedTuple):
    """One thing found, as the page shows it."""

    kind: str
    path: str
    title: list[excerpts.Piece]
    excerpt: list[excerpts.Piece]
    at: Any
    within: str


@bp.get("/search")
@permit("pages:read")
def results() -> Any:
    """Show what was found, the best first."""
    words = tidy(request.args.get("q"))[:LONGEST_QUERY].strip()
    asked = request.args.get("kind", "")
    kind = asked if asked in KINDS else ""
    page = search.find(words, kind or None)
    return render_template(
        "pages/search.html",
        words=words,
        kind=kind,
        kinds=KINDS,
        page=page,
        counts=search.count_kinds(words) if page else {},
        results=_shown(page.items, search.recogniser(words)) if page else [],
    )


def _shown(entries: list[search.SearchEntry], wanted: Any) -> list[Result]:
    """Bring entries to their shown form; a constant number of statements for a page."""
    questions = _names(Conversation, "question", entries, {"conversation", "opinion"})
    titles = _names(Publication, "title", entries, {"summary"})
    events = _names(Event, "title", entries, {"event"})
    programs = _names(Program, "title", entries, {"program"})
    groups = _names(Community, "name", entries, {"community"})
    known = {
        "conversation": questions,
        "summary": titles,
        "event": events,
        "program": programs,
        "community": groups,
    }
    return [
        Result(
            entry.kind,
            entry.path,
            excerpts.mark(known.get(entry.kind, {}).get(entry.subject_id, entry.title), wanted),
            excerpts.excerpt(entry.excerpt.removeprefix(entry.title), wanted),
            entry.at,
            questions.get(entry.scope_id or 0, "") if entry.kind == "opinion" else "",
        )
        for entry in entries
    ]


def _names(
    model: Any, attribute: str, entries: list[search.SearchEntry], kinds: set[str]
) -> dict[int, str]:
    """Return names, in the page's language, of the things that entries of ``kinds`` speak of."""
    ids = {
        entry.scope_id if entry.kind == "opinion" else entry.subject_id
        for entry in entries
        if entry.kind in kinds
    }
    if not ids:
        return {}
    columns = getattr(model, f"{attribute}_hu"), getattr(model, f"{attribute}_en")
    rows = db.session.execute(select(model.id, *columns).where(model.id.in_(ids)))
    return {row[0]: (row[2] if language() == "en" else "") or row[1] for row in rows}
