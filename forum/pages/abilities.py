"""Who may do what, read off the rules themselves, so that the help page cannot disagree with them.

A rule is asked about a person of each role and about a stand-in for the thing, which answers each
question the rule puts to it once with yes and once with no. The lowest role that hears yes in some
case is the one that may.
"""

from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from forum.accounts.models import ROLE_NAMES, ROLES
from forum.core.access import PERMISSIONS, Permission

#: Questions one rule may put to a thing; two to the power of this many cases are tried.
MOST_QUESTIONS = 8


class Somebody:
    """A person of a role, as rules see people."""

    id = 1
    email_confirmed_at = "yes"
    language = "hu"

    def __init__(self, role: str) -> None:
        self.role = role
        self.is_staff = self.at_least("facilitator")
        self.is_authenticated = self.at_least("resident")
        if not self.is_authenticated:
            self.email_confirmed_at = None  # type: ignore[assignment]

    def at_least(self, role: str) -> bool:
        """Whether this person's role is enough."""
        return ROLES.index(self.role) >= ROLES.index(role)


class StandIn:
    """A thing whose answers are decided beforehand; it notes the questions it is asked."""

    def __init__(self, answers: dict[str, bool], asked: set[str], name: str = "") -> None:
        self._answers, self._asked, self._name = answers, asked, name

    def __getattr__(self, name: str) -> "StandIn":
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(self._answers, self._asked, f"{self._name}.{name}")

    def __call__(self, *arguments: object) -> "StandIn":
        return StandIn(self._answers, self._asked, f"{self._name}{arguments}")

    def _answer(self, question: str) -> bool:
        self._asked.add(question)
        return self._answers.get(question, True)

    def __bool__(self) -> bool:
        return self._answer(self._name)

    def __eq__(self, other: object) -> bool:
        return self._answer(f"{self._name}=={other}")

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._name)


class Ability(NamedTuple):
    """What one role may do beyond the roles before it."""

    role: str
    name: str
    sentences: list[Any]


def may(role: str, permission: Permission) -> bool:
    """Tell whether somebody of ``role`` may do it in some case."""
    return any(
        _says_yes(permission, Somebody(role), answers) for answers in _cases(role, permission)
    )


def _cases(role: str, permission: Permission) -> Iterable[dict[str, bool]]:
    """Yield every combination of answers to the questions the rule asks."""
    asked: set[str] = set()
    known: set[str] | None = None
    while known != asked and len(asked) <= MOST_QUESTIONS:
        known = set(asked)
        for answers in _combinations(sorted(known)):
            permission.rule(Somebody(role), StandIn(answers, asked))
    return _combinations(sorted(asked)[:MOST_QUESTIONS])


def _combinations(questions: list[str]) -> Iterable[dict[str, bool]]:
    for values in product((True, False), repeat=len(questions)):
        yield dict(zip(questions, values, strict=True))


def _says_yes(permission: Permission, person: Somebody, answers: dict[str, bool]) -> bool:
    return permission.rule(person, StandIn(answers, set()))


@cache
def lowest_role(name: str) -> str | None:
    """Return the lowest role that may do ``name`` in some case."""
    return next((role for role in ROLES if may(role, PERMISSIONS[name])), None)


def abilities() -> list[Ability]:
    """Return what each role may do beyond those before it, in the order of the roles."""
    return [
        Ability(
            role,
            str(ROLE_NAMES[role]),
            [
                permission.sentence
                for name, permission in PERMISSIONS.items()
                if lowest_role(name) == role
            ],
        )
        for role in ROLES
    ]
