"""One's own notices."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.kept import keep_private
from forum.core.pages import local_path
from forum.notices import operations, presenters, queries
from forum.notices.models import Notice

bp = Blueprint("notices", __name__)
bp.after_request(keep_private)


@bp.get("/notices")
@permit("notices:read")
def index() -> Any:
    """List one's own notices."""
    page = queries.notices_of(current_person())
    told = presenters.show(page.items)
    return render_template("notices/index.html", page=page, notices=told)


@bp.post("/notices/<int:notice_id>/reading")
@permit("notices:read", queries.own_notice)
def reading(notice: Notice) -> Any:
    """Mark a notice as read, and go where it points when asked to."""
    notice.mark_read()
    db.session.commit()
    here = url_for("notices.index")
    return redirect(
        local_path(presenters.address_of(notice), here) if request.form.get("go") else here
    )


@bp.post("/notices/readings")
@permit("notices:read")
def readings() -> Any:
    """Mark all of one's notices as read."""
    operations.mark_all_read(current_person())
    db.session.commit()
    return redirect(url_for("notices.index"))
