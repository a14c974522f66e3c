"""Young people: whoever is under sixteen has an account once a parent or guardian agrees to it.

GDPR, Article 8(1): consent of a child below 16 to an online service counts only when the holder of
parental responsibility gives or authorises it; Hungary has not lowered that age. No birth date is
kept: people say whether they are sixteen, and say so again when they have become it.
"""

from datetime import datetime, timedelta
from typing import Any

from blinker import signal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts import guardian_letters
from forum.accounts.guardian_proofs import CONFIRMED, LONGEST_EVIDENCE, REFUSED, check_proof
from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.models import AgeBand
from forum.core.codes import new_token, token_hash
from forum.core.contacts import contact_key, email_of
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.limits import too_many

#: From this age one agrees for oneself (GDPR, Article 8(1); no lower age in Hungarian law).
OF_AGE = 16
#: So long the link in the letter to a guardian works, and the account waits for the answer.
LIFETIME = timedelta(days=30)
#: So long after the guardian's yes the person is asked whether they have become sixteen.
ASK_AGAIN = timedelta(days=365)
#: Letters to one guardian's address in a day: anybody can type anybody's.
LETTERS, DAY = 2, 24 * 60
#: What stands beside the words of somebody under sixteen instead of a name; kept in place of it.
YOUNG = "egy fiatal lakó"
WITHDREW = declare(
    "guardian.withdrew", _l("The guardian closed the account %(person)s."), public=False
)
#: Sent with a person whose guardian asks that everything of theirs is erased.
erasure_asked = signal("erasure-asked")


class Guardian(db.Model):
    """Who answers for somebody under sixteen, and how it stands."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="hu")
    #: Hash of the link that works now: first to agree, after that to withdraw.
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    how: Mapped[str] = mapped_column(String(10), default="")
    #: What a facilitator noted of a call or a sheet; for the office only.
    evidence: Mapped[str] = mapped_column(String(LONGEST_EVIDENCE), default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Set when the person said that they are sixteen now; the name and contact are deleted then.
    grown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (Index("ix_guardian_open", "confirmed_at", "withdrawn_at"),)

    @property
    def state(self) -> str:
        """One of asked, agreed, withdrawn and grown."""
        if self.grown_at is not None:
            return "grown"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "agreed" if self.confirmed_at is not None else "asked"

    @property
    def is_to_be_asked(self) -> bool:
        """Whether it is time to ask if the person has become sixteen."""
        return self.confirmed_at is not None and self.confirmed_at + ASK_AGAIN < now()

    def agree(self) -> bool:
        """Take the yes by the link, which is used up; False when it was given already."""
        if not self.stands("asked"):
            return False
        self.confirmed_at, self.how = now(), "letter"
        _send_way_back(self)
        return True

    def confirm(self, by: Person, proof: str, note: str = "") -> bool:
        """Note a yes that reached the office, with its ``proof``; False when there was one already.

        Refused without a proof: nobody's word alone opens a child's account.
        """
        check_proof(proof)
        if not self.stands("asked"):
            return False
        self.confirmed_at, self.how, self.confirmed_by_id = now(), proof, by.id
        self.evidence = note
        record(CONFIRMED, by, self.person, person=self.person_id, proof=proof)
        _send_way_back(self)
        return True

    def refuse(self, by: Person, proof: str) -> bool:
        """Note a no that reached the office, with its ``proof``: the account closes, all is erased.

        With it goes this row; the log keeps who noted it, when and by what proof.
        """
        check_proof(proof)
        if not self.stands("asked", "agreed"):
            return False
        record(REFUSED, by, self.person, person=self.person_id, proof=proof)
        return self._close()

    def withdraw(self) -> bool:
        """Take the consent back by the link, or never give it: the account closes, all is erased."""
        if not self.stands("asked", "agreed"):
            return False
        record(WITHDREW, None, self.person, person=self.person_id)
        return self._close()

    def stands(self, *states: str) -> bool:
        """Hold the row until the commit, read it again, and say whether it is in such a state."""
        db.session.refresh(self, with_for_update={"of": Guardian})
        return self.state in states

    def _close(self) -> bool:
        person = self.person
        self.withdrawn_at, self.token_hash = now(), None
        person.disabled_at = person.disabled_at or now()
        person.void_everything()
        erasure_asked.send(person)
        return True


def guardian_of(person: Any) -> Guardian | None:
    """Return who answers for an account, None when nobody has to (any more)."""
    if person.id is None or person.role == "visitor":
        return None
    row = db.session.scalars(select(Guardian).where(Guardian.person_id == person.id)).first()
    return None if row is None or row.grown_at is not None else row


def may_act_by_name(person: Any) -> bool:
    """Whether no guardian's yes is missing."""
    row = guardian_of(person)
    return row is None or row.state == "agreed"


def check(person: Any) -> None:
    """Refuse what needs a name or a contact while the guardian has not agreed."""
    if not may_act_by_name(person):
        raise Refused(
            _l("Your parent or guardian has to agree to your account first. We wrote to them.")
        )


def is_young_band(age_band_id: int | None) -> bool:
    """Whether everybody of an age band is under sixteen."""
    band = db.session.get(AgeBand, age_band_id) if age_band_id is not None else None
    return band is not None and band.oldest is not None and band.oldest < OF_AGE


def public_name(person: Any, typed: str | None, age_band_id: int | None = None) -> str:
    """Return what may stand beside somebody's words: of the young never a name.

    Before the guardian has agreed nothing stands there at all.
    """
    typed = typed or ""
    row = guardian_of(person)
    if row is not None:
        return YOUNG if row.state == "agreed" and typed else ""
    return YOUNG if typed and is_young_band(age_band_id) else typed


def show_name(signature: str | None) -> str:
    """Return a signature in the language of the page."""
    return _("a young resident") if signature == YOUNG else signature or ""


def answer_for(person: Person, name: str, contact: str, language: str) -> Guardian:
    """Note who answers for an account of which nobody was asked yet, and ask them.

    Who registers anew has forgotten the former guardian first (``forget_guardian``).
    """
    row = Guardian(person_id=person.id, name=name, contact=contact, language=language)
    db.session.add(row)
    db.session.flush()
    _ask(row)
    return row


def forget_guardian(person: Person) -> None:
    """Forget the guardian of an account that was never confirmed: it is registered anew as grown."""
    row = db.session.scalars(select(Guardian).where(Guardian.person_id == person.id)).first()
    if row is not None:
        db.session.delete(row)
        db.session.flush()  # there may be another at once


def _ask(row: Guardian) -> None:
    """Write to the guardian; the letter holds no word that was typed. A number is called."""
    address = email_of(row.contact)
    if address is None or too_many("guardian letter", address, LETTERS, DAY):
        return
    secret = new_token()
    row.token_hash = token_hash(secret)
    guardian_letters.ask(address, row.language, secret)


def by_token(_person: Any, token: str) -> Guardian | None:
    """Return what a guardian's link is about; None when it was used, changed or is too old."""
    query = select(Guardian).options(joinedload(Guardian.person))
    row = db.session.scalars(query.where(Guardian.token_hash == token_hash(token))).first()
    if row is None or row.state not in {"asked", "agreed"}:
        return None
    late = row.state == "asked" and row.asked_at + LIFETIME < now()
    return None if late else row


def _send_way_back(row: Guardian) -> None:
    """Write to the guardian where they can take it back; without an address the office does it."""
    secret = new_token()
    row.token_hash = token_hash(secret)
    address = email_of(row.contact)
    if address is not None:
        guardian_letters.thank(address, row.language, secret)


def grow_up(person: Person) -> bool:
    """Take the word of somebody that they are sixteen now; the guardian is told, and forgotten."""
    row = guardian_of(person)
    if row is None or not row.stands("agreed"):
        return False
    address = email_of(row.contact)
    if address is not None:
        guardian_letters.part(address, row.language)
    row.grown_at, row.token_hash = now(), None
    row.name = row.contact = row.evidence = ""
    guardian_letters.congratulate(person)
    return True


#: They were asked and have not answered.
UNANSWERED = (
    Guardian.confirmed_at.is_(None),
    Guardian.withdrawn_at.is_(None),
    Guardian.grown_at.is_(None),
)


def waiting() -> list[Guardian]:
    """Return the accounts whose guardian was asked and has not answered, the oldest first."""
    query = select(Guardian).options(joinedload(Guardian.person)).where(*UNANSWERED)
    return list(db.session.scalars(query.order_by(Guardian.asked_at, Guardian.id)))


def agreed_with(contact: str | None) -> list[Guardian]:
    """Return the accounts whose guardian agreed and is reached there: one who calls to take it back."""
    wanted = contact_key(contact)
    if wanted is None:
        return []
    query = select(Guardian).options(joinedload(Guardian.person))
    query = query.where(Guardian.confirmed_at.is_not(None), Guardian.withdrawn_at.is_(None))
    rows = db.session.scalars(query.where(Guardian.grown_at.is_(None)).order_by(Guardian.id))
    return [row for row in rows if contact_key(row.contact) == wanted]


def numbered(_person: Any, guardian_id: int) -> Guardian | None:
    """Return one by its number, for the desk."""
    return db.session.get(Guardian, guardian_id)
