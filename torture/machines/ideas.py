"""Ideas: proposed, supported, put together and taken apart in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.ideas.commenting import comment
from forum.ideas.counting import supporters
from forum.ideas.life import Merger
from forum.ideas.merging import merge, say_yes, undo
from forum.ideas.models import Idea, IdeaComment, Support
from forum.ideas.proposing import Proposal, propose
from forum.ideas.supporting import support, take_back
from torture.machines.base import House

WHO = st.integers(0, 5)


class Ideas(House):
    """Merging loses nobody and nothing; counters count people; what is hidden is not counted."""

    ideas = Bundle("ideas")
    mergers = Bundle("mergers")

    def prepare(self) -> None:
        """Six people are about."""
        self.visitors = [self.make.person("visitor").id for _number in range(6)]
        self.proposed: set[int] = set()
        self.backed: set[tuple[int, int]] = set()
        self.remarks: set[int] = set()

    def _person(self, who: int) -> Person:
        return self.row(Person, self.visitors[who])

    def _idea(self, number: int) -> Idea:
        return self.row(Idea, number)

    @rule(target=ideas, who=WHO)
    def propose(self, who):
        """Propose something; sent twice, it is proposed once."""
        key = self.key()

        def say() -> int:
            proposal = Proposal(f"Klub {key}", "Hogy ne üljenek otthon.")
            return propose(proposal, self._person(who), key).id

        first = self.do(say)
        if first is not None:
            assert self.do(say) == first
            self.proposed.add(first)
        return first

    @rule(number=ideas, who=WHO, contact=st.sampled_from((None, "a" * 64, "b" * 64)))
    def support(self, number, who, contact):
        """Support an idea, perhaps with a contact others have used too."""
        if number:
            row = self.do(
                lambda: support(
                    self._idea(number), self._person(who), self.key(), contact_key=contact
                )
            )
            if row is not None:
                self.backed.add((row.idea_id, row.person_id))

    @rule(number=ideas, who=WHO)
    def take_back(self, number, who):
        """Take one's support back."""
        if number:
            done = self.do(lambda: take_back(self._idea(number), self._person(who)))
            if done:
                rows = select(Support.idea_id, Support.person_id).where(
                    Support.withdrawn_at.is_not(None)
                )
                self.backed -= set(db.session.execute(rows).tuples().all())

    @rule(number=ideas, who=WHO, side=st.sampled_from(("for", "against")))
    def comment(self, number, who, side):
        """Say something about it."""
        if number:
            row = self.do(
                lambda: comment(self._idea(number), self._person(who), side, "Jó.", self.key())
            )
            if row is not None:
                self.remarks.add(row.id)

    @rule(target=mergers, number=ideas, into=ideas, counting=st.sampled_from(("ask", "count")))
    def merge(self, number, into, counting):
        """Put one under another."""
        if number and into and number != into:
            made = self.do(
                lambda: merge(self._idea(number), self._idea(into), self.people.mira, counting)
            )
            return made.id if made is not None else None
        return None

    @rule(number=mergers)
    def undo(self, number):
        """Let it stand alone again."""
        if number:
            self.do(lambda: undo(self.row(Merger, number), self.people.mira))

    @rule(number=mergers, who=WHO)
    def say_yes(self, number, who):
        """Let one's support count where the idea went."""
        if number:
            row = self.do(lambda: say_yes(self.row(Merger, number), self._person(who)))
            if row is not None:
                self.backed.add((row.idea_id, row.person_id))

    @rule(number=ideas)
    def hide(self, number):
        """Hide an idea."""
        if number:
            why = {"reason": "abuse", "because": "Sértő."}
            self.do(lambda: self._idea(number).hide(by=self.people.mira, **why))

    @rule(number=ideas)
    def restore(self, number):
        """Show it again."""
        if number:
            self.do(lambda: self._idea(number).restore(by=self.people.mira, because="Mégis."))

    @invariant()
    def nothing_is_lost(self):
        """Every idea, support and comment is still there, under whatever it stands."""
        assert set(db.session.scalars(select(Idea.id))) == self.proposed
        assert self.remarks == set(db.session.scalars(select(IdeaComment.id)))
        rows = select(Support.idea_id, Support.person_id).where(Support.withdrawn_at.is_(None))
        assert self.backed <= set(db.session.execute(rows).tuples().all())

    @invariant()
    def leads_lead(self):
        """An idea that leads stands under nobody, and nobody stands under itself."""
        ideas = {idea.id: idea.lead_id for idea in db.session.scalars(select(Idea))}
        for number, lead in ideas.items():
            assert lead != number
            assert lead is None or ideas[lead] is None

    @invariant()
    def nobody_counts_twice(self):
        """A counter is never more than the people there are in the whole group."""
        for idea in db.session.scalars(select(Idea)):
            group = [
                each.id
                for each in db.session.scalars(select(Idea))
                if idea.id in (each.id, each.lead_id)
            ]
            people = set().union(*supporters(group).values())
            assert idea.supports_count <= len(people)
