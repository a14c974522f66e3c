"""Letters to those who answer for somebody under sixteen; none holds a word that was typed."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.letters import write, write_to
from forum.accounts.models import Person
from forum.core.mail import site_url


def ask(address: str, language: str, secret: str) -> None:
    """Ask a guardian whether they agree."""
    write_to(
        address,
        language,
        _l("A young person asks for your consent"),
        _l(
            "Somebody under sixteen registered on our site and named you as their parent or "
            "guardian. Their account can speak under no name until you agree. Please open this "
            "page, where you can read what it is about, agree or decline:"
        ),
        _page(secret),
        _l(
            "The link works for thirty days. If you know nothing of this, please decline there, or "
            "do nothing: then the account stays without your consent and is deleted."
        ),
    )


def thank(address: str, language: str, secret: str) -> None:
    """Tell a guardian who agreed where they can take it back."""
    write_to(
        address,
        language,
        _l("Thank you, we noted your consent"),
        _l(
            "The young person can use their account now. Their name is never shown to anybody. You "
            "can take your consent back at any time on this page, please keep it:"
        ),
        _page(secret),
    )


def part(address: str, language: str) -> None:
    """Tell a guardian that the young person says they are sixteen."""
    write_to(
        address,
        language,
        _l("The young person says that they are sixteen now"),
        _l(
            "They decide about their account themselves from now on, and we delete your name "
            "and address. If this is not so, please answer this letter."
        ),
    )


def congratulate(person: Person) -> None:
    """Tell somebody who is sixteen now that they decide themselves."""
    write(
        person,
        _l("You decide yourself now"),
        _l("You said that you are sixteen. Your name may stand beside your words from now on."),
    )


def _page(secret: str) -> Any:
    return site_url(f"/guardian/{secret}")
