"""Passwords: argon2id, and the same time taken for a known and an unknown account."""

from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.core.codes import new_token

#: Long enough that guessing is slow, short enough to be remembered without a note.
SHORTEST = 10
#: A cap, so that nobody makes the server hash a novel.
LONGEST = 200
#: Fewer different characters than this is a pattern, such as aaaaaaaaaa or 1212121212.
FEWEST_CHARACTERS = 5
#: The first ones anybody tries, among those that are long enough.
COMMON = frozenset(
    (
        "1234567890",
        "0123456789",
        "0987654321",
        "12345678910",
        "123456789a",
        "qwertyuiop",
        "qwertzuiop",
        "qwertzuiopőú",
        "password123",
        "password1234",
        "jelszo1234",
        "jelszó1234",
        "jelszo12345",
        "jelszó12345",
        "abcdefghij",
        "iloveyou123",
        "szeretlek1",
        "szeretlek12",
        "magyarorszag",
        "magyarország",
    )
)

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``; slow on purpose, so not in a transaction."""
    return _hasher.hash(_alike(password))


def password_matches(stored: str | None, password: str) -> bool:
    """Verify ``password`` against ``stored``; without one, take as long and say no."""
    try:
        _hasher.verify(stored or _nobody(), _alike(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def easy_to_guess(password: str, *own_words: str) -> bool:
    """Tell whether ``password`` is a pattern, a common one, or the person's own name or address."""
    lowered = _alike(password).lower().strip()
    few = len(set(lowered)) < FEWEST_CHARACTERS
    return few or lowered in COMMON or lowered in {word.lower() for word in own_words if word}


def _alike(password: str) -> str:
    """Make ``á`` typed on one phone the same as ``á`` typed on another (RFC 8265)."""
    return normalize("NFC", password)


@cache
def _nobody() -> str:
    """A hash that nothing matches, verified when an address is unknown; made when first needed."""
    return hash_password(new_token())
