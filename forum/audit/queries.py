"""What the page of the log reads."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select

from forum.audit.models import ACTS, Act, AuditEntry
from forum.audit.telling import outline
from forum.core.access import can
from forum.core.db import db
from forum.core.pages import paginate

#: What the log calls the things acts are done to; others are called as their table is.
THINGS = {
    "opinion": _l("Opinions"),
    "conversation": _l("Conversations"),
    "theme": _l("Themes and decisions"),
    "publication": _l("Summaries"),
    "project": _l("Grant projects"),
    "city": _l("City and office"),
    "neighbourhood": _l("Neighbourhoods"),
    "age_band": _l("Age bands"),
    "category": _l("Kinds of program"),
    "person": _l("People"),
    "api_token": _l("API tokens"),
    "appeal": _l("Appeals"),
    "candidate": _l("Candidates"),
    "community": _l("Communities"),
    "event": _l("Events"),
    "guardian": _l("Guardians"),
    "idea": _l("Ideas"),
    "ledger_period": _l("Periods of the ledger"),
    "meeting": _l("Forums"),
    "need": _l("Needs"),
    "plan": _l("Plans of the season"),
    "program": _l("Programs"),
    "reason_template": _l("Words for reasons"),
    "retention_hold": _l("Holds"),
    "season": _l("Seasons"),
}


class Filter(NamedTuple):
    """What a reader wants to see; empty words mean everything."""

    act: str = ""
    thing: str = ""


def entries(person: Any, wanted: Filter) -> Pagination:
    """Return a page of the entries ``person`` may read, the newest first."""
    query = shown_to(person)
    if wanted.act:
        query = query.where(AuditEntry.act == wanted.act)
    if wanted.thing:
        query = query.where(AuditEntry.subject_kind == wanted.thing)
    return paginate(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()))


def shown_to(person: Any) -> Select[tuple[AuditEntry]]:
    """Select the public entries, and for those who may read the whole log all of them."""
    query = select(AuditEntry)
    return query if can(person, "log:read_all") else query.where(AuditEntry.public)


def acts_for(person: Any) -> list[tuple[str, str]]:
    """Return name and outline of each kind of act ``person`` may read about, in outline's order."""
    everything = can(person, "log:read_all")
    acts = [act for act in ACTS.values() if act.public or everything]
    return sorted(((act.name, _outline(act)) for act in acts), key=lambda pair: pair[1].strip("… "))


def _outline(act: Act) -> str:
    return outline(str(act.sentence))


def things_for(person: Any) -> list[tuple[str, str]]:
    """Return name and label of each kind of thing the log tells ``person`` about."""
    kinds = db.session.scalars(shown_kinds(person)).all()
    return sorted(
        ((kind, str(THINGS.get(kind, kind))) for kind in kinds if kind), key=lambda p: p[1]
    )


def shown_kinds(person: Any) -> Select[tuple[str]]:
    """Select the kinds of things in the entries ``person`` may read."""
    query = select(AuditEntry.subject_kind).distinct()
    return query if can(person, "log:read_all") else query.where(AuditEntry.public)


def stamp() -> object:
    """Return what changes whenever the log does."""
    return db.session.scalar(select(func.max(AuditEntry.id)))
