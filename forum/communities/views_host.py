"""Which community hosts an event: a tool beside the event's page."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from forum.communities.forms_join import HostForm
from forum.communities.hosting import host as set_host
from forum.communities.queries import hosting_of
from forum.communities.views import bp
from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.events.models import Event
from forum.events.queries import visible_event


@bp.get("/events/<int:event_id>/host")
@permit("communities:manage", visible_event)
def host(event: Event) -> Any:
    """Ask which community hosts the event."""
    return _page(event, _form(event))


@bp.post("/events/<int:event_id>/host")
@permit("communities:manage", visible_event)
def hosted(event: Event) -> Any:
    """Set or take back the community that hosts it."""
    form = _form(event)
    if not form.validate_on_submit():
        return _page(event, form, 422)
    chosen = form.chosen()
    said = _("%(name)s hosts this event.", name=chosen.name) if chosen else _("No host is named.")
    target = url_for("communities.host", event_id=event.id)
    return act(lambda: set_host(event, chosen, current_person()), lambda made: said, target)


def _form(event: Event) -> HostForm:
    present = hosting_of(event.id)
    return HostForm(present.community if present else None)


def _page(event: Event, form: HostForm, status: int = 200) -> Any:
    page = render_template(
        "communities/host.html", event=event, form=form, hosting=hosting_of(event.id)
    )
    return page, status
