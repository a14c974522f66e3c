"""How many different people asked for something, and from where.

People are told apart as the ledger does it (``participation.identity``): an account and the
contacts given with it are one person, so is a contact on paper and the same one on a form. Each
person counts once, in the part of the city and the age they told last.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, literal, select

from forum.core.cells import MINIMUM_CELL, State, held
from forum.core.published import published
from forum.ideas.models import Idea
from forum.participation.identity import Naming
from forum.participation.kinds import Fact
from forum.planning.models_candidates import (
    ProgramIdea,
    ProgramNeed,
    candidate_idea,
    candidate_need,
)
from forum.planning.needs import voices
from forum.planning.needs.models import Need
from forum.planning.needs.voices import Voice, links


class Told(NamedTuple):
    """What a person told of themselves, and when they last said something."""

    at: datetime
    home_id: int | None
    age_band_id: int | None

    def then(self, later: "Told") -> "Told":
        """Return what holds after something newer was told; silence takes nothing back."""
        old, new = sorted((self, later), key=lambda told: told.at)
        return Told(
            new.at,
            old.home_id if new.home_id is None else new.home_id,
            old.age_band_id if new.age_band_id is None else new.age_band_id,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The different people who asked; what each is called here means nothing elsewhere."""

    told: Mapping[str, Told] = field(default_factory=dict)

    @property
    def people(self) -> frozenset[str]:
        """The identities of the people."""
        return frozenset(self.told)

    @property
    def total(self) -> int:
        """How many people."""
        return len(self.told)

    def by_neighbourhood(self) -> Counter[int | None]:
        """Count them exactly by where they live; None for those who did not say."""
        return Counter(each.home_id for each in self.told.values())

    def by_age_band(self) -> Counter[int | None]:
        """Count them exactly by age band."""
        return Counter(each.age_band_id for each in self.told.values())

    def joined(self, *others: "Asked") -> "Asked":
        """Return everybody of one answer together, each person once."""
        found = dict(self.told)
        for other in others:
            for who, told in other.told.items():
                found[who] = found[who].then(told) if who in found else told
        return Asked(found)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """How many people asked for a program, fit to be published."""

    total: int = 0
    #: By the number of the neighbourhood; small cells, and those they follow from, are left out.
    by_neighbourhood: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_small(self) -> bool:
        """Whether so few asked that pages had better not say how many."""
        return self.total < MINIMUM_CELL


def asked_by(need_ids: Iterable[int], idea_ids: Iterable[int] = ()) -> Asked:
    """Return who asked for any of these needs and ideas."""
    needs = select(literal(0), Need.id).where(Need.id.in_(set(need_ids)))
    ideas = select(literal(0), Idea.id).where(Idea.id.in_(set(idea_ids)))
    return asked_of(links(needs), links(ideas)).get(0, Asked())


def asked_of_needs(need_ids: Iterable[int]) -> dict[int, Asked]:
    """Return who asked for each of the needs, with eight questions however many there are."""
    ids = set(need_ids)
    found = asked_of(links(select(Need.id, Need.id).where(Need.id.in_(ids))))
    return {number: found.get(number, Asked()) for number in ids}


def asked_by_kind() -> Iterator[tuple[str, int, Asked]]:
    """Yield who asked for each program and candidate that has needs or ideas, as everybody sees."""
    programs = select(ProgramNeed.program_id, Need.id).join(Need, Need.id == ProgramNeed.need_id)
    mine = candidate_need.c.candidate_id
    candidates = select(mine, Need.id).join(Need, Need.id == candidate_need.c.need_id)
    of_programs = select(ProgramIdea.program_id, ProgramIdea.idea_id)
    of_candidates = select(candidate_idea.c.candidate_id, candidate_idea.c.idea_id)
    for kind, needs, ideas in (
        ("program", programs, of_programs),
        ("candidate", candidates, of_candidates),
    ):
        found = asked_of(_public(needs, False), links(ideas))
        for number in sorted(found):
            yield kind, number, found[number]


def asked_for_programs(program_ids: Iterable[int], internal: bool = False) -> dict[int, AskedFor]:
    """Return how many people asked for each program, by its needs and ideas.

    Of needs only published ones count, so that everybody can see what the number rests on;
    ``internal`` counts drafts too, for the office.
    """
    ids = set(program_ids)
    needs = select(ProgramNeed.program_id, Need.id).join(Need, Need.id == ProgramNeed.need_id)
    needs = needs.where(ProgramNeed.program_id.in_(ids))
    ideas = select(ProgramIdea.program_id, ProgramIdea.idea_id)
    ideas = ideas.where(ProgramIdea.program_id.in_(ids))
    return _asked_for("program", ids, _public(needs, internal), links(ideas), internal)


def asked_for_candidates(
    candidate_ids: Iterable[int], internal: bool = False
) -> dict[int, AskedFor]:
    """Return how many people asked for each candidate, as of programs."""
    ids = set(candidate_ids)
    mine = candidate_need.c.candidate_id
    needs = select(mine, Need.id).join(Need, Need.id == candidate_need.c.need_id)
    ideas = select(candidate_idea.c.candidate_id, candidate_idea.c.idea_id)
    ideas = ideas.where(candidate_idea.c.candidate_id.in_(ids))
    wanted = _public(needs.where(mine.in_(ids)), internal)
    return _asked_for("candidate", ids, wanted, links(ideas), internal)


def _public(needs: Select[Any], internal: bool) -> Subquery:
    return links(needs if internal else needs.where(Need.published_at.is_not(None)))


def _asked_for(
    kind: str, ids: set[int], needs: Subquery, ideas: Subquery, internal: bool
) -> dict[int, AskedFor]:
    found = asked_of(needs, ideas)
    names = {number: table_name(kind, number, "neighbourhood") for number in ids}
    states = {} if internal else published(names.values())
    return {
        number: _safely(found.get(number, Asked()), names[number], states) for number in sorted(ids)
    }


def table_name(kind: str, number: int, trait: str) -> str:
    """Return the name of the public table of who asked for a need, a program or a candidate."""
    return f"{kind}:{number}:{trait}"


def _safely(asked: Asked, name: str, states: Mapping[str, State]) -> AskedFor:
    counts = {(number, ""): people for number, people in asked.by_neighbourhood().items()}
    told = held(states, name, counts, asked.total)
    return AskedFor(
        asked.total,
        {int(each.id): each.people for each in told if each.people and each.id is not None},
    )


def asked_of(needs: Subquery, ideas: Subquery | None = None) -> dict[int, Asked]:
    """Return who asked for each subject, from (subject, need) and (subject, idea)."""
    found = voices.of_needs(needs)
    return _people(found if ideas is None else [*found, *voices.of_ideas(ideas)])


def _people(found: list[Voice]) -> dict[int, Asked]:
    """Bring what was said to different people, subject by subject."""
    if not found:
        return {}
    pairs = voices.contacts_of({voice.person_id for voice in found})
    given = [(f"person:{person}", f"contact:{contact}") for person, contact in pairs]
    naming = Naming((_fact(voice) for voice in found), given)
    people: dict[int, dict[str, Told]] = defaultdict(dict)
    for voice in found:
        name = naming.name(_who(voice))
        who = naming.clusters.find(name) if naming.is_evidence(name) else name
        told = Told(voice.at, voice.home_id, voice.age_band_id)
        known = people[voice.subject].get(who)
        people[voice.subject][who] = known.then(told) if known else told
    return {subject: Asked(told) for subject, told in people.items()}


def _who(voice: Voice) -> str:
    return f"contact:{voice.contact_key}" if voice.contact_key else f"person:{voice.person_id}"


def _fact(voice: Voice) -> Fact:
    return Fact("asked", "", 0, _who(voice), voice.at, "web", "", "", 0)
