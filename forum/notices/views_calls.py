"""The list of calls: who wants to be told by telephone, and the words to say."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.notices import calls
from forum.notices.models import Notice
from forum.notices.views import bp


@bp.get("/calls", endpoint="calls")
@permit("notices:calls")
def list_calls() -> Any:
    """List whom to call, and the last calls that were made."""
    by = current_person()
    page, waiting = calls.to_call(by)
    return render_template(
        "notices/calls.html", page=page, calls=waiting, lately=calls.called_lately(by)
    )


@bp.post("/calls/<int:notice_id>")
@permit("notices:calls", calls.call_of)
def call(notice: Notice) -> Any:
    """Tick a call, take the tick back, or note that somebody wants no more calls."""
    by, wish = current_person(), request.form.get("wish", "")
    verbs = {
        "undo": (lambda: calls.untick(notice, by), _("The call is to be made again.")),
        "all": (lambda: calls.tick(notice, by, everything=True), _("Noted. Thank you.")),
        "stop": (lambda: calls.stop_calls(notice, by), _("Noted: no more calls.")),
    }
    verb, said = verbs.get(wish, (lambda: calls.tick(notice, by), _("Noted. Thank you.")))
    return act(verb, said, url_for("notices.calls"))
