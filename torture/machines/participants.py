"""The participant ledger: whatever happens at doors and desks, the recount agrees."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Refused
from forum.events.attending.attendance import Attendance
from forum.events.attending.door import check_in, correct, tally, walk_in
from forum.events.models import Event
from forum.events.registration.registering import Wish, cancel, register
from forum.events.registration.registrations import Registration
from forum.events.registration.resizing import change_party
from forum.participation.booking import book
from forum.participation.models import LedgerLine
from forum.participation.recounting import mistakes
from torture.machines.base import House

CONTACTS = st.sampled_from(("", "ana@example.org", "+36 30 123 4567", "bela@example.org"))


class Participants(House):
    """Places never run below none; lines are only added; a booking twice books nothing."""

    registrations = Bundle("registrations")
    entries = Bundle("entries")

    def prepare(self) -> None:
        """Two events, one of them small."""
        project = self.make.project()
        self.events = [
            self.make.event("coming", capacity=4, project=project).id,
            self.make.event("coming", project=project).id,
        ]
        self.lines = 0

    def _event(self, which: int) -> Event:
        return self.row(Event, self.events[which])

    @rule(target=registrations, which=st.integers(0, 1), party=st.integers(1, 3), contact=CONTACTS)
    def register(self, which, party, contact):
        """Register; whoever has registered already is told so."""
        wish = Wish(party, "Kis Pál" if contact else "", contact)
        try:
            made = self.do(lambda: register(self._event(which), wish, self.key(), self.people.mira))
        except Refused:
            return None
        return made.id if made is not None else None

    @rule(number=registrations)
    def cancel(self, number):
        """Give the places back."""
        if number:
            self.do(lambda: cancel(self.row(Registration, number)))

    @rule(number=registrations, party=st.integers(1, 4))
    def resize(self, number, party):
        """Come with more, or fewer."""
        if number:
            self.do(lambda: change_party(self.row(Registration, number), party))

    @rule(target=entries, number=registrations, count=st.integers(1, 3))
    def check_in(self, number, count):
        """Come in with a registration."""
        if not number:
            return None
        registration = self.row(Registration, number)
        made = self.do(lambda: check_in(registration, count, self.key(), self.people.mira))
        return made.entry.id if made is not None else None

    @rule(target=entries, which=st.integers(0, 1), contact=CONTACTS)
    def walk_in(self, which, contact):
        """Come in without one."""
        event, words = self._event(which), {"name": "Nagy Éva", "contact": contact}
        made = self.do(lambda: walk_in(event, self.key(), self.people.mira, **words))
        return made.entry.id if made is not None else None

    @rule(target=entries, which=st.integers(0, 1), count=st.integers(1, 30))
    def tally(self, which, count):
        """Be counted by a tap."""
        made = self.do(lambda: tally(self._event(which), count, self.key(), self.people.mira))
        return made.entry.id if made is not None else None

    @rule(number=entries)
    def correct(self, number):
        """Take an entry back, once."""
        if number:
            self.do(
                lambda: correct(
                    self.row(Attendance, number), self.key(), self.people.mira, "Tévedés."
                )
            )

    @rule()
    def book(self):
        """Book; a second time there is nothing to book."""
        self.do(book)
        second = self.do(book)
        assert second is not None
        assert second.added == 0
        assert list(mistakes()) == []
        db.session.rollback()

    @invariant()
    def nobody_is_there_less_than_not_at_all(self):
        """What is taken back was there."""
        rows = select(Attendance.event_id, func.sum(Attendance.count)).group_by(Attendance.event_id)
        assert all(total >= 0 for _event, total in db.session.execute(rows))

    @invariant()
    def lines_are_only_added(self):
        """The ledger never forgets."""
        lines = db.session.scalar(select(func.count(LedgerLine.id))) or 0
        assert lines >= self.lines
        self.lines = lines

    @invariant()
    def places_are_counted(self):
        """A small room is never promised to more than it holds."""
        event = self._event(0)
        rows = select(func.coalesce(func.sum(Registration.party), 0)).where(
            Registration.event_id == event.id,
            Registration.cancelled_at.is_(None),
            ~Registration.waiting,
        )
        assert db.session.scalar(rows) <= event.capacity
