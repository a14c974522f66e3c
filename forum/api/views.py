"""Pages about the API: how to use it, and the tokens administrators issue."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.api import openapi
from forum.api.forms import TokenForm
from forum.api.models import ApiToken, all_tokens, issue
from forum.core.access import current_person, permit
from forum.core.db import db

bp = Blueprint("developers", __name__)


@bp.get("/api")
@permit("api:read")
def guide() -> Any:
    """Tell programmers how to use the API."""
    routes = [
        (method, openapi.ARGUMENT.sub(r"{\1}", rule.rule), description)
        for rule, method, description in openapi.routes(current_app._get_current_object())
    ]
    return render_template("api/guide.html", routes=routes)


@bp.get("/api-tokens")
@permit("api:tokens")
def tokens() -> Any:
    """List the tokens, and offer to issue one."""
    return _tokens_page(TokenForm())


@bp.post("/api-tokens")
@permit("api:tokens")
def issuing() -> Any:
    """Issue a token and show its secret, this one time."""
    form, by = TokenForm(), current_person()
    if not form.validate_on_submit():
        return _tokens_page(form), 422
    try:
        secret = issue(form.holder(by), form.label.data, by, form.key)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        flash(_("This token was issued already; its secret was shown then, and only then."), "info")
        return redirect(url_for("developers.tokens"), 303)
    answer = make_response(
        render_template("api/issued.html", secret=secret, label=form.label.data), 201
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/api-tokens/<int:token_id>/revocation")
@permit("api:tokens", lambda _person, token_id: db.session.get(ApiToken, token_id))
def revocation(token: ApiToken) -> Any:
    """Make a token worthless."""
    if token.revoke(current_person()):
        db.session.commit()
        flash(
            _("“%(label)s” has been revoked; it opens nothing any more.", label=token.label),
            "success",
        )
    return redirect(url_for("developers.tokens"), 303)


def _tokens_page(form: TokenForm) -> str:
    return render_template("api/tokens.html", form=form, tokens=all_tokens())
