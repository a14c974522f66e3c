"""The one thing a claim code is about, whichever room gave the code out."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import null, select

from forum.accounts.models import Person
from forum.core.codes import clean_code, token_hash
from forum.core.db import db
from forum.core.limits import look_up
from forum.core.owned import owned_tables
from forum.core.personal import Whose

#: What a column with the fingerprint of a code is called, in every room that gives codes out.
SECRETS = ("claim_hash", "code_hash")


def places() -> Iterator[tuple[Any, Any, Any]]:
    """Yield where codes stand in the tables rooms keep, and whose the thing is, if it is known."""
    for table in owned_tables().values():
        for name in SECRETS:
            if name in table.model.__table__.c:
                owner = getattr(table.model, table.mine[0]) if table.mine else null()
                yield table.model, getattr(table.model, name), owner


class Coded(NamedTuple):
    """What a code is about: the table and number, whose it is, and the code as it is written."""

    kind: str
    id: int
    owner: Person | None
    code: str

    @property
    def in_account(self) -> bool:
        """Whether it is in somebody's account: then that account sees and erases it."""
        return self.owner is not None and self.owner.role != "visitor"

    def whose(self, keep_words: bool = False) -> Whose:
        """Return the one thing, with the contact that was given for it."""
        people = {self.owner.id} if self.owner is not None else set()
        return Whose(only=(self.kind, self.id), keep_words=keep_words, people=people)


def _find(typed: str) -> Coded | None:
    code = clean_code(typed)
    for model, secret, owner in places():
        row = db.session.execute(select(model.id, owner).where(secret == token_hash(code))).first()
        if row is not None:
            person = db.session.get(Person, row[1]) if row[1] else None
            return Coded(model.__tablename__, row[0], person, code)
    return None


def coded(_person: Any, code: str) -> Coded | None:
    """Return what a code is about; wrong ones are counted, as on the pages of the rooms."""
    return look_up("follow", code, _find)[0]
