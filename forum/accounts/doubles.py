"""Forms that named a contact known already: answered as the first time, and counted not at all.

Whoever types somebody's address into a form must not learn that it is registered or on a list. So
the answer is the same, with a code and a page of its own that shows nothing but what was typed;
the holder of the contact learns of it by letter. What was typed goes with the retention of ``doubles``.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.codes import clean_code, token_hash
from forum.core.db import UtcDateTime, db, now
from forum.core.once import once
from forum.core.personal import Whose


class Double(db.Model):
    """What was typed with a contact that was known: the page of its code, and nothing else."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What it would have been, such as ``registration``, and of which event or community.
    kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int]
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Fingerprint of the contact, so that erasing the holder's data finds it.
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    #: What its page shows, and under ``person`` the number of whoever sent it.
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @hybrid_property
    def person_id(self) -> int | None:
        """Who sent it, to whom it is shown as if the contact had been new."""
        return self.told.get("person")

    @person_id.inplace.expression
    @classmethod
    def _person_id(cls) -> ColumnElement[int]:
        return cls.told["person"].as_integer()


def keep_double(
    kind: str, thing_id: int, submit_key: str, code: str, contact_key: str | None, **told: Any
) -> Double:
    """Keep what was typed for the page of ``code``; the same key twice is one."""

    def make() -> Double:
        row = Double(kind=kind, thing_id=thing_id, submit_key=submit_key, told=told)
        row.code_hash, row.contact_key = token_hash(code), contact_key
        db.session.add(row)
        db.session.flush()
        return row

    return once(lambda: double_sent_with(kind, submit_key), make)[0]


def double_sent_with(kind: str, submit_key: str) -> Double | None:
    """Return what was sent with ``submit_key``, if any."""
    return _one(kind, Double.submit_key == submit_key)


def double_of(kind: str, code: str) -> Double | None:
    """Return what a code was given for, if any."""
    return _one(kind, Double.code_hash == token_hash(clean_code(code)))


def doubles_of(kind: str, whose: Whose) -> list[Double]:
    """Return what somebody sent, or what a code was given for, the newest first."""
    mine = Double.person_id.in_(whose.person_ids)
    if whose.only is not None:
        mine = Double.id == (whose.only[1] if whose.only[0] == Double.__tablename__ else None)
    query = select(Double).where(Double.kind == kind, mine).order_by(Double.id.desc())
    return list(db.session.scalars(query))


def _one(kind: str, condition: Any) -> Double | None:
    return db.session.scalars(select(Double).where(Double.kind == kind, condition)).first()


def tell(double: Double, **changed: Any) -> None:
    """Change what its page shows."""
    double.told = {**double.told, **changed}
