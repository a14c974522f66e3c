"""The hall screen, and the stream by which every screen follows the console."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from forum.core import live
from forum.core.access import permit
from forum.core.db import db
from forum.core.kept import public_page
from forum.core.pages import local_path
from forum.meetings import (
    extensions,
)
from forum.meetings.models import Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.screens import (
    screen,
)
from forum.meetings.views import bp

for _view in screen.VIEWS:
    live.register(
        f"meetings.{_view}",
        screen.ticks,
        lambda meeting_id, view=_view: screen.draw(view, meeting_id),
    )
extensions.add_section(screen.section, order=20)


@bp.get("/forums/<int:meeting_id>/screen", endpoint="screen")
@public_page(screen.stamp)
@permit("meetings:read", visible_meeting)
def hall_screen(meeting: Meeting) -> str:
    """Show the forum to the hall; the page follows the console by itself."""
    return render_template(
        "meetings/screen.html",
        meeting=meeting,
        scene=screen.scene(meeting),
        address=screen.address(meeting),
        qr=screen.qr(meeting),
        follows=screen.watched(None, meeting.id) is not None,
    )


@bp.get("/forums/<int:meeting_id>/screen/now")
@public_page(screen.stamp)
@permit("meetings:read", screen.watched)
def screen_now(meeting: Meeting) -> str:
    """Return the piece that changes, for those whose network lets no stream through."""
    with force_locale(live.asked_language()):
        return screen.draw(_asked_view(), meeting.id)


@bp.get("/forums/<int:meeting_id>/stream")
@permit("meetings:read", screen.watched)
def stream(meeting: Meeting) -> Response:
    """Send the piece that changes, as it changes."""
    return live.stream(f"meetings.{_asked_view()}", meeting.id)


def _asked_view() -> str:
    view = request.args.get("view", "screen")
    return view if view in screen.VIEWS else abort(404)


@bp.get("/f/<int:meeting_id>")
@permit("meetings:read", visible_meeting)
def short(meeting: Meeting) -> Any:
    """Lead from the short address on the hall screen to where one takes part, later reads on."""
    over = screen.state_of(meeting) == "over"
    return redirect(url_for("meetings.show" if over else "meetings.follow", meeting_id=meeting.id))


@bp.post("/forums/<int:meeting_id>/screen/names")
@permit("meetings:manage", visible_meeting)
def screen_names(meeting: Meeting) -> Any:
    """Show the names of those who speak on the screens, or not."""
    meeting.show_speakers(request.form.get("show") == "1")
    target = local_path(request.form.get("next"), url_for("meetings.show", meeting_id=meeting.id))
    shown = meeting.shows_speakers
    db.session.commit()
    flash(_("Names are shown.") if shown else _("Names are not shown any more."), "success")
    return redirect(target, 303)
