"""Who supports an idea: each person and each contact once, also across ideas put together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, or_, select

from forum.core.db import db
from forum.ideas.life import Merger
from forum.ideas.models import Idea, IdeaComment, Support
from forum.moderation.erased import erased_in_sight

#: Whoever supports, as far as one can tell people apart: equal for rows of the same person.
Identity = int


def group_of(idea: Idea) -> list[int]:
    """Return the numbers of the ideas put together with this one, itself too, the lead first."""
    lead = idea.lead_id or idea.id
    query = select(Idea.id).where(Idea.lead_id == lead).order_by(Idea.id)
    return [lead, *db.session.scalars(query)]


def supporters(
    idea_ids: Iterable[int], groups: Mapping[int, int] | None = None
) -> dict[int, set[Identity]]:
    """Return who supports each of these ideas, with one question however many there are.

    Two rows are of the same person when the account, the browser or the contact is the same; so
    sets of one answer may be joined, and their size is a number of people. With ``groups`` of
    ideas, rows tell nothing about those of another group, nor may sets of two groups be joined.
    """
    ids, group = set(idea_ids), groups or {}
    found: dict[int, set[Identity]] = {idea_id: set() for idea_id in ids}
    query = select(Support.idea_id, Support.person_id, Support.contact_key)
    query = query.where(Support.idea_id.in_(ids), Support.withdrawn_at.is_(None))
    rows = [(row[0], row[1], row[2]) for row in db.session.execute(query)]
    pairs: dict[int, list[tuple[int, str | None]]] = defaultdict(list)
    for idea_id, person_id, contact in rows:
        pairs[group.get(idea_id, 0)].append((person_id, contact))
    same = {name: _same_people(each) for name, each in pairs.items()}
    for idea_id, person_id, _contact in rows:
        found[idea_id].add(same[group.get(idea_id, 0)][person_id])
    return found


def _same_people(pairs: Iterable[tuple[int, str | None]]) -> dict[int, Identity]:
    """Tell for each person under which number they count: that of the first with their contact."""
    first: dict[int | str, int | str] = {}

    def root(one: int | str) -> int | str:
        while first.setdefault(one, one) != one:
            first[one] = one = first[first[one]]
        return one

    people: set[int] = set()
    for person_id, contact in pairs:
        people.add(person_id)
        root(person_id)
        if contact:
            first[root(contact)] = root(person_id)
    least: dict[int | str, int] = {}
    for person_id in sorted(people):
        least.setdefault(root(person_id), person_id)
    return {person_id: least[root(person_id)] for person_id in people}


def recount(*ideas: Idea) -> None:
    """Bring the counters of these ideas, and of those they are put together with, up to date.

    Rows are held until the commit, in the order of their numbers, so that parallel changes are
    counted one after the other.
    """
    locked = hold_groups(ideas)
    members = {idea.id: idea for idea in locked}
    counts, comments = counts_of(locked), comments_of(members)
    for idea in locked:
        now = (counts[idea.id], comments[idea.id])
        if (idea.supports_count, idea.comments_count) != now:
            idea.supports_count, idea.comments_count = now
            idea.touch()
    db.session.flush()


def hold_groups(ideas: Iterable[Idea]) -> Sequence[Idea]:
    """Read these ideas and all they are put together with again, and hold them to the commit."""
    db.session.flush()
    ids = [idea.id for idea in ideas]
    roots = select(func.coalesce(Idea.lead_id, Idea.id)).where(Idea.id.in_(ids))
    while True:
        leads = set(db.session.scalars(roots))
        query = select(Idea).where(or_(Idea.id.in_({*leads, *ids}), Idea.lead_id.in_(leads)))
        query = query.order_by(Idea.id).execution_options(populate_existing=True)
        held = db.session.scalars(query.with_for_update(of=Idea, key_share=True)).all()
        if set(db.session.scalars(roots)) == leads:
            return held


def counts_of(ideas: Sequence[Idea]) -> dict[int, int]:
    """Count the distinct supporters of each idea of whole groups, from the rows.

    Supporters of an idea put under another count there too where that was decided ("count"), and
    further up as long as each merger on the way counts. Those of a hidden idea count only there.
    Each group is counted by itself, so that a number does not depend on what else was counted.
    """
    known = {idea.id: idea for idea in ideas}
    here = supporters(known, {idea.id: idea.lead_id or idea.id for idea in ideas})
    query = select(Merger.idea_id, Merger.into_id)
    query = query.where(
        Merger.idea_id.in_(known), Merger.undone_at.is_(None), Merger.counting == "count"
    )
    up = dict(db.session.execute(query).tuples().all())
    people: dict[int, set[Identity]] = defaultdict(set)
    for idea_id, found in here.items():
        people[idea_id] |= found
        counts = known[idea_id].visible or known[idea_id].is_erased
        above = up.get(idea_id) if counts else None
        while above is not None:
            people[above] |= found
            above = up.get(above)
    return {idea_id: len(people[idea_id]) for idea_id in known}


def comments_of(idea_ids: Iterable[int]) -> dict[int, int]:
    """Count the comments each idea shows or showed until their authors had them erased."""
    ids = list(idea_ids)
    query = select(IdeaComment.idea_id, func.count())
    stands = or_(IdeaComment.visible, erased_in_sight(IdeaComment))
    query = query.where(IdeaComment.idea_id.in_(ids), stands)
    counted = {row[0]: row[1] for row in db.session.execute(query.group_by(IdeaComment.idea_id))}
    return {idea_id: counted.get(idea_id, 0) for idea_id in ids}
