"""After a restore everybody signs in anew, and no link or code sent before opens anything."""

from typing import Any

from sqlalchemy import delete, update

from forum.accounts.devices import SignInSession
from forum.accounts.models import Person
from forum.accounts.proving.models import Challenge, RecoveryCode
from forum.accounts.tokens import OneTimeToken
from forum.core.db import db, now
from forum.core.keeping import changed
from forum.core.restored import after_restore

#: Further than anybody's sessions were ended between a backup and its restore.
STAMPS = 1000


@after_restore("sign-ins")
def end_sessions() -> int:
    """Sign out every browser; riddles that wait for a passkey go with them."""
    _do(update(Person).values(session_stamp=Person.session_stamp + STAMPS))
    _do(delete(Challenge))
    return _do(delete(SignInSession))


@after_restore("one-use links")
def void_links() -> int:
    """Use up every link that was sent: invitations, new passwords, confirmations."""
    unused = update(OneTimeToken).where(OneTimeToken.used_at.is_(None))
    return _do(unused.values(used_at=now()))


@after_restore("recovery codes")
def void_recovery_codes() -> int:
    """Use up every recovery code: those used since the backup would work a second time."""
    unused = update(RecoveryCode).where(RecoveryCode.used_at.is_(None))
    return _do(unused.values(used_at=now()))


def forget_passwords() -> int:
    """Make every password worthless: each person asks for a link to set a new one."""
    known = update(Person).where(Person.password_hash.is_not(None))
    return _do(known.values(password_hash=None))


def _do(statement: Any) -> int:
    done = changed(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return done
