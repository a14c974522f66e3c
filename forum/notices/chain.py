"""Telling everybody behind a decision, a plan, a program and its outcome, each thing once.

The work is done in batches by background jobs; begun again after a crash, it tells nobody twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import delete, func, select

from forum.accounts.models import Person
from forum.accounts.reach import can_be_told
from forum.core import news
from forum.core.db import db
from forum.core.news import Details, News
from forum.notices import behind
from forum.notices.chain_words import (
    DECISION_FOLLOWED,
    OUTCOME,
    PLAN,
    PROGRAM,
    THEME,
)
from forum.notices.models import Notice
from forum.notices.telling import tell_each
from forum.planning.models import Decision
from forum.planning.seasons.models import PlanItem, PlanPublication
from forum.programs.models import Program

#: People told between two signs of life; each batch stands alone.
BATCH = 500
#: Candidates named in one notice; the page of the season tells the rest.
MOST_NAMED = 5

#: What followers of a program are told of the same thing; nobody hears of it twice.
_FOR_FOLLOWERS = {PROGRAM: "program_announced", OUTCOME: "program_done"}

Report = Callable[[int, int], None]


def tell_of_decision(decision_id: int, report: Report) -> None:
    """Tell everybody behind a theme what was decided, then whoever follows its conversation."""
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.replaced_at is not None:
        return
    told = _decided(decision)
    for people in _batches(behind.of_decision(decision), report):
        tell_each(told, dict.fromkeys(people, told.details))
    decision = db.session.get_one(Decision, decision_id)
    topic = ("conversation", decision.conversation_id)
    followed = News(DECISION_FOLLOWED, told.key, topic, told.path, told.details)
    news.tell_followers(followed, but=_told_of(told))


def _decided(decision: Decision) -> News:
    details = {
        "theme_hu": decision.theme.name_hu,
        "theme_en": decision.theme.name_en,
        "choice": decision.choice,
        "will_hu": decision.will_hu,
        "will_en": decision.will_en,
    }
    path = f"/conversations/{decision.conversation_id}/themes/{decision.theme_id}"
    return News(THEME, str(decision.id), ("theme", decision.theme_id), path, details)


def tell_of_plan(publication_id: int, report: Report) -> None:
    """Tell everybody behind a candidate what the plan of the season decided on it."""
    publication = db.session.get(PlanPublication, publication_id)
    if publication is None or publication.plan.replaced_at is not None:
        return
    plan = publication.plan
    decided = {each.id: _named(each) for each in plan.items if each.choice}
    season = {"season_hu": plan.season.name_hu, "season_en": plan.season.name_en}
    path = f"/seasons/{plan.season_id}"
    told = News(PLAN, str(publication_id), ("plan", plan.id), path, season)
    pairs = behind.of_plan(plan.id)
    for people in _batches(pairs, report):
        own = _own(pairs, people, decided)
        tell_each(told, {each: {**season, **details} for each, details in own.items()})


def _named(item: PlanItem) -> dict[str, str]:
    candidate = item.candidate
    titles = {"title_hu": candidate.title_hu, "title_en": candidate.title_en}
    return {**titles, "choice": item.choice}


def _own(
    pairs: Any, people: list[int], decided: Mapping[int, dict[str, str]]
) -> dict[int, Details]:
    """Return the candidates each of these people is behind, and how many there are."""
    query = select(pairs.c.person_id, pairs.c.thing).where(pairs.c.person_id.in_(people))
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for person_id, item_id in db.session.execute(query.order_by(pairs.c.thing)):
        if item_id in decided:
            found[person_id].append(decided[item_id])
    return {
        person_id: {"items": items[:MOST_NAMED], "count": len(items)}
        for person_id, items in found.items()
    }


def tell_of_program(program_id: int, report: Report) -> None:
    """Tell everybody who asked for it that a program comes."""
    program = db.session.get(Program, program_id)
    if program is not None and news.WORDS[PROGRAM].still(("program", program_id)):
        _tell_behind(program, _about(PROGRAM, program), report)


def tell_of_outcome(program_id: int, report: Report) -> None:
    """Tell everybody who asked for a program how it was."""
    program = db.session.get(Program, program_id)
    if program is not None and news.WORDS[OUTCOME].still(("program", program_id)):
        outcome = {"outcome_hu": program.outcome_hu, "outcome_en": program.outcome_en}
        _tell_behind(program, _about(OUTCOME, program, outcome), report)


def _tell_behind(program: Program, told: News, report: Report) -> None:
    for people in _batches(behind.of_program(program.id), report):
        tell_each(told, dict.fromkeys(_without_followers(told, people), told.details))


def _without_followers(told: News, people: list[int]) -> list[int]:
    """Return those who have not heard it as followers; what they have not seen yet is replaced."""
    same = (
        Notice.kind == _FOR_FOLLOWERS[told.kind],
        Notice.topic_kind.in_(("program", "neighbourhood", "category", "community")),
        Notice.path == told.path,
        Notice.person_id.in_(people),
    )
    unseen = (Notice.read_at.is_(None), Notice.letter_id.is_(None))
    db.session.execute(delete(Notice).where(*same, *unseen))
    seen = set(db.session.scalars(select(Notice.person_id).where(*same)))
    return [each for each in people if each not in seen]


def _about(kind: str, program: Program, more: Details | None = None) -> News:
    details = {"title_hu": program.title_hu, "title_en": program.title_en, **(more or {})}
    path = f"/programs/{program.id}"
    return News(kind, str(program.id), ("program", program.id), path, details)


def _told_of(told: News) -> list[int]:
    query = select(Notice.person_id).where(Notice.kind == told.kind, Notice.key == told.key)
    return list(db.session.scalars(query))


def _batches(pairs: Any, report: Report) -> Iterator[list[int]]:
    """Give the people of ``pairs`` who can be told, in batches; each is committed when told."""
    people = (
        select(pairs.c.person_id)
        .join(Person, Person.id == pairs.c.person_id)
        .where(can_be_told())
        .distinct()
    )
    total = db.session.scalar(select(func.count()).select_from(people.subquery())) or 0
    done = last = 0
    ordered = people.order_by(pairs.c.person_id).limit(BATCH)
    while batch := list(db.session.scalars(ordered.where(pairs.c.person_id > last))):
        yield batch
        done, last = done + len(batch), batch[-1]
        report(done, total)
