"""Permissions: declared once by name from small rules, asked everywhere by that name."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from flask import Flask, abort, g, has_request_context
from flask_login import current_user


class Rule:
    """A yes-or-no question about a person and a thing; rules join with ``&``, ``|`` and ``~``.

    Of a rule ``of_person`` the thing is not asked: its answer is the same for every one of them.
    """

    def __init__(self, test: Callable[[Any, Any], bool], of_person: bool = False) -> None:
        self.test = test
        #: Whether the answer may be yes for some thing, and whether it is for all of them.
        self.ever: Callable[[Any], bool] = self._told if of_person else lambda person: True
        self.always: Callable[[Any], bool] = self._told if of_person else lambda person: False

    def _told(self, person: Any) -> bool:
        return self(person)

    def __call__(self, person: Any, thing: Any = None) -> bool:
        """Answer the question."""
        return bool(self.test(person, thing))

    def __and__(self, other: "Rule") -> "Rule":
        """Both."""
        both = Rule(lambda person, thing: self(person, thing) and other(person, thing))
        both.ever = lambda person: self.ever(person) and other.ever(person)
        both.always = lambda person: self.always(person) and other.always(person)
        return both

    def __or__(self, other: "Rule") -> "Rule":
        """Either."""
        either = Rule(lambda person, thing: self(person, thing) or other(person, thing))
        either.ever = lambda person: self.ever(person) or other.ever(person)
        either.always = lambda person: self.always(person) or other.always(person)
        return either

    def __invert__(self) -> "Rule":
        """Not."""
        other = Rule(lambda person, thing: not self(person, thing))
        other.ever = lambda person: not self.always(person)
        other.always = lambda person: not self.ever(person)
        return other


class Permission(NamedTuple):
    """A named permission, the sentence that tells it, and its rule."""

    name: str
    sentence: str
    rule: Rule


PERMISSIONS: dict[str, Permission] = {}

anyone = Rule(lambda person, thing: True, of_person=True)
signed_in = Rule(lambda person, thing: person.is_authenticated, of_person=True)


def at_least(role: str) -> Rule:
    """Whoever has ``role`` or one above it."""
    return Rule(lambda person, thing: person.at_least(role), of_person=True)


def allow(name: str, sentence: str, rule: Rule) -> None:
    """Declare who may do what; a second declaration of the same name raises ValueError."""
    if name in PERMISSIONS:
        raise ValueError(f"permission {name} is declared twice")
    PERMISSIONS[name] = Permission(name, sentence, rule)


def can(person: Any, name: str, thing: Any = None) -> bool:
    """Tell whether ``person`` may do ``name`` to ``thing``; an unknown name raises KeyError."""
    return PERMISSIONS[name].rule(person, thing)


def current_person() -> Any:
    """Return who is asking: the holder of an API token, an account or a guest."""
    return g.get("token_holder") or current_user._get_current_object()


class Denied(Exception):
    """The person may see the thing but not do this to it."""


def permit(name: str, fetch: Callable[..., Any] | None = None) -> Callable[[Any], Any]:
    """Guard a view: fetch the thing through the person (or 404), ask ``name`` (or Denied).

    ``fetch(person, **url_arguments)`` returns the thing or None; the view receives the thing.
    Without ``fetch`` the view receives the URL arguments. Whoever may do ``name`` to no thing at all
    is denied before anything is looked for: what is there and what is not answer alike.
    """

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            if name not in PERMISSIONS:
                raise KeyError(f"unknown permission {name}")
            g.asked = lambda: _asked(name, fetch, arguments)
            thing = g.asked()
            return view(thing) if fetch else view(**arguments)

        guarded.permission = name  # type: ignore[attr-defined]
        return guarded

    return decorate


def _asked(name: str, fetch: Callable[..., Any] | None, arguments: dict[str, Any]) -> Any:
    person = current_person()
    if not PERMISSIONS[name].rule.ever(person):
        raise Denied(name)
    thing = fetch(person, **arguments) if fetch else None
    if fetch and thing is None:
        abort(404)
    if not can(person, name, thing):
        raise Denied(name)
    return thing


def ask_again() -> None:
    """Ask once more who is here and whether they may, as the database was let go meanwhile."""
    if has_request_context() and "asked" in g:
        g.pop("_login_user", None)  # the session may have been ended
        g.asked()


def init_app(app: Flask) -> None:
    """Let templates ask by name, with ``can('opinions:hide', opinion)``."""

    @app.context_processor
    def helpers() -> dict[str, Any]:
        person = current_person() if has_request_context() else None
        return {"can": lambda name, thing=None: can(person, name, thing), "person": person}
