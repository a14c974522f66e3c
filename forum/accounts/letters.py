"""Letters about accounts: plain text, in the language of whoever receives them."""

import re
from typing import Any

from blinker import signal
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import ROLE_NAMES, Person
from forum.city.queries import the_city
from forum.core.mail import OutboxMessage, post, site_url

#: Sent with a letter to an address of which nothing is to stay once it went out.
written_once = signal("letter-written-once")


#: What programs that show letters make a link of: an address of a page, a host, a mailbox.
_LINK = re.compile(r"://|@|\bwww\.|\w\.\w{2,}", re.IGNORECASE)


def write(person: Person, subject: Any, *paragraphs: Any, to: str = "") -> OutboxMessage | None:
    """Post a letter of lazy ``paragraphs`` to ``person``, or ``to`` another address of theirs.

    None for whoever has no address. Only the confirmed address of an account is greeted by name:
    anybody can register with somebody else's address and any words for a name.
    """
    recipient = to or person.email
    if not recipient:
        return None
    theirs = recipient == person.email and person.email_confirmed_at is not None
    name = person.name if theirs else ""
    return write_to(recipient, person.language, subject, *paragraphs, name=name, person=person)


def write_to(
    recipient: str,
    language: str,
    subject: Any,
    *paragraphs: Any,
    name: str = "",
    person: Person | None = None,
) -> OutboxMessage:
    """Post a letter to an address in ``language``; ``person`` is whose address it is, if known.

    Lazy paragraphs come out in that language. ``name`` is what the letter greets by: never words
    that a stranger may have typed.
    """
    with force_locale(language):
        body = "\n\n".join(str(part) for part in (greet(name), *paragraphs, farewell()))
        return post(recipient, str(subject), body + "\n", person)


def greet(name: str) -> str:
    """Return the line that begins a letter; a name that would become a link is left out."""
    plain = name and not _LINK.search(name)
    return _("Dear %(name)s,", name=name) if plain else _("Good day!")


def farewell() -> str:
    """Return the lines that end every letter: who writes it, and how to reach them."""
    city = the_city()
    lines = [f"Kaláka {city.name}" if city else "Kaláka"]
    if city and city.office:
        lines.append(city.office)
    if city and city.contact_email:
        lines.append(city.contact_email)
    return "\n".join(lines)


def confirm_address(person: Person, secret: str) -> None:
    """Ask whether the address reaches the person who registered."""
    write(
        person,
        _l("Please confirm your e-mail address"),
        _l(
            "Somebody, most likely you, registered with this address. If it was you, please open "
            "this page and press the button on it:"
        ),
        site_url(f"/confirm/{secret}"),
        _l(
            "The link works for three days. If it was not you, there is nothing to do: the account "
            "cannot be used without this step."
        ),
    )


def already_registered(person: Person, to: str = "") -> None:
    """Tell the holder of an account that somebody gave their address."""
    write(
        person,
        _l("You already have an account"),
        _l(
            "Somebody, perhaps you, gave this address on our site, but it already belongs to an "
            "account. Nothing was changed."
        ),
        _l("You can sign in here:"),
        site_url("/sign-in"),
        _l("If you have forgotten the password, you can choose a new one here:"),
        site_url("/password"),
        to=to,
    )


def account_closed(person: Person) -> None:
    """Tell somebody whose account was closed why no link came."""
    write(
        person,
        _l("Your account is closed"),
        _l(
            "Somebody, perhaps you, asked for a link to the account of this address, but the office "
            "has closed that account. If you think this is a mistake, please write to us."
        ),
    )


def new_password(person: Person, secret: str) -> None:
    """Send the link with which a new password can be chosen."""
    write(
        person,
        _l("Choose a new password"),
        _l("Somebody, most likely you, asked for a new password. You can choose one here:"),
        site_url(f"/password/{secret}"),
        _l(
            "The link works for two hours, once. If it was not you, there is nothing to do: your "
            "password stays as it is."
        ),
    )


def no_account(address: str, language: str) -> None:
    """Tell somebody who looks for their account that it is not under this address."""
    letter = write_to(
        address,
        language,
        _l("There is no account with this address"),
        _l(
            "Somebody, most likely you, asked for a new password for this address, but no account "
            "here has it. Perhaps you registered with another one; or you can register anew:"
        ),
        site_url("/register"),
        _l("If it was not you, there is nothing to do."),
    )
    written_once.send(letter)


def password_was_changed(
    person: Person, disconnected: bool = False, passkeys: bool = False
) -> None:
    """Tell the person, in case it was somebody else; and what went with it, and what opens still."""
    gone = _l(
        "Outside accounts that were connected with it do not open it any more. If one of them is "
        "yours, sign in with the new password and connect it again here:"
    )
    left = _l(
        "Passkeys open your account as before, without the password. Please look whether all of "
        "them are yours, and remove what you do not know:"
    )
    parts = (gone, site_url("/account")) if disconnected else ()
    parts += (left, site_url("/account/factors")) if passkeys else ()
    write(
        person,
        _l("Your password has changed"),
        _l(
            "The password of your account has just been changed, and the account was signed out on "
            "every other device. If it was you, there is nothing to do."
        ),
        *parts,
        _l("If it was not you, please choose a new password at once:"),
        site_url("/password"),
    )


def confirm_new_address(person: Person, secret: str, address: str) -> None:
    """Ask whether the new address reaches the person."""
    write(
        person,
        _l("Please confirm your new e-mail address"),
        _l(
            "You asked us to write to this address from now on. To confirm it, please open this "
            "page and press the button on it:"
        ),
        site_url(f"/confirm/{secret}"),
        _l("The link works for three days. If it was not you, there is nothing to do."),
        to=address,
    )


def address_was_changed(person: Person, old: str) -> None:
    """Tell the old address that letters go elsewhere now."""
    write(
        person,
        _l("Your e-mail address has changed"),
        _l(
            "From now on we write to another address, as you asked. This is the last letter to the "
            "old one."
        ),
        _l("If it was not you, please write to us without delay."),
        to=old,
    )


def invitation(person: Person, secret: str, role: str) -> None:
    """Invite somebody to work on the site."""
    write(
        person,
        _l("You are invited to work with us"),
        _l(
            "You have been invited to work on the city’s forum. Your role: %(role)s.",
            role=ROLE_NAMES[role],
        ),
        _l("You can accept the invitation here:"),
        site_url(f"/join/{secret}"),
        _l("The link works for two weeks, once."),
    )


def role_was_changed(person: Person) -> None:
    """Tell somebody that they may do other things now."""
    write(
        person,
        _l("Your role has changed"),
        _l(
            "An administrator has changed your role. Your role now: %(role)s. Please sign in again:",
            role=ROLE_NAMES[person.role],
        ),
        site_url("/sign-in"),
    )
