"""What pages read about the ledger."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from forum.city import queries as city
from forum.communities.models import Community
from forum.conversations.models import Conversation
from forum.core import reference
from forum.core.db import db
from forum.events.attending.attendance import Attendance
from forum.events.models import Event
from forum.ideas.models import Idea
from forum.opinions.models import Opinion
from forum.participation.aims import Census, Target
from forum.participation.models import LedgerLine, StoredFigures


class Activity(NamedTuple):
    """What can be taken part in: its table, what it is called, and its page."""

    model: Any
    words: str
    endpoint: str
    argument: str


PAGES = {
    "event": Activity(Event, "title", "events.show", "event_id"),
    "conversation": Activity(Conversation, "question", "conversations.show", "conversation_id"),
    "idea": Activity(Idea, "title", "ideas.show", "idea_id"),
    "community": Activity(Community, "name", "communities.show", "community_id"),
}


class Choice(NamedTuple):
    """What a planner wants to see of the ledger; None for everything."""

    period_id: int | None = None
    kind: str = ""
    activity: str = ""
    activity_id: int | None = None

    def conditions(self) -> list[Any]:
        """Return the conditions on lines."""
        wanted = {
            LedgerLine.period_id: self.period_id,
            LedgerLine.kind: self.kind,
            LedgerLine.activity: self.activity,
            LedgerLine.activity_id: self.activity_id,
        }
        return [column == value for column, value in wanted.items() if value]


class Origin(NamedTuple):
    """Where a line comes from, as a page shows it: words and an address, None where none is."""

    words: str
    url: str | None


def lines(choice: Choice) -> Select[tuple[LedgerLine]]:
    """Select the lines of a choice, the newest first, with all a page tells of them."""
    told = ("neighbourhood", "age_band", "category", "entered_by", "period")
    options = [joinedload(getattr(LedgerLine, name)) for name in told]
    query = select(LedgerLine).where(*choice.conditions()).options(*options)
    return query.order_by(LedgerLine.id.desc())


def stamp() -> object:
    """Return what changes whenever a public page about participation must be made anew."""
    rows = (
        select(func.max(StoredFigures.at)).scalar_subquery(),
        select(func.max(Census.id)).scalar_subquery(),
        select(func.count(Target.id)).where(Target.removed_at.is_(None)).scalar_subquery(),
    )
    return (*db.session.execute(select(*rows)).one(), city.stamp())


class Sources:
    """The activities and sources of some lines, found with a constant number of statements."""

    def __init__(self, lines: Iterable[LedgerLine]) -> None:
        lines = list(lines)
        self._titles = {name: _titles(page, _ids(lines, name)) for name, page in PAGES.items()}
        self._opinions = _opinions([x.source_id for x in lines if x.source_table == "opinion"])
        self._sheets = _sheets([x.source_id for x in lines if x.source_table == "attendance"])

    def activity(self, line: LedgerLine) -> Origin:
        """Return what it was that somebody took part in."""
        number = line.activity_id
        words = self._titles.get(line.activity, {}).get(number, f"{line.activity} {number}")
        page = PAGES.get(line.activity)
        return Origin(words, url_for(page.endpoint, **{page.argument: number}) if page else None)

    def source(self, line: LedgerLine) -> Origin:
        """Return where it stands written."""
        number = line.source_id
        if line.source_table == "opinion":
            words = self._opinions.get(number, _("opinion %(number)s", number=number))
            return Origin(words, url_for("opinions.show", opinion_id=number))
        if line.source_table == "registration":
            url = url_for("events.registrations", event_id=line.activity_id)
            return Origin(_("registration %(number)s", number=number), url)
        if line.source_table == "attendance":
            return self._attendance(line)
        if line.source_table == "idea":
            url = url_for("ideas.show", idea_id=number)
            return Origin(_("idea %(number)s", number=number), url)
        others = {
            "idea_support": _("support %(number)s", number=number),
            "community_member": _("membership %(number)s", number=number),
            "reaction": _("weighing %(number)s", number=number),
            "feedback": _("feedback %(number)s", number=number),
            "ballot": _("ballot %(number)s", number=number),
        }
        return Origin(others.get(line.source_table, f"{line.source_table} {number}"), None)

    def _attendance(self, line: LedgerLine) -> Origin:
        sheet = self._sheets.get(line.source_id)
        if sheet is not None:
            where = url_for("events.sheet", sheet_id=sheet)
            return Origin(_("sheet %(number)s", number=sheet), where)
        where = url_for("events.attendance", event_id=line.activity_id)
        return Origin(_("entry %(number)s", number=line.source_id), where)


def _ids(lines: list[LedgerLine], activity: str) -> list[int]:
    return [line.activity_id for line in lines if line.activity == activity]


def _titles(page: Activity, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = db.session.scalars(select(page.model).where(page.model.id.in_(ids))).unique()
    return {row.id: getattr(row, page.words) for row in rows}


def activity_titles() -> dict[tuple[str, int], str]:
    """Return what everything that has a line in the ledger is called, one statement a kind."""
    found = {}
    for name, page in PAGES.items():
        ids = select(LedgerLine.activity_id).where(LedgerLine.activity == name)
        rows = db.session.scalars(select(page.model).where(page.model.id.in_(ids))).unique()
        found |= {(name, row.id): getattr(row, page.words) for row in rows}
    return found


def _opinions(ids: list[int]) -> dict[int, str]:
    rows = select(Opinion.id, Opinion.year, Opinion.serial).where(Opinion.id.in_(ids))
    return {number: reference.write(*rest) for number, *rest in db.session.execute(rows)}


def _sheets(ids: list[int]) -> dict[int, int]:
    rows = select(Attendance.id, Attendance.sheet_id).where(
        Attendance.id.in_(ids), Attendance.sheet_id.is_not(None)
    )
    return {number: sheet for number, sheet in db.session.execute(rows)}  # noqa: C416 - typed rows


def census() -> Census | None:
    """Return the census figures in force."""
    return db.session.scalars(select(Census).order_by(Census.id.desc()).limit(1)).first()


def residents() -> dict[tuple[int, int], int]:
    """Return how many people live where by neighbourhood and age band; empty without a census."""
    known = census()
    cells = known.cells if known else []
    return {(cell.neighbourhood_id, cell.age_band_id): cell.residents for cell in cells}
