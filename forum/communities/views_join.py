"""To join a community and to leave it; the page of a code; one's own communities."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts import guardians
from forum.accounts.doubles import double_sent_with
from forum.accounts.reach import reach
from forum.communities import absorbing, doubling, queries
from forum.communities.forms_join import JoinForm
from forum.communities.joining import AlreadyJoined, Wish, joined_with, leave
from forum.communities.joining import join as ask_to_join
from forum.communities.models import Community, CommunityMember
from forum.communities.proposing import claim_code, stand_in
from forum.communities.views import bp
from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.codes import clean_code, is_code
from forum.core.contacts import email_of, phone_of
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import personal
from forum.core.limits import look_up, too_fast
from forum.core.mail import site_url
from forum.core.slips import Slip

#: A hall that hears of a new club joins from one network address.
PER_ADDRESS, PER_PERSON, MINUTES = 120, 10, 10


@bp.get("/communities/<int:community_id>/joining")
@permit("communities:join", queries.visible_community)
def join(community: Community) -> Any:
    """Ask who would like to join; where one cannot, the community's page says why."""
    if not community.takes_people:
        return redirect(url_for("communities.show", community_id=community.id), 303)
    return _join_page(community, JoinForm(current_person()))


@bp.post("/communities/<int:community_id>/joining")
@csrf.exempt  # the form checks its own token, so that an old page gives back what was typed
@permit("communities:join", queries.visible_community)
def joined(community: Community) -> Any:
    """Take a wish to join; the same form sent twice is one."""
    form = JoinForm(current_person())
    if not form.validate():
        return _join_page(community, form, 400 if form.csrf_token.errors else 422)
    if joined_with(form.key) is not None or double_sent_with(doubling.KIND, form.key) is not None:
        return _to_code(form.key)
    if too_fast("join", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(_("Many people joined from here. Please try again in 10 minutes."))
        return _join_page(community, form, 429)
    return _take(community, form)


def _take(community: Community, form: JoinForm) -> Any:
    person = current_person()
    staff = person if form.is_for_other else None
    wish: Wish = form.wish()
    try:
        settled = person.settle()
        guardians.check(settled)
        member = ask_to_join(community, wish, settled, form.key, staff)
        form.note_consent(member.person, staff)
    except AlreadyJoined as known:
        return _already(community, wish, form, known.own, staff is not None)
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _join_page(community, form, 422)
    db.session.commit()
    return _to_code(form.key)


def _already(community: Community, wish: Wish, form: JoinForm, own: bool, staff: bool) -> Any:
    """Tell staff, and whoever joined with this account or browser; answer others as if it were new.

    Whoever types somebody's contact must not learn that it is on a list.
    """
    if own or staff or doubling.own_double(current_person(), community) is not None:
        db.session.rollback()
        page = render_template("communities/already.html", community=community, own=own)
        return personal(page, 409)
    somebody = stand_in(current_person().settle(), wish.contact)
    doubling.answer_alike(community, wish, form.key, somebody.id)
    reach(somebody, email_of(wish.contact), phone_of(wish.contact), wish.language)
    form.note_consent(somebody)
    db.session.commit()
    return _to_code(form.key)


def _to_code(submit_key: str) -> Any:
    code = claim_code(submit_key)
    return redirect(url_for("communities.follow", code=code, thanks=1), 303)


def _join_page(community: Community, form: JoinForm, status: int = 200) -> Any:
    page = render_template("communities/join.html", community=community, form=form)
    return personal(page, status)


@bp.post("/communities/<int:community_id>/leaving")
@permit("communities:own", queries.visible_community)
def leaving(community: Community) -> Any:
    """Leave a community that one joined with one's account."""
    member = queries.own_membership(current_person(), community)
    target = url_for("communities.mine")
    if member is None:
        return redirect(target, 303)
    return _leave(member, target)


def _leave(member: CommunityMember, target: str) -> Any:
    done = _(
        "You have left %(name)s. Your name and contact are deleted.", name=member.community.name
    )
    doubled = isinstance(member, doubling.DoubledMember)
    verb = member.leave if doubled else lambda: leave(member)
    return act(verb, lambda made: done if made else "", target)


Found = Community | CommunityMember


def find(code: str) -> Found | None:
    """Return what a code was given for."""
    real = queries.claimed_community(code) or queries.claimed_member(code)
    return real or doubling.claimed_double(code)


def page_of(code: str) -> str | None:
    """Return the address of the page a code leads to, if this room gave it out."""
    return url_for("communities.follow", code=code) if find(code) is not None else None


def claimed(_person: Any, code: str) -> Found | None:
    """Return what the holder of a code may see."""
    return look_up("follow", code, find)[0]


# The site's referrer policy never tells the address of this page to other sites.
@bp.get("/communities/codes")
@bp.get("/communities/codes/<code>")
@permit("communities:follow")
def follow(code: str = "") -> Any:
    """Ask for a code, or tell its holder how it stands."""
    typed = request.args.get("code", "")
    if not code and is_code(typed):
        return redirect(url_for("communities.follow", code=clean_code(typed)), 303)
    if not code:
        return _code_page(typed, 404 if typed else 200)
    found, status = look_up("follow", code, find)
    if found is None:
        return _code_page(code, status)
    lead = isinstance(found, Community)
    community = found if isinstance(found, Community) else found.community
    owner = found.author if isinstance(found, Community) else found.person
    page = render_template(
        "communities/follow.html",
        community=community,
        member=None if lead else found,
        code=clean_code(code),
        thanks="thanks" in request.args,
        own=owner is not None and owner.id == current_person().id,
        unclaimed=owner is None or owner.role == "visitor",
        members=queries.members_count(community),
        asking=queries.asked_counts([community.id]).get(community.id, 0) if lead else 0,
        hiding=None if community.visible else community.hiding,
        slip=_slip(community, clean_code(code)),
    )
    return personal(page)


def _slip(community: Community, code: str) -> Slip:
    return Slip(
        code,
        community.name,
        site_url(url_for("communities.follow", code=code)),
        _("QR code: how it stands with %(name)s", name=community.name),
    )


def _code_page(typed: str, status: int) -> Any:
    problem = {
        404: _("We do not know this code. Please compare it with your slip, letter by letter."),
        429: _("Many wrong codes came from here. Please try again in 15 minutes."),
    }.get(status, "")
    page = render_template("communities/follow_form.html", typed=typed[:60], problem=problem)
    return personal(page, status)


@bp.post("/communities/codes/<code>/claim")
@permit("communities:claim", claimed)
def claim(found: Found) -> Any:
    """Take what a code was given for into one's account."""
    return act(
        lambda: _claim(found),
        _("It is in your account now."),
        url_for("communities.mine"),
    )


def _claim(found: Found) -> bool:
    """Take it into the account; the page of a doubled contact is answered alike, and stays empty."""
    if isinstance(found, doubling.DoubledMember):
        return True
    return absorbing.claim(found, current_person())


@bp.post("/communities/codes/<code>/leaving")
@permit("communities:follow", claimed)
def code_leaving(found: Found) -> Any:
    """Leave a community with the code one was given."""
    if isinstance(found, Community):
        return redirect(url_for("communities.show", community_id=found.id), 303)
    return _leave(found, url_for("communities.index"))


@bp.get("/account/communities")
@permit("communities:own")
def mine() -> Any:
    """Show the communities one leads and those one has joined."""
    person = current_person()
    led = queries.led_by(person)
    ids = [one.id for one in led]
    page = render_template(
        "communities/mine.html",
        led=led,
        joined=queries.joined_by(person),
        members=queries.member_counts(ids),
        asking=queries.asked_counts(ids),
    )
    return personal(page)
