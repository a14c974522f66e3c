"""Answers of the API: pages of a list, and answers a client that knows them need not read again."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from flask import Response, jsonify, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select

from forum.api.problems import ApiProblem
from forum.core.db import db
from forum.core.mail import site_url
from forum.core.pages import PER_PAGE

#: More rows in one answer would make everybody else wait.
MOST_PER_PAGE = 100
LAST_PAGE = 100_000

Present = Callable[[Any], dict[str, Any]]


def page_of(query: Select[Any], present: Present) -> Response:
    """Answer with the page of ``query`` that was asked for, each row shown by ``present``."""
    page, per_page = _asked()
    found = db.paginate(query, page=page, per_page=per_page, error_out=False)
    return _listing([present(row) for row in found.items], page, per_page, found.total or 0)


def page_of_list(rows: Sequence[Any], present: Present) -> Response:
    """Answer with the page that was asked for of rows that are known already."""
    page, per_page = _asked()
    start = (page - 1) * per_page
    shown = rows[start : start + per_page]
    return _listing([present(row) for row in shown], page, per_page, len(rows))


def _asked() -> tuple[int, int]:
    return _number("page", 1, LAST_PAGE), _number("per_page", PER_PAGE, MOST_PER_PAGE)


def _listing(items: list[dict[str, Any]], page: int, per_page: int, total: int) -> Response:
    return jsonify(
        {
            "items": items,
            "page": page,
            "per_page": per_page,
            "pages": ceil(total / per_page),
            "total": total,
            "next": _address(page + 1, per_page) if page * per_page < total else None,
        }
    )


def _address(page: int, per_page: int) -> str:
    arguments = {**(request.view_args or {}), "page": page, "per_page": per_page}
    return site_url(url_for(str(request.endpoint), **arguments))


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        sentence = _("This must be a whole number from 1 to %(most)s.", most=most)
        raise ApiProblem(422, "invalid", _("Please look at the parameters."), {name: [sentence]})
    return int(text)


def finish(response: Response) -> Response:
    """Mark an answer so that a client who has it already is told so, and anybody may read it."""
    response.vary.add("Accept-Language")
    if request.method not in {"GET", "HEAD"}:
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code != 200:
        return response
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)
