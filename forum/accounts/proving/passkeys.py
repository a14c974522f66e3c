"""Passkeys: the two ceremonies of WebAuthn, and what is kept of them."""

import re
from json import JSONDecodeError, loads
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, exceptions
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum.accounts.models import Person
from forum.accounts.proving.factors import forget_codes_without_factor
from forum.accounts.proving.models import Passkey
from forum.accounts.proving.riddles import answered, ask
from forum.core.codes import keyed_hash
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.mail import site_url
from forum.core.once import unless_done

#: More than anybody has devices.
MOST = 10
LONGEST_CREDENTIAL = 1400
#: What a browser sends is far shorter.
LONGEST_ANSWER = 20_000
_TRANSPORTS = {each.value for each in AuthenticatorTransport}
#: How browsers write bytes; anything else no database needs to be asked about.
_WRITTEN = re.compile(r"[A-Za-z0-9_-]+=*")


class NotProven(Exception):
    """What the browser sent does not prove who is there."""


def host() -> str:
    """Return the name passkeys are bound to: the host of this site."""
    return urlsplit(site_url("/")).hostname or "localhost"


def origin() -> str:
    """Return where this site is, as browsers write it."""
    parts = urlsplit(site_url("/"))
    return f"{parts.scheme}://{parts.netloc}"


def keys_of(person: Person) -> list[Passkey]:
    """Return the passkeys of ``person``."""
    query = select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)
    return list(db.session.scalars(query))


def invitation_to_add(person: Person, site: str) -> str:
    """Return the options, as JSON, with which a browser makes a new passkey."""
    name = person.email or person.name
    options = webauthn.generate_registration_options(
        rp_id=host(),
        rp_name=site,
        user_id=_handle(person),
        user_name=name,
        user_display_name=person.name or name,
        challenge=ask("add", person),
        exclude_credentials=_known(person),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def add(person: Person, name: str, answer: str) -> Passkey:
    """Keep the passkey a browser has just made; raises NotProven and Refused."""
    said = _read(answer)
    challenge = answered("add", person, _challenge(said))
    try:
        proof = webauthn.verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=host(),
            expected_origin=origin(),
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NotProven from error
    if len(keys_of(person)) >= MOST:
        raise Refused(_l("There are ten passkeys already. Please remove one first."))
    row = Passkey(
        person_id=person.id,
        credential=bytes_to_base64url(proof.credential_id),
        public_key=proof.credential_public_key,
        sign_count=proof.sign_count,
        transports=_transports(said),
        name=name,
    )
    if len(row.credential) > LONGEST_CREDENTIAL:
        raise NotProven
    with unless_done(_l("This passkey is known already.")):
        db.session.add(row)
        db.session.flush()
    return row


def invitation_to_show(person: Person | None) -> str:
    """Return the options, as JSON, with which a browser shows a passkey.

    Without ``person`` anybody's will do, and the device must know its owner (by PIN or finger): the
    passkey is then both steps at once.
    """
    needed = (
        UserVerificationRequirement.PREFERRED if person else UserVerificationRequirement.REQUIRED
    )
    options = webauthn.generate_authentication_options(
        rp_id=host(),
        challenge=ask("show" if person else "enter", person),
        allow_credentials=_known(person) if person else [],
        user_verification=needed,
    )
    return webauthn.options_to_json(options)


def shown(person: Person | None, answer: str) -> Passkey:
    """Return the passkey that was shown, of ``person`` or (None) of anybody; raises NotProven."""
    said = _read(answer)
    challenge = answered("show" if person else "enter", person, _challenge(said))
    row = db.session.scalars(
        select(Passkey).where(Passkey.credential == str(said.get("id", ""))).with_for_update()
    ).first()
    if row is None or (person is not None and row.person_id != person.id):
        raise NotProven
    try:
        proof = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=host(),
            expected_origin=origin(),
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=person is None,
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NotProven from error
    row.sign_count, row.used_at = proof.new_sign_count, now()
    return row


def remove(row: Passkey) -> None:
    """Forget a passkey; the device may keep its half, which opens nothing any more."""
    person = row.person
    db.session.execute(delete(Passkey).where(Passkey.id == row.id))
    forget_codes_without_factor(person)


def _known(person: Person) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(row.credential),
            transports=[AuthenticatorTransport(each) for each in row.transports],
        )
        for row in keys_of(person)
    ]


def _handle(person: Person) -> bytes:
    """A number for the person that tells nothing about them to whoever reads the device."""
    return bytes.fromhex(keyed_hash("passkey", str(person.id)))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise NotProven
    try:
        said = loads(answer)
    except (JSONDecodeError, RecursionError) as error:
        raise NotProven from error
    if not isinstance(said, dict) or not isinstance(said.get("response"), dict):
        raise NotProven
    if not _WRITTEN.fullmatch(str(said.get("id", ""))):
        raise NotProven
    return said


def _challenge(said: dict[str, Any]) -> str:
    """Return the riddle the browser says it has answered; the signature proves it later."""
    try:
        told = loads(base64url_to_bytes(str(said["response"]["clientDataJSON"])))
        written = str(told["challenge"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotProven from error
    if not _WRITTEN.fullmatch(written):
        raise NotProven
    return written


def _transports(said: dict[str, Any]) -> list[str]:
    told = said["response"].get("transports")
    words = [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
    return [each for each in words if each in _TRANSPORTS][:8]
