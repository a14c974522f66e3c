"""Errors people can read: one page and one JSON shape for everything that goes wrong."""

from typing import Any

from flask import Flask, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from forum.core.access import Denied, current_person
from forum.core.db import db


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
    page = render_template("shared/error.html", status=status, title=title, text=sentence or text)
    return page, status


def init_app(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(Denied)
    def denied(_error: Denied) -> Any:
        db.session.rollback()
        if current_person().is_authenticated or wants_json():
            authenticated = current_person().is_authenticated
            return answer(403 if authenticated else 401, "denied" if authenticated else "sign_in")
        target = request.full_path if request.method == "GET" else "/"
        return redirect(url_for("accounts.sign_in", next=target))

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        db.session.rollback()
        return answer(error.status, "refused", error.sentence)

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Any:
        return answer(
            400,
            "csrf",
            _(
                "The page was open for too long. Go back, reload it and send again: your text is kept."
            ),
        )

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> Any:
        if error.code is not None and error.code < 400:
            return error
        db.session.rollback()
        code = (error.name or "error").lower().replace(" ", "_")
        response = make_response(answer(error.code or 500, code))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response
