"""What this room does for others: keeping and showing what was said elsewhere, as in a hall."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.conversations.saying import Saying, Told
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.opinions.operations import claim_code, sent_with, speak


class Keeper:
    """Keeps opinions for rooms that know them only by number."""

    def say(
        self,
        conversation: Conversation,
        saying: Saying,
        submit_key: str,
        by: Person | None,
        author: Person | None = None,
    ) -> int:
        """Add an opinion, said by ``author`` or by somebody new, and return its number."""
        known = sent_with(submit_key)
        if known is not None:
            return known.id
        if author is None:
            author = Person(role="visitor")
            db.session.add(author)
        return speak(conversation, author, saying, submit_key, by).id

    def told(self, opinion_ids: Iterable[int]) -> dict[int, Told]:
        """Return the opinions by number; what is hidden has no words."""
        rows = db.session.scalars(select(Opinion).where(Opinion.id.in_(list(opinion_ids))))
        return {row.id: _told(row) for row in rows}

    def author_of(self, submit_key: str) -> int | None:
        """Return the number of whoever said what was sent with ``submit_key``."""
        known = sent_with(submit_key)
        return known.author_id if known else None

    def code_of(self, submit_key: str) -> str:
        """Return the code with which the sender of ``submit_key`` can follow the opinion."""
        return claim_code(submit_key)


def _told(row: Opinion) -> Told:
    shown = row.visible
    return Told(
        row.id,
        row.reference,
        row.text if shown else "",
        row.html if shown else "",
        f"/opinions/{row.id}",
        row.neighbourhood_id,
        row.created_at,
        shown,
    )
