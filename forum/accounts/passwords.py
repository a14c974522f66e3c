"""Passwords: argon2id, and the same time taken for a known and an unknown account."""

from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.core.codes import new_token

#: Long enough that guessing is slow, short enough to be remembered without a note.
SHORTEST = 10
#: A cap, so that nobody makes the server hash a novel.
LONGEST = 200
#: Fewer different characters than this is a pattern, such as aaaaaaaaaa or 1212121212.
FEWEST_CHARACTERS = 5
#: Words people put numbers and signs around to make a password; compared without accents, in small
#: letters, with signs read as the letters they stand for (p4$$w0rd is password).
COMMON_WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text().split())
_STAND_FOR = str.maketrans("0134578@$!", "oieastbasi")
#: Rows of a keyboard and of counting, forwards; pieces of them are no secret.
_ROWS = (
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "yxcvbnm",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
)
#: The shortest piece that is the sign of a row: two letters stand side by side in any word.
_PIECE = 4

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
    if len(set(lowered)) < FEWEST_CHARACTERS or _is_a_row(lowered):
        return True
    bare = _bare(lowered)
    mine = {_bare(word.partition("@")[0].lower()) for word in own_words if word} - {""}
    whole = {word.lower() for word in own_words if word}
    return lowered in whole or bare in COMMON_WORDS | mine or _is_twice(bare)


def _bare(lowered: str) -> str:
    """Return the word inside: without accents, and without numbers and signs around it."""
    plain = "".join(c for c in normalize("NFKD", lowered) if not combining(c))
    word = plain.strip("0123456789 .,;:!?+-_*#/()%&='\"")
    return "".join(c for c in word.translate(_STAND_FOR) if c.isalpha())


def _is_a_row(text: str) -> bool:
    """Whether nothing is left of ``text`` without pieces of a keyboard's rows, or of counting."""
    rest = text
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for length in range(len(row), _PIECE - 1, -1):
            for start in range(len(row) - length + 1):
                rest = rest.replace(row[start : start + length], "")
    return len(rest) < _PIECE


def _is_twice(word: str) -> bool:
    """Whether a word is a common one written again and again."""
    return any(word == part * (len(word) // len(part)) for part in COMMON_WORDS if part in word)


def _alike(password: str) -> str:
    """Make ``á`` typed on one phone the same as ``á`` typed on another (RFC 8265)."""
    return normalize("NFC", password)


@cache
def _nobody() -> str:
    """A hash that nothing matches, verified when an address is unknown; made when first needed."""
    return hash_password(new_token())
