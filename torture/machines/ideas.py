"""Ideas: proposed, supported, answered, hidden, put together and taken apart in any order."""

from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.ideas.answering import NEXT, Office, Reason, answer, reply
from forum.ideas.commenting import comment
from forum.ideas.counting import supporters
from forum.ideas.life import Answer, Merger
from forum.ideas.merging import merge, say_yes, undo
from forum.ideas.models import STATES, Idea, IdeaComment, Support
from forum.ideas.proposing import Proposal, propose
from forum.ideas.supporting import support, take_back
from torture.machines.base import House

WHO = st.integers(0, 5)
OFFICE = Office("Közútkezelő", "kozut@example.org")
HIDING = {"reason": "abuse", "because": "Sértő."}


class Ideas(House):
    """Merging loses nobody and nothing; counters count people; answers follow each other as allowed.

    That hidden comments are not counted is looked at with all other sums when the story ends.
    """

    ideas = Bundle("ideas")
    mergers = Bundle("mergers")
    comments = Bundle("comments")
    answers = Bundle("answers")

    def prepare(self) -> None:
        """Six people are about."""
        self.visitors = [self.make.person("visitor").id for _number in range(6)]
        self.proposed: set[int] = set()
        self.backed: set[tuple[int, int]] = set()
        self.remarks: set[int] = set()
        self.replies: dict[int, str] = {}

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

    @rule(target=comments, number=ideas, who=WHO, side=st.sampled_from(("for", "against")))
    def comment(self, number, who, side):
        """Say something about it."""
        if number:
            row = self.do(
                lambda: comment(self._idea(number), self._person(who), side, "Jó.", self.key())
            )
            if row is not None:
                self.remarks.add(row.id)
                return row.id
        return None

    @rule(target=answers, number=ideas, state=st.sampled_from(sorted(STATES)))
    def answer(self, number, state):
        """Answer it; a step that may not follow is refused and changes nothing."""
        if not number:
            return None
        before, key = self._idea(number).state, self.key()
        asked = state, Reason("Megnéztük."), self.people.mira, key, OFFICE
        made = self.do(lambda: answer(self._idea(number), *asked))
        if made is None:
            assert self._idea(number).state == before
            return None
        assert state in NEXT[before]
        assert self.do(lambda: answer(self._idea(number), *asked)).id == made.id
        return made.id

    @rule(number=answers)
    def reply(self, number):
        """Reply as its author; the first words stay."""
        if number:
            words = f"Köszönöm, {self.key()}."
            row = self.row(Answer, number)
            self.do(lambda: reply(row, row.idea.author, words))
            self.replies.setdefault(number, words)

    @rule(number=comments | answers, kind=st.sampled_from((IdeaComment, Answer)))
    def hide_words(self, number, kind):
        """Hide a comment or a reply."""
        if self._said(kind, number):
            self.do(lambda: self.row(kind, number).hide(by=self.people.mira, **HIDING))

    @rule(number=comments | answers, kind=st.sampled_from((IdeaComment, Answer)))
    def restore_words(self, number, kind):
        """Show it again."""
        if self._said(kind, number):
            shown = {"by": self.people.mira, "because": "Mégis."}
            self.do(lambda: self.row(kind, number).restore(**shown))

    def _said(self, kind, number) -> bool:
        return number in (self.replies if kind is Answer else self.remarks)

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
            self.do(lambda: self._idea(number).hide(by=self.people.mira, **HIDING))

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
    def answers_follow_each_other(self):
        """Each answer is one that may follow the one before; replies stay as they were written."""
        for idea in db.session.scalars(select(Idea)):
            rows = select(Answer.state).where(Answer.idea_id == idea.id).order_by(Answer.id)
            steps = ["new", *db.session.scalars(rows)]
            assert idea.state == steps[-1]
            assert all(later in NEXT[former] for former, later in pairwise(steps))
        written = select(Answer.id, Answer.reply).where(Answer.replied_at.is_not(None))
        assert dict(db.session.execute(written).tuples().all()) == self.replies

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
