"""What is said after an analysis is sorted on arrival, by the sorter that analysis fitted.

The sorter stays in the worker's memory. It is never written down: reading it back would mean to
run whatever stands in the file, and fitting it again from the rows, after a restart, takes
seconds. One job sorts all that waits, so a list of ten thousand rows asks for one.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.jobs import enqueue_once
from forum.opinions.models import (
    Opinion,
    opinion_approved,
    opinion_edited,
    opinion_restored,
    opinion_spoken,
    opinions_imported,
)
from forum.themes import queries, records
from forum.themes.board.steps import lock
from forum.themes.models import Analysis, Membership
from forum.themes.runs.reading import last_finished, read_input, settings_of
from forum.themes.runs.writing import add_memberships

if TYPE_CHECKING:
    from forum.themes.sorting.sorter import Sorter

#: Conversations whose sorters are kept; each takes some megabytes, and few are busy at once.
MOST_KEPT = 4
#: Opinions read at once.
AT_ONCE = 500

_kept: "OrderedDict[int, tuple[int, Sorter]]" = OrderedDict()


def connect() -> None:
    """Listen for opinions that come, come back, or say something else than before."""
    opinion_spoken.connect(_spoken)
    opinions_imported.connect(_imported)
    for changed in (opinion_edited, opinion_approved, opinion_restored):
        changed.connect(_changed)


def _spoken(opinion: Opinion, **_more: Any) -> None:
    if opinion.visible:
        ask(opinion.conversation_id)


def _imported(conversation: Conversation, **_more: Any) -> None:
    ask(conversation.id)


def _changed(opinion: Any, **_more: Any) -> None:
    if isinstance(opinion, Opinion) and opinion.visible:
        ask(opinion.conversation_id, [opinion.id])


def ask(conversation_id: int, again: Iterable[int] = ()) -> None:
    """Ask for what waits to be sorted, if the conversation was ever analysed.

    ``again`` are opinions that may be in a theme already, but said something else then.
    """
    done = select(Analysis.id).where(
        Analysis.conversation_id == conversation_id,
        Analysis.succeeded(),
    )
    if db.session.scalar(done.limit(1)) is not None:
        enqueue_once("arrival", conversation_id=conversation_id, again=list(again))


def keep(conversation_id: int, analysis_id: int, sorter: "Sorter") -> None:
    """Keep the sorter an analysis has fitted."""
    _kept[conversation_id] = analysis_id, sorter
    _kept.move_to_end(conversation_id)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)


def sort_arrived(conversation_id: int, again: Iterable[int] = ()) -> int:
    """Sort what came since the last analysis; commits. Return how many were looked at."""
    conversation = db.session.get_one(Conversation, conversation_id)
    analysis = last_finished(conversation_id)
    if analysis is None:
        return 0
    number, changed = analysis.id, set(again)
    new = set(queries.rest(conversation, analysis).new)
    opinions = _read(conversation_id, new | changed)
    if not opinions:
        return 0
    sorter = _sorter(conversation, analysis)
    db.session.rollback()  # nobody waits for the database while this computes
    found = [each for sorting in sorter.sort(opinions, said=False) for each in sorting.assignments]
    lock(conversation_id)
    analysis = last_finished(conversation_id)
    if analysis is None or analysis.id != number:  # an analysis ended meanwhile, and asks again
        return 0
    _write(analysis, {opinion.id for opinion in opinions}, changed, found)
    db.session.get_one(Conversation, conversation_id).changed()
    db.session.commit()
    return len(opinions)


def _read(conversation_id: int, wanted: set[int]) -> list[records.Opinion]:
    """Read the shown opinions among ``wanted``, by id."""
    shown = Opinion.conversation_id == conversation_id, Opinion.visible
    query = select(Opinion.id, Opinion.text, Opinion.author_id).where(*shown).order_by(Opinion.id)
    ids, found = sorted(wanted), []
    for first in range(0, len(ids), AT_ONCE):
        rows = db.session.execute(query.where(Opinion.id.in_(ids[first : first + AT_ONCE])))
        found += [records.Opinion(*row) for row in rows]
    return found


def _sorter(conversation: Conversation, analysis: Analysis) -> "Sorter":
    """Return the sorter of the analysis, fitted again if this process does not have it."""
    number, sorter = _kept.get(conversation.id, (0, None))
    if sorter is None or number != analysis.id:
        from forum.themes.sorting import sorter as sorting

        read = read_input(conversation)
        key, settings = (conversation.id, analysis.id), settings_of(analysis)
        db.session.rollback()
        learnt = [verdict for verdict in read.verdicts if not verdict.held]
        sorter = sorting.fit(read.opinions, read.themes, read.verdicts, settings, learnt)
        keep(*key, sorter)
    return sorter


def _write(
    analysis: Analysis, looked_at: set[int], changed: set[int], found: list[records.Assignment]
) -> None:
    if changed:
        former = delete(Membership).where(Membership.opinion_id.in_(changed), ~Membership.by_staff)
        db.session.execute(former)
    placed = add_memberships(analysis.conversation_id, found)
    analysis.unsorted = sorted((set(analysis.unsorted) - changed) | (looked_at - placed))
    analysis.arrived = sorted(set(analysis.arrived) | (looked_at - changed))
