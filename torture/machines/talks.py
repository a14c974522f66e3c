"""A conversation: said, weighed, hidden, closed and opened again in any order."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, precondition, rule
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core.clock import now
from forum.core.db import db
from forum.opinions.ballots import Ballot
from forum.opinions.models import Opinion, Reaction
from forum.opinions.operations import Saying, speak
from forum.opinions.weighing import take_back, weigh
from torture.machines.base import House

WORDS = st.sampled_from(
    ("Több padot!", "Kevés a lámpa.", "<svg onload=alert(1)>", "=1+1", "ő" * 300)
)


class Talk(House):
    """Whatever people do, counters count, phases follow each other, what is hidden stays unseen."""

    opinions = Bundle("opinions")

    def prepare(self) -> None:
        """Open a conversation with five visitors about."""
        self.talk = self.make.conversation("both", by=self.people.mira).id
        self.visitors = [self.make.person("visitor").id for _number in range(5)]
        self.said: dict[str, int] = {}

    def _talk(self) -> Conversation:
        return self.row(Conversation, self.talk)

    def _visitor(self, number: int):
        from forum.accounts.models import Person

        return self.row(Person, self.visitors[number])

    @rule(target=opinions, text=WORDS, who=st.integers(0, 4))
    def speak(self, text, who):
        """Say something; sent twice, it is said once."""
        key = self.key()
        say = lambda: speak(self._talk(), self._visitor(who), Saying(text), key).id  # noqa: E731
        first = self.do(say)
        if first is not None:
            assert self.do(say) == first
            self.said[key] = first
        return first

    @rule(number=opinions, who=st.integers(0, 4), value=st.sampled_from((1, 0, -1)))
    def weigh(self, number, who, value):
        """Weigh it, or change one's mind."""
        opinion = number and self.row(Opinion, number)
        if opinion:
            self.do(lambda: weigh(Ballot.of(opinion), self.visitors[who], value))

    @rule(number=opinions, who=st.integers(0, 4))
    def take_back(self, number, who):
        """Take a weighing back."""
        opinion = number and self.row(Opinion, number)
        if opinion:
            self.do(lambda: take_back(Ballot.of(opinion), self.visitors[who]))

    @rule(number=opinions)
    def hide(self, number):
        """Hide it, perhaps again."""
        if number:
            because = {"reason": "abuse", "because": "Sértő."}
            self.do(lambda: self.row(Opinion, number).hide(by=self.people.mira, **because))

    @rule(number=opinions)
    def restore(self, number):
        """Show it again, perhaps while it is shown."""
        if number:
            self.do(
                lambda: self.row(Opinion, number).restore(by=self.people.mira, because="Mégis.")
            )

    @rule(number=opinions, text=WORDS)
    def edit(self, number, text):
        """Change the words."""
        if number:
            opinion = self.row(Opinion, number)
            self.do(lambda: opinion.edit(by=opinion.author, text=text))

    @rule(kind=st.sampled_from(("speak", "weigh")), days=st.integers(1, 40))
    def prolong(self, kind, days):
        """Give it more time."""
        until = now() + timedelta(days=days)
        self.do(lambda: self._talk().prolong(kind, until, self.people.mira))

    @rule()
    def close(self):
        """End it before its time."""
        self.do(lambda: self._talk().close(self.people.mira, "Kész."))

    @rule()
    def reopen(self):
        """Open it again."""
        self.do(lambda: self._talk().reopen(self.people.mira, "Mégsem."))

    @invariant()
    def nothing_said_is_lost(self):
        """Each key has its one opinion."""
        kept = dict(db.session.execute(select(Opinion.submit_key, Opinion.id)).tuples().all())
        assert {key: kept.get(key) for key in self.said} == self.said
        assert len(kept) == len(self.said)

    @invariant()
    def counters_equal_the_rows(self):
        """The conversation counts what is shown."""
        talk = self._talk()
        shown = (Opinion.conversation_id == talk.id, Opinion.visible)
        assert talk.opinions_count == db.session.scalar(select(func.count()).where(*shown))
        rows = select(func.count(Reaction.id)).join(Opinion, Opinion.id == Reaction.opinion_id)
        assert talk.weighings_count == db.session.scalar(rows.where(*shown))

    @precondition(lambda self: self.said)
    @invariant()
    def a_closed_conversation_takes_nothing(self):
        """Its phases and its closing tell the same."""
        talk = self._talk()
        if talk.closing is not None:
            assert not talk.in_phase("speak")
            assert not talk.in_phase("weigh")
            assert talk.state == "read"

    @invariant()
    def what_is_hidden_is_never_shown(self):
        """No list and no page holds it."""
        browser = self.app.test_client()
        hidden = list(db.session.scalars(select(Opinion).where(~Opinion.visible)))
        db.session.rollback()
        for opinion in hidden[:2]:
            number = opinion.id
            assert browser.get(f"/opinions/{number}").status_code in {403, 404, 410}
