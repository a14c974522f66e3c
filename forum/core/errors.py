"""Errors people can read: one page and one JSON shape for everything that goes wrong."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ParseException
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed

from forum.core import troubles
from forum.core.access import Denied, current_person
from forum.core.db import db

_log = logging.getLogger(__name__)


class Refused(Exception):
    """A verb cannot be done as things stand; the message is a kind sentence for the person."""

    def __init__(self, sentence: str, status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def wants_json() -> bool:
    """Tell whether the answer should be JSON."""
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )


def problem(
    status: int, code: str, sentence: str, fields: dict[str, list[str]] | None = None
) -> Any:
    """Answer with the one error shape of the API: {"error": {code, message, fields}}."""
    error = {"code": code, "message": str(sentence), "fields": fields or {}}
    return jsonify({"error": error}), status


def _sentence(status: int) -> tuple[str, str]:
    sentences = {
        400: (_("Something was missing"), _("Please go back, reload the page and try again.")),
        403: (_("This is not open to you"), _("If you think it should be, please contact us.")),
        404: (_("We did not find this page"), _("It may have moved. Search, or start from home.")),
        405: (_("This page cannot do that"), _("Please go back and try again.")),
        409: (_("This cannot be done now"), _("Something has changed meanwhile.")),
        413: (_("This is too large"), _("Please choose a smaller file or a shorter text.")),
        429: (_("Please wait a little"), _("There were many attempts. Try again in some minutes.")),
        410: (_("This has been removed"), _("The reason is written in the public log.")),
    }
    return sentences.get(
        status, (_("Something went wrong on our side"), _("Nothing you sent was half saved."))
    )


def answer(status: int, code: str, sentence: str | None = None) -> Any:
    """Answer an error as JSON or as a page, whichever was asked for."""
    title, text = _sentence(status)
    if wants_json():
        return problem(status, code, sentence or title)
    try:
        return _page(status, title, sentence or text)
    except Exception as error:  # the page of an error asks the database for names and numbers too
        if troubles.trouble_in(error) is None:
            raise
        return tell_trouble(error)


def _page(status: int, title: str, text: str) -> Any:
    page = render_template("shared/error.html", status=status, title=title, text=text)
    return page, status


def tell_trouble(error: BaseException) -> Any:
    """Answer that the database or the disk cannot keep anything now, without asking either."""
    trouble, language = troubles.trouble_in(error) or troubles.AWAY, troubles.known_language()
    _log.error("%s %s: %s", request.method, request.endpoint, type(error).__name__)
    with suppress(Exception):  # there is nothing to roll back on a connection that is gone
        db.session.rollback()
    if wants_json():
        with force_locale(language):
            said = problem(troubles.STATUS[trouble], trouble, troubles.sentences(trouble)[0])
    else:
        said = troubles.page(trouble, language), troubles.STATUS[trouble]
    response = make_response(said)
    response.headers["Retry-After"] = str(troubles.RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _troubled(error: Exception) -> Any:
    if troubles.trouble_in(error) is None:
        raise error
    return tell_trouble(error)


def _denied(_error: Denied) -> Any:
    db.session.rollback()
    if current_person().is_authenticated or wants_json():
        authenticated = current_person().is_authenticated
        return answer(403 if authenticated else 401, "denied" if authenticated else "sign_in")
    target = request.full_path if request.method == "GET" else "/"
    return redirect(url_for("accounts.sign_in", next=target))


def _refused(error: Refused) -> Any:
    db.session.rollback()
    return answer(error.status, "refused", error.sentence)


def _forged(_error: CSRFError) -> Any:
    return answer(
        400,
        "csrf",
        _("The page was open for too long. Go back, reload it and send again: your text is kept."),
    )


def _nowhere(_error: BadHost) -> Any:
    """No page can be made for a name that is none: nothing on it would lead anywhere."""
    return make_response("This is not the name of a site.\n", 400, {"Content-Type": "text/plain"})


def _garbled(_error: ParseException) -> Any:
    """What was sent in pieces does not fit together; where it ends cannot be known either."""
    db.session.rollback()
    response = make_response(answer(400, "bad_request"))
    response.headers["Connection"] = "close"
    return response


def _failed(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    cause = getattr(error, "original_exception", None)
    if cause is not None and troubles.trouble_in(cause):
        return tell_trouble(cause)
    db.session.rollback()
    code = (error.name or "error").lower().replace(" ", "_")
    response = make_response(answer(error.code or 500, code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


#: What is answered to which failure.
_HANDLERS: dict[type[Exception], Callable[[Any], Any]] = {
    DBAPIError: _troubled,
    PoolTimeout: _troubled,
    OSError: _troubled,
    Denied: _denied,
    Refused: _refused,
    CSRFError: _forged,
    BadHost: _nowhere,
    ParseException: _garbled,
    HTTPException: _failed,
}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    for failure, handler in _HANDLERS.items():
        app.register_error_handler(failure, handler)
