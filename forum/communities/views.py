"""Pages for everybody: the directory of communities, and the page of each."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from forum.communities import extensions, listing, queries
from forum.communities.doubling import own_double
from forum.communities.forms_join import FilterForm
from forum.communities.models import Community
from forum.core.access import can, current_person, permit
from forum.core.kept import has_session, personal, public_page
from forum.moderation import queries as moderation

bp = Blueprint("communities", __name__)


@bp.get("/communities")
@public_page(queries.stamp)
@permit("communities:read")
def index() -> str:
    """Show what communities there are, and who would like to found one."""
    form = FilterForm()
    asked = form.asked()
    page = listing.directory(asked)
    return render_template(
        "communities/index.html",
        form=form,
        asked=asked,
        page=page,
        counts=queries.member_counts([one.id for one in page.items]),
    )


@bp.get("/communities/<int:community_id>")
@public_page(queries.stamp)
@permit("communities:read", queries.visible_community)
def show(community: Community) -> Any:
    """Show what a community does, where and when, whom to ask, and what it hosts."""
    person = current_person()
    lead = can(person, "communities:lead", community)
    staff = can(person, "communities:manage")
    page = render_template(
        "communities/show.html",
        community=community,
        lead=lead,
        staff=staff,
        author=person.id is not None and person.id == community.author_id,
        own=queries.own_membership(person, community) or own_double(person, community),
        members=queries.members_count(community),
        asking=queries.asked_counts([community.id]).get(community.id, 0) if lead else 0,
        hosted=queries.hosted(person, community),
        hiding=None if community.visible else community.hiding,
        reports=moderation.reports_on(community) if staff else None,
        may_send=has_session(),
        sections=extensions.sections(person, community),
        tools=extensions.tools(person, community),
    )
    return page if community.visible else personal(page)


@bp.get("/communities/office")
@permit("communities:manage")
def office() -> str:
    """List what the office looks after: what waits, interest lists, communities, closed ones."""
    asked = request.args.get("list", "")
    counts = listing.office_counts()
    first = "waiting" if counts["waiting"] else "founded"
    shown = asked if asked in listing.LISTS else first
    page = listing.office_list(shown)
    ids = [one.id for one in page.items]
    return render_template(
        "communities/office.html",
        shown=shown,
        page=page,
        counts=counts,
        members=queries.member_counts(ids),
        asking=queries.asked_counts(ids),
        here=url_for("communities.office", list=shown),
    )
