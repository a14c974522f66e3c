"""Which facts are of one person: accounts and contacts that were seen together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.personal import STAND_IN
from forum.participation.kinds import Fact
from forum.participation.models import Evidence

Link = tuple[str, str]
#: How evidence begins that stands in for the fingerprint of a contact that was erased.
ERASED_CONTACT = f"contact:{STAND_IN}"


class Known(NamedTuple):
    """Stored evidence: its number and the participant it tells."""

    id: int
    participant: int


class Clusters:
    """Nodes of evidence joined into people (union-find with path halving)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, node: str) -> str:
        """Return the node that stands for everybody joined with ``node``."""
        parent = self._parent
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: str, other: str) -> None:
        """Say that both are one person."""
        self._parent[self.find(other)] = self.find(one)

    def knows(self, node: str) -> bool:
        """Whether it was met."""
        return node in self._parent

    def groups(self) -> list[list[str]]:
        """Return the nodes of each person, in the order they were met."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in self._parent:
            found[self.find(node)].append(node)
        return list(found.values())


class Naming:
    """Says who a fact is of: evidence (an account, a contact) or a unit without any.

    An account tells a person once its address is confirmed; any other row of a person is a
    browser or a slip. Where just one contact was ever given with such a row, it is that contact's.
    """

    def __init__(self, facts: Iterable[Fact], links: Sequence[Link]) -> None:
        # In the order of the sources, so that everybody gives out the same numbers.
        whos = dict.fromkeys(fact.who for fact in facts)
        whos.update(dict.fromkeys(node for link in links for node in link))
        self.accounts = _accounts(whos)
        self._contact_of = _only_contacts(links, self.accounts)
        self.clusters = Clusters()
        for who in whos:
            if self.is_evidence(self.name(who)):
                self.clusters.find(self.name(who))
        for person, contact in [*self._contact_of.items(), *self.accounts.items()]:
            if person in self.accounts:
                self.clusters.join(person, contact)
        self._join_stand_ins()

    def _join_stand_ins(self) -> None:
        """Hold together what was one person before a contact was erased in some places."""
        others: dict[int, str] = {}
        for node, participant in sorted(_beside_stand_ins()):
            if self.clusters.knows(node):
                self.clusters.join(others.setdefault(participant, node), node)

    def name(self, who: str) -> str:
        """Return the evidence or the unit ``who`` stands for."""
        kind, _, number = who.partition(":")
        if kind != "person" or who in self.accounts:
            return who
        return self._contact_of.get(who) or f"visitor:{number}"

    @staticmethod
    def is_evidence(name: str) -> bool:
        """Whether ``name`` tells one person wherever it is met."""
        return name.startswith(("person:", "contact:"))


def _accounts(nodes: Mapping[str, None]) -> dict[str, str]:
    """Return the accounts with a confirmed address among ``nodes``, and the contact it is."""
    rows = db.session.execute(
        select(Person.id, Person.email).where(
            Person.role != "visitor",
            Person.email_confirmed_at.is_not(None),
        )
    ).all()
    erased = {f"person:{number}" for number, email in rows if email is None}
    stand_ins = _stand_ins_of(erased) if erased & set(nodes) else {}
    return {
        node: f"contact:{contact_key(email)}" if email else stand_ins.get(node, node)
        for number, email in rows
        if (node := f"person:{number}") in nodes
    }


def _beside_stand_ins() -> list[tuple[str, int]]:
    """Return the evidence of everybody of whom some contact was erased."""
    theirs = select(Evidence.participant_id).where(Evidence.node.startswith(ERASED_CONTACT))
    query = select(Evidence.node, Evidence.participant_id)
    return [
        tuple(row) for row in db.session.execute(query.where(Evidence.participant_id.in_(theirs)))
    ]


def _stand_ins_of(accounts: set[str]) -> dict[str, str]:
    """Return what stands for the address of each account that was erased."""
    rows = sorted(_beside_stand_ins())
    contact = {person: node for node, person in rows if node.startswith(ERASED_CONTACT)}
    return {
        node: contact[person] for node, person in rows if node in accounts and person in contact
    }


def _only_contacts(links: Iterable[Link], accounts: Mapping[str, str]) -> dict[str, str]:
    """Return the one contact given with each person, an account's own address aside.

    Where there were several, they are of a family, or of those whom a helpful hand wrote down.
    """
    given: dict[str, set[str]] = defaultdict(set)
    for person, contact in links:
        if contact != accounts.get(person):
            given[person].add(contact)
    return {person: next(iter(met)) for person, met in given.items() if len(met) == 1}


def assign(
    groups: list[list[str]], stored: Mapping[str, Known], first_new: int
) -> tuple[dict[str, int], dict[int, int]]:
    """Give each group of evidence its participant; return it by node, and who joined whom.

    A stored participant goes on as the group that holds the oldest evidence of it; a group that
    could go on as several is the oldest of them, and the others have joined it. Groups nobody
    knew get new numbers from ``first_new`` on. Done again on what it returned, nothing changes.
    """
    holder: dict[int, tuple[int, int]] = {}
    for place, group in enumerate(groups):
        for known in filter(None, map(stored.get, group)):
            claim = (known.id, place)
            holder[known.participant] = min(holder.get(known.participant, claim), claim)
    claims: dict[int, list[int]] = defaultdict(list)
    for participant, (_evidence, place) in holder.items():
        claims[place].append(participant)
    chosen, joined = {}, {}
    for place, group in enumerate(groups):
        mine = sorted(claims[place])
        number = mine[0] if mine else first_new
        first_new += not mine
        chosen.update(dict.fromkeys(group, number))
        joined.update(dict.fromkeys(mine[1:], number))
    return chosen, joined
