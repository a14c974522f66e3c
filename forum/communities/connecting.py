"""Where communities appear on the pages of other rooms, and what is told and found of them."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.belongings import add_kind
from forum.accounts.extensions import Place, add_place
from forum.accounts.models import visitor_signed_in
from forum.communities import extensions
from forum.communities.absorbing import KINDS, absorb_visitor
from forum.communities.models import Community, Hosting
from forum.communities.queries import hosting_of
from forum.communities.views_join import page_of
from forum.core import claims
from forum.core.db import db
from forum.core.navigation import add_navigation
from forum.events import extensions as event_page
from forum.events.models import Event


def connect() -> None:
    """Tell the other rooms."""
    event_page.add_section(event_section, order=20)
    event_page.add_stamp(event_stamp)
    event_page.add_tool("communities.host", _l("Host"), "communities:manage", order=70)
    visitor_signed_in.connect(absorb_visitor)
    add_kind(*KINDS)
    claims.add_finder("communities", page_of)
    add_place(_mine, order=40)
    listed = "communities.index", _l("Communities"), "communities:read"
    add_navigation(*listed, place="offers", order=40)
    own = "communities.mine", _l("My communities"), "communities:own"
    add_navigation(*own, place="own", order=40)
    staff = "communities.office", _l("Communities"), "communities:manage"
    add_navigation(*staff, place="program_work", order=30)
    extensions.add_tool("communities.show", _l("Page"), "communities:lead", order=0)
    extensions.add_tool("communities.members", _l("Members"), "communities:lead", order=10)
    extensions.add_tool("communities.edit", _l("Edit"), "communities:lead", order=90)


def event_section(_person: Any, event: Event) -> dict[str, Any] | None:
    """Say on the page of an event which community hosts it."""
    hosting = hosting_of(event.id)
    if hosting is None or not hosting.community.visible:
        return None
    return {"template": "communities/_of_event.html", "community": hosting.community}


def event_stamp(event_id: int) -> object:
    """Return what changes when the community that hosts an event does."""
    query = select(Community.id, Community.tick).join(Hosting, Hosting.community_id == Community.id)
    row = db.session.execute(query.where(Hosting.event_id == event_id)).first()
    return tuple(row) if row else None


def _mine() -> Place:
    """Name one's own communities beside the profile."""
    sentence = _("The communities I lead, and those I have joined.")
    return Place(_("My communities"), url_for("communities.mine"), "people", sentence)
