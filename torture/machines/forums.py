"""A forum: begun, led, written down, asked, voted and ended in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.meetings.hall import leading, polling
from forum.meetings.hall.captures import StrawPoll
from forum.meetings.hall.capturing import capture
from forum.meetings.hall.concluding import park
from forum.meetings.models import Meeting
from forum.meetings.screens import asking
from forum.meetings.screens.questions import Question, QuestionSupport
from forum.opinions.models import Opinion
from torture.machines.base import House


class Forum(House):
    """One item is current, one poll is open, one key is one opinion, counters count."""

    questions = Bundle("questions")

    def prepare(self) -> None:
        """A forum with three items is about to begin."""
        self.talk = self.make.conversation("both").id
        talk = self.row(Conversation, self.talk)
        self.meeting = self.make.meeting("now", conversation=talk, items=3).id
        self.visitors = [self.make.person("visitor").id for _number in range(4)]
        self.captured: set[str] = set()

    def _meeting(self) -> Meeting:
        return self.row(Meeting, self.meeting)

    def _visitor(self, who: int):
        from forum.accounts.models import Person

        return self.row(Person, self.visitors[who])

    @rule()
    def start(self):
        """Begin it, perhaps again."""
        self.do(lambda: leading.start(self._meeting(), self.people.mira))

    @rule()
    def end(self):
        """End it."""
        self.do(lambda: leading.end(self._meeting(), self.people.mira))

    @rule()
    def resume(self):
        """Go on after all."""
        self.do(lambda: leading.resume(self._meeting(), self.people.mira))

    @rule(item=st.integers(0, 2))
    def go_to(self, item):
        """Go to an item of the agenda."""
        self.do(lambda: leading.go_to(self._meeting().items[item], self.people.mira))

    @rule(item=st.integers(0, 2), text=st.sampled_from(("Pad.", "Lámpa.", "=1+1")))
    def capture(self, item, text):
        """Write down what somebody said; sent twice, it is said once."""
        key = self.key()
        write = lambda: capture(self._meeting().items[item], text, key, self.people.mira).id  # noqa: E731
        first = self.do(write)
        if first is not None:
            assert self.do(write) == first
            self.captured.add(key)

    @rule()
    def open_poll(self):
        """Put a question to the hall."""
        key = self.key()
        self.do(
            lambda: polling.open_poll(
                self._meeting(), "Jó?", ("Igen", "Nem"), key, self.people.mira
            )
        )

    @rule()
    def close_polls(self):
        """Close what is open."""
        self.do(lambda: polling.close_open_polls(self._meeting()))

    @rule()
    def park(self):
        """Keep something for later."""
        self.do(lambda: park(self._meeting(), "A buszmegálló", self.key(), self.people.mira))

    @rule(target=questions, who=st.integers(0, 3))
    def ask(self, who):
        """Ask from a telephone."""
        key = self.key()
        made = self.do(lambda: asking.ask(self._meeting(), self._visitor(who), "Mikor?", "", key))
        return made.id if made is not None else None

    @rule(number=questions, who=st.integers(0, 3))
    def support(self, number, who):
        """Want to know it too."""
        if number:
            self.do(lambda: asking.support(self.row(Question, number), self._visitor(who)))

    @rule(number=questions, into=questions)
    def merge(self, number, into):
        """Put two questions together."""
        if number and into and number != into:
            questions = self.row(Question, number), self.row(Question, into)
            self.do(lambda: asking.merge(*questions, self.people.mira))

    @invariant()
    def one_item_at_most_is_current(self):
        """And none once it has ended."""
        meeting = self._meeting()
        current = [item for item in meeting.items if item.is_current]
        assert len(current) <= (1 if meeting.is_live else 0)

    @invariant()
    def one_poll_at_most_is_open(self):
        """A constraint and the verbs tell the same."""
        open_ones = select(func.count(StrawPoll.id)).where(StrawPoll.closed_at.is_(None))
        assert db.session.scalar(open_ones) <= 1

    @invariant()
    def what_was_captured_is_there(self):
        """One opinion a key."""
        number = select(func.count(Opinion.id)).where(Opinion.channel == "forum")
        assert db.session.scalar(number) == len(self.captured)

    @invariant()
    def supporters_of_questions_are_counted(self):
        """A question counts whoever wants to know it."""
        for question in db.session.scalars(select(Question)):
            rows = select(func.count()).where(QuestionSupport.question_id == question.id)
            if question.merged_into_id is None:
                assert question.supports == db.session.scalar(rows)
