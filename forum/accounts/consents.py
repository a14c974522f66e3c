"""The privacy notice in numbered versions, and who agreed to which of them.

The words of the notice are a page of the site; a version is the row that says since when they hold
and what changed. The first version came with the site and has no row.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person, visitor_signed_in
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import in_language
from forum.core.once import once, unless_done

#: The number of the notice the site came with.
FIRST = 1
LONGEST_CHANGE = 2000
#: How somebody agreed: by ticking a form, by word at a desk or on the phone, on a signed sheet.
HOW = {
    "form": _l("in a form on the site"),
    "desk": _l("in person or by phone"),
    "paper": _l("on a signed sheet"),
}
#: Where people see, download and erase what is kept of them; the room of privacy opens the page.
OWN_DATA = "/account/data"

PUBLISHED = declare(
    "notice.published", _l("%(actor)s published version %(number)s of the privacy notice.")
)


class PrivacyNotice(db.Model):
    """A version of the privacy notice after the first, and what changed in it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_hu: Mapped[str] = mapped_column(Text)
    changed_en: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)

    by: Mapped[Person | None] = relationship()

    @property
    def changed(self) -> str:
        """What changed, in the language of the page."""
        return in_language(self, "changed")

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return str(self.number)


class Consent(db.Model):
    """Somebody said yes, or no, to a version of the privacy notice."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What it was given with, such as ``registration 12``, where nobody has a row of their own.
    about: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int]
    agreed: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    how: Mapped[str] = mapped_column(String(10), default="form")
    #: The member of staff who noted it for somebody; None when they did it themselves.
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("ix_consent_person", "person_id", "id"),)


def present() -> int:
    """Return the number of the version in force."""
    return db.session.scalar(select(func.max(PrivacyNotice.number))) or FIRST


def versions() -> list[PrivacyNotice]:
    """Return the versions after the first, the newest first."""
    return list(db.session.scalars(select(PrivacyNotice).order_by(PrivacyNotice.number.desc())))


def last_answer(person_id: int | None) -> Consent | None:
    """Return what somebody said last, None when they were never asked."""
    query = select(Consent).where(Consent.person_id == person_id).order_by(Consent.id.desc())
    return db.session.scalars(query.limit(1)).first() if person_id is not None else None


def has_agreed(person: Any) -> bool:
    """Whether ``person`` agreed to the version in force; of a guest without a row nothing is known."""
    answer = last_answer(person.id)
    return answer is not None and answer.agreed and answer.version >= present()


def note(person: Person, how: str = "form", by: Person | None = None, agreed: bool = True) -> bool:
    """Note what ``person`` says to the version in force; False when they had said it already.

    ``by`` is the member of staff to whom it was said or who has the signed sheet.
    """
    number, last = present(), last_answer(person.id)
    if last is not None and last.version == number and last.agreed == agreed:
        return False
    row = Consent(person_id=person.id, version=number, how=how, agreed=agreed)
    row.noted_by_id = by.id if by is not None else None
    db.session.add(row)
    db.session.flush()
    return True


def note_about(about: str, how: str, by: Person, version: int | None = None) -> None:
    """Note a yes told to ``by`` with something that belongs to no person's row.

    ``version`` is what was shown, when it was noted later than that.
    """
    row = Consent(about=about, version=version or present(), how=how, noted_by_id=by.id)
    db.session.add(row)


def publish(by: Person, changed_hu: str, changed_en: str, submit_key: str) -> PrivacyNotice:
    """Put a new version in force; the same key twice is one version. Refused for one of two at once."""
    with unless_done(_l("Somebody published another version just now. Please look at it first.")):
        notice, new = once(
            lambda: db.session.query(PrivacyNotice).filter_by(submit_key=submit_key).one_or_none(),
            lambda: _add(by, changed_hu, changed_en, submit_key),
        )
    if new:
        record(PUBLISHED, by, notice, number=notice.number)
    return notice


def _add(by: Person, changed_hu: str, changed_en: str, submit_key: str) -> PrivacyNotice:
    notice = PrivacyNotice(
        number=present() + 1,
        changed_hu=changed_hu,
        changed_en=changed_en,
        by_id=by.id,
        submit_key=submit_key,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def to_ask(person: Any) -> list[PrivacyNotice]:
    """Return the versions that ``person`` agreed to an older one of, and was not asked about yet."""
    if not person.is_authenticated or person.is_staff:
        return []
    newest = versions()
    if not newest:
        return []
    answer = last_answer(person.id)
    since = answer.version if answer is not None else FIRST
    return [version for version in newest if version.number > since]


def hand_over(visitor_id: int, person: Person, **_more: Any) -> None:
    """Let what a visitor agreed to hold for the account they signed in to; the caller commits."""
    mine, theirs = last_answer(person.id), last_answer(visitor_id)
    if theirs is not None and mine is None and theirs.agreed and visitor_id != person.id:
        db.session.add(Consent(person_id=person.id, version=theirs.version, at=theirs.at))


visitor_signed_in.connect(hand_over)
