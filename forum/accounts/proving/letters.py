"""Letters about second factors: told to their owner, in case it was somebody else."""

from flask_babel import lazy_gettext as _l

from forum.accounts.letters import write
from forum.accounts.models import Person
from forum.core.mail import site_url

_NOT_YOU = _l("If it was not you, please choose a new password at once, and tell the office:")


def factor_added(person: Person) -> None:
    """Tell that there is a new way to prove oneself."""
    write(
        person,
        _l("A new way to sign in to your account"),
        _l(
            "An app or a passkey has just been added to your account. If it was you, there is "
            "nothing to do."
        ),
        _NOT_YOU,
        site_url("/password"),
    )


def factor_removed(person: Person) -> None:
    """Tell that a way to prove oneself has gone."""
    write(
        person,
        _l("A way to sign in has been removed"),
        _l(
            "An app or a passkey has just been removed from your account. If it was you, there is "
            "nothing to do."
        ),
        _NOT_YOU,
        site_url("/password"),
    )


def recovery_code_used(person: Person) -> None:
    """Tell that one of the codes on paper was used up."""
    write(
        person,
        _l("A recovery code of yours was used"),
        _l(
            "Somebody, most likely you, has just proved themselves with a recovery code of your "
            "account. That code does not work any more."
        ),
        _NOT_YOU,
        site_url("/password"),
    )


def many_wrong_codes(person: Person) -> None:
    """Tell that somebody who knows the password tries codes."""
    write(
        person,
        _l("Many wrong codes for your account"),
        _l(
            "Somebody who knows your password has typed a wrong code several times. Signing in with "
            "codes is stopped for a quarter of an hour. If it was you, please just wait."
        ),
        _NOT_YOU,
        site_url("/password"),
    )


def factors_were_reset(person: Person) -> None:
    """Tell that an administrator has removed all of them."""
    write(
        person,
        _l("Your second step of signing in was removed"),
        _l(
            "An administrator has removed the app, the passkeys and the recovery codes of your "
            "account, and signed it out everywhere. Please sign in with your password; you will be "
            "asked to set up the second step again."
        ),
        site_url("/sign-in"),
        _l("If you did not ask for it, please tell the office without delay."),
    )
