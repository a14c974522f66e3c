"""One's own notices, and the outbox of the site."""

import re
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.kept import keep_private
from forum.core.mail import OutboxMessage
from forum.core.pages import local_path
from forum.notices import operations, presenters, queries
from forum.notices.models import Notice

bp = Blueprint("notices", __name__)
bp.after_request(keep_private)


#: The secret part of the links people are sent.
_SECRET = re.compile(r"(/(?:confirm|password|join)/)[\w-]{20,}")


@bp.get("/notices")
@permit("notices:read")
def index() -> Any:
    """List one's own notices."""
    page = queries.notices_of(current_person())
    told = [presenters.tell(notice) for notice in page.items]
    return render_template("notices/index.html", page=page, notices=told)


@bp.post("/notices/<int:notice_id>/reading")
@permit("notices:read", queries.own_notice)
def reading(notice: Notice) -> Any:
    """Mark a notice as read, and go where it points when asked to."""
    notice.mark_read()
    db.session.commit()
    here = url_for("notices.index")
    return redirect(local_path(notice.path, here) if request.form.get("go") else here)


@bp.post("/notices/readings")
@permit("notices:read")
def readings() -> Any:
    """Mark all of one's notices as read."""
    operations.mark_all_read(current_person())
    db.session.commit()
    return redirect(url_for("notices.index"))


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
    """Show one letter; once it can reach people by itself, its secrets are theirs alone."""
    has_server = bool(current_app.config["SMTP_URL"])
    body = _SECRET.sub(r"\1…", letter.body) if has_server else letter.body
    return render_template("notices/message.html", letter=letter, body=body, has_server=has_server)


@bp.post("/outbox/<int:message_id>/sending")
@permit("notices:outbox", queries.letter)
def sending(letter: OutboxMessage) -> Any:
    """Send a letter again."""
    operations.send_again(letter, by=current_person())
    db.session.commit()
    flash(_("The letter is in line to be sent."), "success")
    return redirect(url_for("notices.message", message_id=letter.id))
