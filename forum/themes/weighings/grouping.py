"""The weighings of a conversation analysed: read the rows, compute without them, keep the answer."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, select, update

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.cells import MINIMUM_CELL
from forum.core.db import db, now
from forum.core.jobs import nightly
from forum.opinions.models import Opinion, Reaction
from forum.themes.board.steps import lock
from forum.themes.weighings.models import (
    GroupMember,
    GroupStatement,
    OpinionGroup,
    VoteAnalysis,
    VoteStanding,
)

if TYPE_CHECKING:
    from forum.themes.votes.findings import Findings

#: Opinions whose extremity is written at once; whoever weighs them waits that long.
AT_ONCE = 200
#: Statements kept per group; some may be hidden before they are read.
MOST_KEPT = 25


_log = logging.getLogger(__name__)


def refresh(conversation_id: int) -> None:
    """Analyse the weighings of a conversation anew; commits. Computes without the database."""
    # The engine takes a second to load, and only the worker needs it.
    read_at = now()
    from forum.themes.votes.findings import analyse

    matrix = _read(conversation_id)
    conversation = db.session.get_one(Conversation, conversation_id)
    seed, known = conversation.draw_seed, _extremities(conversation_id)
    before = _members(conversation_id)
    db.session.rollback()  # nobody waits for the database while this computes
    found = analyse(matrix, seed=seed)
    _write_extremities(found, known)
    lock(conversation_id)
    _forget(conversation_id)
    _write(conversation_id, found, seed, before, read_at)
    db.session.get_one(Conversation, conversation_id).changed()
    db.session.commit()


@nightly
def refresh_all() -> None:
    """Analyse every conversation somebody has weighed in since it was last analysed; commits."""
    asked = select(Conversation.id).where(Conversation.weighings_count > 0)
    for number in list(db.session.scalars(asked.order_by(Conversation.id))):
        try:
            if _weighed_since(number):
                refresh(number)
        except Exception:
            _log.exception("the weighings of conversation %s are left to the next night", number)
        db.session.rollback()


def _weighed_since(conversation_id: int) -> bool:
    last = db.session.get(VoteAnalysis, conversation_id)
    if last is None:
        return True
    newer = exists().where(
        Reaction.opinion_id == Opinion.id,
        Opinion.conversation_id == conversation_id,
        Reaction.at > last.made_at,
    )
    return bool(db.session.scalar(select(newer)))


def hand_over(visitor_id: int, person: Person, **_more: Any) -> None:
    """Put an account in the place of the visitor it was; the caller commits."""
    mine = select(GroupMember.group_id).where(GroupMember.person_id == person.id)
    theirs = GroupMember.person_id == visitor_id
    quietly = {"synchronize_session": False}
    moved = update(GroupMember).where(theirs, GroupMember.group_id.not_in(mine))
    db.session.execute(moved.values(person_id=person.id).execution_options(**quietly))
    db.session.execute(delete(GroupMember).where(theirs).execution_options(**quietly))


def _read(conversation_id: int) -> Any:
    """Return the votes on shown opinions as a matrix."""
    from forum.themes.votes.matrix import from_columns

    shown = Opinion.conversation_id == conversation_id, Opinion.visible
    rows = db.session.execute(
        select(Reaction.person_id, Reaction.opinion_id, Reaction.value)
        .join(Opinion, Opinion.id == Reaction.opinion_id)
        .where(*shown)
    ).all()
    person, opinion, value = zip(*rows, strict=True) if rows else ((), (), ())
    opinions = db.session.scalars(select(Opinion.id).where(*shown)).all()
    return from_columns(person, opinion, value, [0] * len(rows), opinions)


def _extremities(conversation_id: int) -> dict[int, float]:
    rows = select(Opinion.id, Opinion.extremity).where(Opinion.conversation_id == conversation_id)
    return {row.id: row.extremity for row in db.session.execute(rows)}


def _members(conversation_id: int) -> dict[str, set[int]]:
    rows = (
        select(OpinionGroup.letter, GroupMember.person_id)
        .join(GroupMember, GroupMember.group_id == OpinionGroup.id)
        .where(OpinionGroup.conversation_id == conversation_id)
    )
    members: dict[str, set[int]] = {}
    for letter, person_id in db.session.execute(rows):
        members.setdefault(letter, set()).add(person_id)
    return members


def _write_extremities(found: "Findings", known: dict[int, float]) -> None:
    """Tell the draw how far out opinions lie; in small turns, in the order of their numbers."""
    far = zip(found.matrix.opinions.tolist(), found.extremities.tolist(), strict=True)
    changed = ((n, round(e, 6)) for n, e in far if abs(e - known.get(n, 0.0)) > 1e-6)
    for some in _batches(changed):
        rows = [{"id": number, "extremity": value} for number, value in some]
        db.session.execute(update(Opinion), rows)
        db.session.commit()


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _forget(conversation_id: int) -> None:
    groups = select(OpinionGroup.id).where(OpinionGroup.conversation_id == conversation_id)
    for table in (GroupMember, GroupStatement):
        db.session.execute(delete(table).where(table.group_id.in_(groups)))
    for kept in (OpinionGroup, VoteStanding, VoteAnalysis):
        db.session.execute(delete(kept).where(kept.conversation_id == conversation_id))


def _write(
    conversation_id: int,
    found: "Findings",
    seed: int,
    before: dict[str, set[int]],
    read_at: datetime,
) -> None:
    from forum.themes.votes.names import letters

    grouping, matrix = found.grouping, found.matrix
    people = [matrix.people[grouping.labels == g].tolist() for g in range(grouping.k)]
    names = letters(people, before)
    analysis = VoteAnalysis(
        conversation_id=conversation_id,
        made_at=read_at,
        state=grouping.state,
        chance=grouping.p,
        stability=grouping.stability,
        people=matrix.shape[0],
        on_map=int(grouping.people.sum()),
        opinions=matrix.shape[1],
        votes=len(matrix.value),
        seed=seed,
    )
    groups = [
        OpinionGroup(conversation_id=conversation_id, letter=letter, size=len(members))
        for letter, members in zip(names, people, strict=True)
    ]
    db.session.add_all([analysis, *groups])
    db.session.flush()
    members = [
        {"group_id": group.id, "person_id": person}
        for group, listed in zip(groups, people, strict=True)
        for person in listed
    ]
    _insert(GroupMember, members)
    _insert(GroupStatement, _statements(found, [group.id for group in groups]))
    _insert(VoteStanding, _standings(conversation_id, found, names))


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)


def _statements(found: "Findings", group_ids: list[int]) -> list[dict[str, Any]]:
    rows = []
    for group, number in enumerate(group_ids):
        listed = [r for r in found.representatives if r.group == group][:MOST_KEPT]
        rows += [
            {
                "group_id": number,
                "opinion_id": r.opinion,
                "side": r.side,
                "place": place,
                "taken": r.own.taken,
                "seen": r.own.seen,
                "others_taken": r.others.taken,
                "others_seen": r.others.seen,
            }
            for place, r in enumerate(listed)
        ]
    return rows


def _standings(conversation_id: int, found: "Findings", names: list[str]) -> list[dict[str, Any]]:
    """Return a row for every opinion that enough people have weighed."""
    labels, tally = found.grouping.labels, found.matrix.tally()
    tallies = [found.matrix.tally(labels == group) for group in range(len(names))]
    rows = []
    for at, each in enumerate(found.standings):  # both stand in the order of the ids
        if each.reactions < found.least:
            continue
        parts = [
            [letter, int(t.agrees[at]), int(t.disagrees[at]), int(t.seen[at])]
            for letter, t in sorted(zip(names, tallies, strict=True), key=lambda pair: pair[0])
        ]
        outside = each.reactions - sum(part[3] for part in parts)
        seen = [part[3] for part in parts] + ([outside] if outside else [])
        told = all(people >= MINIMUM_CELL for people in seen)  # or one follows from the others
        rows.append(
            {
                "opinion_id": each.opinion_id,
                "conversation_id": conversation_id,
                "standing": each.standing,
                "agrees": int(tally.agrees[at]),
                "disagrees": int(tally.disagrees[at]),
                "passes": int(tally.passes[at]),
                "consensus": float(found.consensus[at]),
                "apart": found.apart[each.opinion_id],
                "parts": parts if told else [],
            }
        )
    return rows
