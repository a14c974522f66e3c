"""A publication to tell of, and a mail server to send to."""

import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import inspect, select

from forum.core.clock import at
from forum.core.days import begin_of, day_of
from forum.core.db import db, now
from forum.core.mail import OutboxMessage
from forum.notices.letters import write_due_letters
from forum.notices.models import Notice
from forum.reports.models import Publication, PublicationOpinion, Summary


@pytest.fixture
def outbox(app):
    """The letters written so far, the oldest first."""

    def read() -> list[OutboxMessage]:
        db.session.expire_all()
        return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    return read


@pytest.fixture
def notices(app):
    """What a person has been told, the oldest first."""

    def read(person) -> list[Notice]:
        db.session.expire_all()
        number = inspect(person).identity[0]  # known even after a job has closed the session
        mine = select(Notice).where(Notice.person_id == number)
        return list(db.session.scalars(mine.order_by(Notice.id)))

    return read


@pytest.fixture
def write_letters(app):
    """Write the letters that are due; at noon of the next day, unless it is said when."""

    def write(when=None):
        db.session.commit()
        with at(when or begin_of(day_of(now()) + timedelta(days=1)) + timedelta(hours=12)):
            write_due_letters()

    return write


@pytest.fixture
def publish(make, people):
    """Publish a summary that builds on these opinions."""
    numbers = iter(range(1, 100))

    def publication(*opinions, **kwargs) -> Publication:
        number = next(numbers)
        talk = opinions[0].conversation
        drafts = select(Summary).where(Summary.conversation_id == talk.id)
        summary = db.session.scalars(drafts).first() or make.save(
            Summary(conversation=talk, title_hu="Mit hallottunk?")
        )
        values = {"title_hu": "Mit hallottunk?", "title_en": "What we heard", "checksum": "0" * 64}
        made = make.save(
            Publication(
                number=number,
                summary=summary,
                draft_version=number,
                conversation=talk,
                by_id=people.paul.id,
                **{**values, **kwargs},
            )
        )
        db.session.add_all(
            PublicationOpinion(publication_id=made.id, opinion_id=each.id) for each in opinions
        )
        db.session.commit()
        return made

    return publication


class Postman:
    """A mail server that keeps what it takes and can be told to refuse."""

    def __init__(self) -> None:
        self.refusals: list[str] = []
        self.strangers: set[str] = set()
        self.raw: list[bytes] = []
        self.recipients: list[str] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.strangers:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        if self.refusals:
            return self.refusals.pop(0)
        self.raw.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    @property
    def letters(self):
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postman(app, monkeypatch):
    """A real SMTP server on this machine, which the site is told to use."""
    man, port = Postman(), free_port()
    controller = Controller(man, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    yield man
    controller.stop()


@pytest.fixture
def strict_postman(app, monkeypatch):
    """The same, for those who know the password."""
    man, port = Postman(), free_port()

    def known(_server, _session, _envelope, _mechanism, given):
        right = (given.login, given.password) == (b"kalaka", b"a:b@c/d")
        return AuthResult(success=right, handled=False)

    options = {"authenticator": known, "auth_required": True, "auth_require_tls": False}
    controller = Controller(man, hostname="127.0.0.1", port=port, **options)
    controller.start()
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://kalaka:a%3Ab%40c%2Fd@127.0.0.1:{port}")
    yield man
    controller.stop()
