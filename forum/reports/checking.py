"""What a draft still lacks, told before it is published for good."""

from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.moderation.models import Flag
from forum.opinions.models import Opinion
from forum.planning.models import Decision
from forum.planning.queries import in_force_of
from forum.reports.blocks import Block, texts, theme_ids
from forum.reports.dossier import Stamp, compile_dossier
from forum.reports.evidence import gather
from forum.reports.ledger import read_ledger
from forum.reports.models import Summary
from forum.reports.resolving import faults
from forum.themes.statistics import ThemeFigures, theme_figures


class Point(NamedTuple):
    """One thing to look at; ``must`` when it stands in the way of publishing."""

    sentence: str
    path: str = ""
    must: bool = False


def points(summary: Summary) -> list[Point]:
    """Return everything worth a look before publishing, what must be mended first."""
    conversation = summary.conversation
    found = theme_figures(conversation, with_quotes=False)
    decisions = in_force_of(conversation)
    edit = f"/conversations/{conversation.id}/summary"
    return [
        *_musts(summary, edit),
        *_unresolved(summary),
        *_undecided(summary, found, decisions),
        *_english(summary, found, decisions, edit),
        *_left_out(summary, found, edit),
        *_unsettled(conversation),
    ]


def ensure_publishable(summary: Summary) -> None:
    """Raise Refused, with the first reason, while the draft may not be published."""
    for point in _musts(summary, ""):
        raise Refused(point.sentence)


def _musts(summary: Summary, edit: str) -> list[Point]:
    found = []
    if not summary.title_hu.strip():
        found.append(Point(_("The summary has no Hungarian title."), edit, True))
    if not summary.conversation.opinions_count:
        found.append(Point(_("Nobody has spoken in this conversation yet."), "", True))
    found += [
        Point(
            _("The text “%(name)s” has no Hungarian words.", name=_name(block)),
            f"{edit}#{block['key']}",
            True,
        )
        for block in texts(summary.blocks)
        if (block["en"] and not block["hu"]) or (block["title_en"] and not block["title_hu"])
    ]
    return found


def _name(block: Block) -> str:
    return block["title_hu"] or block["title_en"] or (block["hu"] or block["en"])[:40]


def _unresolved(summary: Summary) -> list[Point]:
    """Name what would be refused: numbers and quotes that stored opinions do not bear out."""
    dossier = compile_dossier(summary, gather(summary.conversation), Stamp(now()))
    found = faults(dossier, read_ledger(summary.conversation))
    return [
        Point(_("This does not resolve to stored opinions: %(fault)s", fault=fault), "", True)
        for fault in found
    ]


def _undecided(
    summary: Summary, found: list[ThemeFigures], decisions: dict[int, Decision]
) -> list[Point]:
    shown = theme_ids(summary.blocks)
    return [
        Point(
            _("The theme “%(name)s” has no decision yet.", name=each.theme.name),
            f"/conversations/{summary.conversation_id}/themes/{each.theme.id}/decision",
        )
        for each in found
        if each.theme.id in shown and each.theme.id not in decisions
    ]


def _english(
    summary: Summary, found: list[ThemeFigures], decisions: dict[int, Decision], edit: str
) -> list[Point]:
    """Name what readers of the English pages will find in Hungarian."""
    missing = []
    if not summary.title_en.strip():
        missing.append(Point(_("The title has no English words."), edit))
    for block in texts(summary.blocks):
        if (block["hu"] and not block["en"]) or (block["title_hu"] and not block["title_en"]):
            sentence = _("The text “%(name)s” has no English words.", name=_name(block))
            missing.append(Point(sentence, f"{edit}#{block['key']}"))
    for each in found:
        decision = decisions.get(each.theme.id)
        if each.theme.id not in theme_ids(summary.blocks) or decision is None:
            continue
        if not (decision.heard_en and decision.will_en and decision.why_en):
            sentence = _("The decision on “%(name)s” has no English words.", name=each.theme.name)
            path = f"/conversations/{summary.conversation_id}/themes/{each.theme.id}/decision"
            missing.append(Point(sentence, path))
    return missing


def _left_out(summary: Summary, found: list[ThemeFigures], edit: str) -> list[Point]:
    shown = theme_ids(summary.blocks)
    names = ", ".join(each.theme.name for each in found if each.theme.id not in shown)
    if not names:
        return []
    sentence = _("Left out, and named at the end of the summary: %(names)s.", names=names)
    return [Point(sentence, f"{edit}#left-out")]


def _unsettled(conversation: Conversation) -> list[Point]:
    found = []
    waiting = _reported(conversation)
    if waiting:
        sentence = ngettext(
            "%(num)s reported opinion has not been looked at; published, it stays for good.",
            "%(num)s reported opinions have not been looked at; published, they stay for good.",
            waiting,
        )
        found.append(Point(sentence, "/moderation"))
    if conversation.state in {"speak", "weigh"}:
        sentence = _("The conversation is still going on: what comes later will not be in it.")
        found.append(Point(sentence, f"/conversations/{conversation.id}"))
    return found


def _reported(conversation: Conversation) -> int:
    query = (
        select(func.count(func.distinct(Opinion.id)))
        .join(Flag, (Flag.subject_id == Opinion.id) & (Flag.subject_kind == "opinion"))
        .where(
            Opinion.conversation_id == conversation.id, Opinion.visible, Flag.closed_at.is_(None)
        )
    )
    return db.session.scalar(query) or 0
