"""What programs ask a site for: whether it lives, what they may read, its small picture."""

from typing import Any

from flask import Response, current_app, redirect, request, url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.core.access import permit
from forum.core.db import db
from forum.pages.views import bp

#: Addresses that hold somebody's code, account or nothing worth finding.
PRIVATE = ("/follow", "/account", "/demo", "/language", "/sign-in", "/register", "/api/", "/join")


@bp.get("/robots.txt")
@permit("pages:read")
def robots() -> Any:
    """Tell search engines what not to read."""
    rules = "".join(f"Disallow: {request.script_root}{path}\n" for path in PRIVATE)
    return Response(f"User-agent: *\n{rules}", mimetype="text/plain")


@bp.get("/healthz")
@permit("pages:read")
def healthz() -> Any:
    """Tell whether the application and its database answer."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return Response("database\n", 503, mimetype="text/plain")
    return Response("ok\n", headers={"Cache-Control": "no-store"}, mimetype="text/plain")


@bp.get("/favicon.ico")
@permit("pages:read")
def favicon() -> Any:
    """Lead browsers that ask without reading the page to the small picture."""
    return redirect(url_for("static", filename="img/favicon.svg"))
