"""Who asked to join and who belongs to it: for whoever leads the community, and the office."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from forum.communities import queries
from forum.communities.forms_join import DecisionForm
from forum.communities.joining import decide, remove
from forum.communities.models import Community, CommunityMember
from forum.communities.proposing import code_of
from forum.communities.views import bp
from forum.core.access import can, current_person, permit
from forum.core.acting import act
from forum.core.db import db
from forum.core.forms import row_number
from forum.core.kept import personal


@bp.get("/communities/<int:community_id>/members")
@permit("communities:lead", queries.visible_community)
def members(community: Community) -> Any:
    """Show who asked and who belongs to it."""
    return _page(community, None)


@bp.post("/communities/<int:community_id>/members")
@permit("communities:lead", queries.visible_community)
def decided(community: Community) -> Any:
    """Accept or decline somebody with a word."""
    member = _member(community)
    target = url_for("communities.members", community_id=community.id)
    if member is None:
        return act(lambda: None, "", target)
    if request.form.get("remove"):
        said = _("%(name)s is not on the list any more, and is told.", name=member.shown_name)
        return act(
            lambda: remove(member, current_person()), lambda made: said if made else "", target
        )
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(community, form, 422)
    accept = form.accept.data == "yes"
    said = _("%(name)s is told that they are welcome.") if accept else _("%(name)s is told.")
    already = _("Somebody has answered already.")
    name = member.shown_name
    return act(
        lambda: decide(member, current_person(), accept, form.answer.data or ""),
        lambda made: said % {"name": name} if made else already,
        target,
    )


def _code_to_hand_over(community: Community) -> str | None:
    """Return the code for whoever is to lead it, where the office looks after it till then."""
    led = community.author is not None and community.author.role != "visitor"
    return None if led or not can(current_person(), "communities:manage") else code_of(community)


def _member(community: Community) -> CommunityMember | None:
    number = request.form.get("member", type=row_number)
    row = db.session.get(CommunityMember, number) if number else None
    return row if row is not None and row.community_id == community.id else None


def _page(community: Community, form: DecisionForm | None, status: int = 200) -> Any:
    found = queries.members_of(community)
    empty = {row.id: DecisionForm(formdata=None, member=str(row.id)) for row in found["asked"]}
    page = render_template(
        "communities/members.html",
        community=community,
        members=found,
        forms=empty,
        code=_code_to_hand_over(community),
        sent=form,
        sent_for=request.form.get("member", type=row_number) if form else None,
    )
    return personal(page, status)
