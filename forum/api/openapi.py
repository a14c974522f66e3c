"""The description of the API in OpenAPI 3.1, made from the routes themselves."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from werkzeug.routing import Rule

from forum.api.answers import LAST_PAGE, MOST_PER_PAGE
from forum.api.describing import LONGEST_KEY, SHORTEST_KEY, Description
from forum.api.shapes import SHAPES, named, page_shape
from forum.core.pages import PER_PAGE

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
#: Statuses any answer may have when something is wrong, with the names of their responses.
PROBLEMS = {
    "GET": (401, 404, 422),
    "POST": (400, 401, 403, 404, 413, 415, 422, 429),
}


def routes(app: Flask) -> Iterator[tuple[Rule, str, Description]]:
    """Yield each described route of the API with its method."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        description = getattr(app.view_functions[rule.endpoint], "description", None)
        if rule.endpoint.startswith("api.") and description is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, description


def document(app: Flask, server: str) -> dict[str, Any]:
    """Return the whole description, in the language of the request."""
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, description in routes(app):
        path = ARGUMENT.sub(r"{\1}", rule.rule)
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, description)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kaláka", "version": "1", "description": _introduction()},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": SHAPES,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _introduction() -> str:
    return _("Public data of the city’s conversations: questions, opinions, themes, summaries.")


def _operation(rule: Rule, method: str, description: Description) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api."),
        "summary": str(description.summary),
        "parameters": [*_places(rule), *(_paging() if description.listed else [])],
        "responses": _responses(method, description),
    }
    if description.body:
        operation["requestBody"] = {"required": True, "content": _json(named(description.body))}
        operation["security"] = [{"token": []}]
        operation["parameters"].append(_idempotency())
    return operation


def _places(rule: Rule) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
        for name in ARGUMENT.findall(rule.rule)
    ]


def _paging() -> list[dict[str, Any]]:
    limits = {"page": (1, LAST_PAGE), "per_page": (PER_PAGE, MOST_PER_PAGE)}
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {"type": "integer", "minimum": 1, "maximum": most, "default": default},
        }
        for name, (default, most) in limits.items()
    ]


def _idempotency() -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": _("Send the same key again after a lost answer: nothing is created twice."),
        "schema": {"type": "string", "minLength": SHORTEST_KEY, "maxLength": LONGEST_KEY},
    }


def _responses(method: str, description: Description) -> dict[str, Any]:
    shape = page_shape(description.answer) if description.listed else named(description.answer)
    good = {"description": _("What was asked for."), "content": _json(shape)}
    answers = {str(description.status): good}
    if method == "POST":
        answers["200"] = {
            **good,
            "description": _("The same key was sent before; this is its opinion."),
        }
    else:
        answers["304"] = {"description": _("Nothing has changed since the ETag you sent.")}
    problem = {"description": _("Something was wrong."), "content": _json(named("Problem"))}
    return answers | {str(status): problem for status in PROBLEMS[method]}


def _json(shape: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": shape}}
