"""The page of an event: what it is, when, where, and what to do next."""

from flask import Blueprint, render_template

from forum.core.access import current_person, permit
from forum.core.kept import public_page
from forum.events import extensions, queries
from forum.events.markup import markup_of
from forum.events.models import Event
from forum.events.queries import visible_event
from forum.events.wording import facts, next_step

bp = Blueprint("events", __name__)


@bp.get("/events/<int:event_id>")
@public_page(queries.stamp)
@permit("events:read", visible_event)
def show(event: Event) -> str:
    """Show what it is, when, where, and how one takes part."""
    person = current_person()
    own = queries.own_registration(person, event)
    return render_template(
        "events/show.html",
        event=event,
        own=own,
        step=next_step(event),
        facts=facts(event),
        link_shown=_may_have_link(event, own),
        markup=markup_of(event),
        sections=extensions.sections(person, event),
    )


def _may_have_link(event: Event, own: object) -> bool:
    """Whether the online link is shown: to everybody, or only to who has registered for a place."""
    if not event.online_link or event.is_cancelled:
        return False
    return not event.takes_registrations or (own is not None and own.standing == "held")  # type: ignore[attr-defined]
