"""How news about ideas are worded, in the language of whoever reads them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import or_, select

from forum.core import news
from forum.core.db import db
from forum.core.i18n import language
from forum.core.news import Details, Topic, Words
from forum.ideas.life import Merger
from forum.ideas.models import STATES, Idea


def is_shown(topic: Topic) -> bool:
    """Whether the idea may still be told about: it is there, and nobody has hidden it."""
    idea = db.session.get(Idea, topic[1])
    return idea is not None and idea.visible


def are_shown(topic: Topic) -> bool:
    """Whether each idea may be told about that a merger of this one has named."""
    mergers = select(Merger.into_id).where(Merger.idea_id == topic[1])
    original = select(Idea.split_from_id).where(Idea.id == topic[1])
    named = or_(Idea.id.in_(mergers), Idea.id.in_(original))
    hidden = select(Idea.id).where(named, Idea.visible.is_(False))
    return is_shown(topic) and db.session.scalar(hidden.limit(1)) is None


def _named(details: Details) -> str:
    return _("%(reference)s, “%(title)s”", reference=details["reference"], title=details["title"])


def _answered(details: Details) -> list[str]:
    said = details["reason_en"] if language() == "en" else ""
    lines = [
        _named(details),
        _("The city’s answer: %(state)s.", state=STATES[details["state"]]),
        said or details["reason_hu"],
    ]
    if details.get("office"):
        office, contact = details["office"], details["office_contact"]
        lines.append(_("Where it belongs: %(office)s, %(contact)s", office=office, contact=contact))
    return [*lines, _("If it is your idea, you can reply to the answer on its page.")]


def _put_under(details: Details) -> str:
    return _(
        "It was put together with %(lead)s, “%(title)s”, because both ask for the same thing.",
        lead=details["lead"],
        title=details["lead_title"],
    )


def _merged(details: Details) -> list[str]:
    lines = [_named(details), _put_under(details)]
    lines += [details["because"]] if details.get("because") else []
    return [*lines, _("Nothing was lost: it can still be read, with its author and supporters.")]


def _merge_asked(details: Details) -> list[str]:
    asked = _("You supported the first one. Do you support the other one too? One tap will do.")
    return [_named(details), _put_under(details), asked]


def _unmerged(details: Details) -> list[str]:
    lead, title = details["lead"], details["lead_title"]
    undone = _("It was put together with %(lead)s, “%(title)s”.", lead=lead, title=title)
    return [_named(details), undone, _("That was undone; each stands by itself again.")]


def _split(details: Details) -> list[str]:
    original = _(
        "It was a part of %(original)s, “%(title)s”, which stays as it is.",
        original=details["original"],
        title=details["original_title"],
    )
    lines = [_named(details), original]
    lines += [details["because"]] if details.get("because") else []
    return [*lines, _("If you support this part too, please say so on its page.")]


def _waiting(details: Details) -> list[str]:
    count, late = details["count"], details["late"]
    waits = ngettext(
        "%(num)s idea waits for an answer.", "%(num)s ideas wait for an answer.", count
    )
    longer = ngettext(
        "%(num)s of them for more than %(days)s days.",
        "%(num)s of them for more than %(days)s days.",
        late,
        days=details["days"],
    )
    return [waits, longer]


def _declare() -> None:
    see = _l("See the idea")
    shown = [
        ("answered", _l("The city has answered an idea"), _answered, see, "decision"),
        ("merged", _l("Two ideas were put together"), _merged, see, "merge"),
        ("merge_asked", _l("Do you support this idea too?"), _merge_asked, _l("Answer"), "heart"),
        ("unmerged", _l("An idea stands by itself again"), _unmerged, see, "idea"),
        ("split", _l("A part of an idea became an idea"), _split, see, "split"),
    ]
    for kind, title, paragraphs, link, icon in shown:
        still = is_shown if kind == "answered" else are_shown
        news.declare(f"idea_{kind}", Words(_always(title), paragraphs, link, icon, still))
    ideas = _l("See the ideas")
    news.declare(
        "ideas_waiting", Words(_always(_l("Ideas wait for an answer")), _waiting, ideas, "clock")
    )


def _always(title: Any) -> Any:
    return lambda _details: str(title)


_declare()
