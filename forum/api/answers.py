"""Answers of the API: pages of a list, and answers a client that knows them need not read again."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request, url_for
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select

from forum.api.problems import ApiProblem
from forum.core.db import db
from forum.core.pages import PER_PAGE

#: More rows in one answer would make everybody else wait.
MOST_PER_PAGE = 100
LAST_PAGE = 100_000


def page_of(query: Select[Any], present: Callable[[Any], dict[str, Any]]) -> Response:
    """Answer with the page of ``query`` that was asked for, each row shown by ``present``."""
    page = db.paginate(
        query,
        page=_number("page", 1, LAST_PAGE),
        per_page=_number("per_page", PER_PAGE, MOST_PER_PAGE),
        error_out=False,
    )
    return jsonify(
        {
            "items": [present(row) for row in page.items],
            "page": page.page,
            "per_page": page.per_page,
            "pages": page.pages,
            "total": page.total,
            "next": _address(page) if page.has_next else None,
        }
    )


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        sentence = _("This must be a whole number from 1 to %(most)s.", most=most)
        raise ApiProblem(422, "invalid", _("Please look at the parameters."), {name: [sentence]})
    return int(text)


def _address(page: Pagination) -> str:
    assert request.endpoint is not None
    return url_for(
        request.endpoint,
        **(request.view_args or {}),
        page=page.next_num,
        per_page=page.per_page,
        _external=True,
    )


def finish(response: Response) -> Response:
    """Mark an answer so that a client who has it already is told so, and anybody may read it."""
    response.vary.add("Accept-Language")
    if request.method != "GET":
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code != 200:
        return response
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
