"""Things the tests of events share."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.mail import OutboxMessage


class Letters:
    """What waits in the outbox."""

    def to(self, recipient):
        """The letters to an address, oldest first."""
        rows = select(OutboxMessage).where(OutboxMessage.recipient == recipient)
        return list(db.session.scalars(rows.order_by(OutboxMessage.id)))

    def last(self, recipient):
        """The newest letter to an address."""
        return self.to(recipient)[-1]

    def __len__(self):
        return len(list(db.session.scalars(select(OutboxMessage.id))))


@pytest.fixture
def letters(app):
    return Letters()


@pytest.fixture
def mira(client, people):
    """Mira's browser."""
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)
