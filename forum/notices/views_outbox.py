"""The outbox of the site: every letter, what became of it, and how each kind of news looks."""

import re
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core import bounces
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.mail import OutboxMessage
from forum.notices import operations, queries, samples
from forum.notices.digests import Letter
from forum.notices.views import bp

#: The secret part of the links people are sent: a long word of any room, or a claim code.
_SECRET = re.compile(r"([/=])(?:[\w-]{20,}|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2})(?![\w.-]*\.\w)")
#: A letter is shown as a mail program would: its own styles, no script, nothing from elsewhere.
_LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def without_secrets(text: str) -> str:
    """Return the text of a letter without the secrets in its links."""
    return _SECRET.sub(r"\1…", text)


def shown(text: str) -> str:
    """Return what administrators see of a letter: its secrets are its receiver's alone.

    In demo mode everybody is made up, and the outbox is how one tries the links.
    """
    return text if current_app.config["DEMO"] else without_secrets(text)


@bp.get("/outbox")
@permit("notices:outbox")
def outbox() -> Any:
    """List the letters of the site and what became of them."""
    state = request.args.get("state", "")
    state = state if state in queries.STATES else ""
    return render_template(
        "notices/outbox.html",
        page=queries.outbox(state),
        state=state,
        states=queries.STATES,
        has_server=bool(current_app.config["SMTP_URL"]),
    )


@bp.get("/outbox/<int:message_id>")
@permit("notices:outbox", queries.letter)
def message(letter: OutboxMessage) -> Any:
    """Show one letter, without the secrets that are its receiver's alone."""
    has_server = bool(current_app.config["SMTP_URL"])
    return render_template(
        "notices/message.html",
        letter=letter,
        body=shown(letter.body),
        is_masked=not current_app.config["DEMO"],
        has_server=has_server,
        is_stopped=bounces.is_stopped(letter.recipient),
    )


@bp.post("/outbox/<int:message_id>/sending")
@permit("notices:outbox", queries.letter)
def sending(letter: OutboxMessage) -> Any:
    """Send a letter again."""
    operations.send_again(letter, by=current_person())
    db.session.commit()
    flash(_("The letter is in line to be sent."), "success")
    return redirect(url_for("notices.message", message_id=letter.id))


@bp.get("/outbox/<int:message_id>/page")
@permit("notices:outbox", queries.letter)
def message_html(letter: OutboxMessage) -> Any:
    """Show the HTML of a letter by itself, as a mail program would."""
    return _as_in_mail(letter.html)


@bp.get("/outbox/samples", endpoint="samples")
@permit("notices:outbox")
def samples_page() -> Any:
    """Show a sample of every kind of letter in both languages."""
    return render_template("notices/samples.html", samples=samples.everything())


@bp.get("/outbox/samples/<kind>/<any(hu, en):language>")
@permit("notices:outbox", samples.sample)
def sample_html(letter: Letter) -> Any:
    """Show one sample as a mail program would."""
    return _as_in_mail(letter.html)


def _as_in_mail(html: str) -> Response:
    response = Response(shown(html), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _LETTER_POLICY
    return response
