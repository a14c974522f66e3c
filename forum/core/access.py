"""Permissions: declared once by name from small rules, asked everywhere by that name."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from flask import Flask, abort, g, has_request_context
from flask_login import current_user


class Rule:
    """A yes-or-no question about a person and a thing; rules join with ``&``, ``|`` and ``~``."""

    def __init__(self, test: Callable[[Any, Any], bool]) -> None:
        self.test = test

    def __call__(self, person: Any, thing: Any = None) -> bool:
        """Answer the question."""
        return bool(self.test(person, thing))

    def __and__(self, other: "Rule") -> "Rule":
        """Both."""
        return Rule(lambda person, thing: self(person, thing) and other(person, thing))

    def __or__(self, other: "Rule") -> "Rule":
        """Either."""
        return Rule(lambda person, thing: self(person, thing) or other(person, thing))

    def __invert__(self) -> "Rule":
        """Not."""
        return Rule(lambda person, thing: not self(person, thing))


class Permission(NamedTuple):
    """A named permission, the sentence that tells it, and its rule."""

    name: str
    sentence: str
    rule: Rule


PERMISSIONS: dict[str, Permission] = {}

anyone = Rule(lambda person, thing: True)
signed_in = Rule(lambda person, thing: person.is_authenticated)


def at_least(role: str) -> Rule:
    """Whoever has ``role`` or one above it."""
    return Rule(lambda person, thing: person.at_least(role))


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
    Without ``fetch`` the view receives the URL arguments.
    """

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            if name not in PERMISSIONS:
                raise KeyError(f"unknown permission {name}")
            person = current_person()
            thing = fetch(person, **arguments) if fetch else None
            if fetch and thing is None:
                abort(404)
            if not can(person, name, thing):
                raise Denied(name)
            return view(thing) if fetch else view(**arguments)

        guarded.permission = name  # type: ignore[attr-defined]
        return guarded

    return decorate


def init_app(app: Flask) -> None:
    """Let templates ask by name, with ``can('opinions:hide', opinion)``."""

    @app.context_processor
    def helpers() -> dict[str, Any]:
        person = current_person() if has_request_context() else None
        return {"can": lambda name, thing=None: can(person, name, thing), "person": person}
