"""Encryption to an age recipient: whoever has the machine has not the backups of yesterday."""

from pathlib import Path

import pyrage

#: How every file made by age begins.
MAGIC = b"age-encryption.org/v1\n"


class WrongKey(Exception):
    """The file cannot be opened; the message says why, for the one at the terminal."""


def recipient(text: str) -> "pyrage.x25519.Recipient":
    """Return the recipient named by ``age1…``; anything else raises ValueError."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise ValueError("BACKUP_RECIPIENT is not an age recipient (age1…)") from error


def is_encrypted(path: Path) -> bool:
    """Whether the file is one that age made."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def encrypt(source: Path, target: Path, to: str) -> None:
    """Write ``source`` encrypted to the recipient ``to`` into the new file ``target``."""
    with source.open("rb") as plain, target.open("xb") as sealed:
        pyrage.encrypt_io(plain, sealed, [recipient(to)])


def decrypt(source: Path, target: Path, key_file: Path) -> None:
    """Write ``source`` decrypted by the identities of ``key_file`` into the new file ``target``."""
    identities = _identities(key_file)
    with source.open("rb") as sealed, target.open("xb") as plain:
        try:
            pyrage.decrypt_io(sealed, plain, identities)
        except (pyrage.DecryptError, OSError) as error:
            raise WrongKey("the key does not fit this backup, or the file is damaged") from error


def _identities(key_file: Path) -> "list[pyrage.x25519.Identity]":
    lines = key_file.read_text(errors="replace").splitlines()
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError as error:
        raise WrongKey("the key file holds no age identity (AGE-SECRET-KEY-1…)") from error
    if not found:
        raise WrongKey("the key file holds no age identity (AGE-SECRET-KEY-1…)")
    return found
