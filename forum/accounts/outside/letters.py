"""Letters about accounts elsewhere: told to their owner here, in case it was somebody else."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.accounts.letters import write
from forum.accounts.models import Person
from forum.core.db import now
from forum.core.i18n import show_datetime
from forum.core.mail import site_url


def connected(person: Person, provider: str) -> None:
    """Tell that an account elsewhere opens this one from now on."""
    write(
        person,
        _l("A new way to sign in to your account"),
        _l(
            "An outside account was connected with your account here on %(when)s: from now on "
            "%(name)s opens it, too. If it was you, there is nothing to do.",
            when=_now(),
            name=provider,
        ),
        _l(
            "If it was not you, please choose a new password at once; that also disconnects every "
            "outside account. Then tell the office:"
        ),
        site_url("/password"),
    )


def disconnected(person: Person, provider: str) -> None:
    """Tell that an account elsewhere does not open this one any more."""
    write(
        person,
        _l("A way to sign in has been removed"),
        _l(
            "An outside account was disconnected from your account here on %(when)s: %(name)s does "
            "not open it any more. If it was you, there is nothing to do.",
            when=_now(),
            name=provider,
        ),
        _l("If it was not you, please choose a new password at once, and tell the office:"),
        site_url("/password"),
    )


def _now() -> Any:
    return LazyString(show_datetime, now())
