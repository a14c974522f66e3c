"""A community that is reported, hidden, restored, let through, or left as it is."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.communities import reviewing
from forum.communities.models import Community
from forum.communities.queries import visible_community
from forum.communities.views import bp
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.limits import too_fast
from forum.core.pages import local_path
from forum.moderation.forms import HINTS, FlagForm, HideForm, RestoreForm
from forum.moderation.models import REASONS, Approval, Flag, Hiding
from forum.moderation.queries import last_of, reports_on

#: Reports from one address, and from one person, in ten minutes.
PER_ADDRESS, PER_PERSON, MINUTES = 20, 10, 10


def _origin(community: Community) -> str:
    """Return where the facilitator came from, a page of this site."""
    own_page = url_for("communities.show", community_id=community.id)
    return local_path(request.values.get("next"), own_page)


def _back(community: Community, sentence: str, tone: str = "success") -> Any:
    flash(sentence, tone)
    return redirect(_origin(community), 303)


def _already(community: Community, sentence: str, person: Any) -> Any:
    """Tell who was faster, instead of an error; ``sentence`` names them as %(name)s."""
    return _back(community, sentence % {"name": person.name if person else _("Somebody")}, "info")


@bp.get("/communities/<int:community_id>/flag")
@permit("communities:flag", visible_community)
def flag(community: Community) -> Any:
    """Ask what is wrong with it."""
    return _flag_page(community, FlagForm())


@bp.post("/communities/<int:community_id>/flag")
@permit("communities:flag", visible_community)
def flagged(community: Community) -> Any:
    """Take a report; one for each person."""
    form = FlagForm()
    if not form.validate():
        return _flag_page(community, form, 422)
    if too_fast("flag", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        sentence = _("Many reports came from here. Please send it again in 10 minutes.")
        form.form_errors.append(sentence)
        return _flag_page(community, form, 429)
    community.flag(current_person().settle(), form.reason.data, form.note.data)
    target = url_for("communities.show", community_id=community.id)
    db.session.commit()
    flash(_("Thank you. A facilitator will look at it."), "success")
    return redirect(target, 303)


def _flag_page(community: Community, form: FlagForm, status: int = 200) -> Any:
    page = render_template("communities/flag.html", community=community, form=form, hints=HINTS)
    return page, status


@bp.get("/communities/<int:community_id>/hiding")
@permit("communities:manage", visible_community)
def hiding(community: Community) -> Any:
    """Ask why it should be hidden; what was reported most is chosen already."""
    done = community.hiding
    if done is not None:
        return _already(community, _("%(name)s has hidden it already."), done.by)
    asked = request.args.get("reason")
    form = HideForm(next=request.args.get("next"), reason=asked if asked in REASONS else None)
    return _hiding_page(community, form)


@bp.post("/communities/<int:community_id>/hiding")
@permit("communities:manage", visible_community)
def hide(community: Community) -> Any:
    """Hide it with a reason its author is told."""
    form = HideForm()
    if not form.validate():
        return _hiding_page(community, form, 422)
    words = form.reason.data, form.because.data
    if reviewing.hide(community, current_person(), *words) is None:
        last = community.hiding
        return _already(community, _("%(name)s has hidden it already."), last and last.by)
    db.session.commit()
    told = _("%(reference)s is hidden. Its author can read why.", reference=community.reference)
    return _back(community, told)


def _hiding_page(community: Community, form: HideForm, status: int = 200) -> Any:
    page = render_template(
        "communities/hiding.html",
        community=community,
        form=form,
        hints=HINTS,
        reports=reports_on(community),
        back=_origin(community),
    )
    return page, status


@bp.get("/communities/<int:community_id>/restoring")
@permit("communities:manage", visible_community)
def restoring(community: Community) -> Any:
    """Ask why it should appear again."""
    done = community.hiding
    if done is None:
        return _restored_already(community)
    return _restoring_page(community, RestoreForm(next=request.args.get("next")), done)


@bp.post("/communities/<int:community_id>/restoring")
@permit("communities:manage", visible_community)
def restore(community: Community) -> Any:
    """Show it again, and tell its author why."""
    form, done = RestoreForm(), community.hiding
    if done is not None and not form.validate():
        return _restoring_page(community, form, done, 422)
    restored = done and reviewing.restore(community, current_person(), form.because.data)
    if restored is None:
        return _restored_already(community)
    db.session.commit()
    return _back(community, _("%(reference)s appears again.", reference=community.reference))


def _restored_already(community: Community) -> Any:
    last = last_of(Hiding, community)
    return _already(community, _("%(name)s has restored it already."), last and last.restored_by)


def _restoring_page(
    community: Community, form: RestoreForm, done: Hiding, status: int = 200
) -> Any:
    page = render_template(
        "communities/restoring.html",
        community=community,
        form=form,
        hiding=done,
        back=_origin(community),
    )
    return page, status


@bp.post("/communities/<int:community_id>/approval")
@permit("communities:manage", visible_community)
def approval(community: Community) -> Any:
    """Let a waiting one appear."""
    if not reviewing.approve(community, current_person()):
        last = last_of(Approval, community)
        return _already(community, _("%(name)s has let it appear already."), last and last.by)
    db.session.commit()
    return _back(community, _("%(reference)s appears now.", reference=community.reference))


@bp.post("/communities/<int:community_id>/leaving-as-it-is")
@permit("communities:manage", visible_community)
def leaving_as_is(community: Community) -> Any:
    """Close the reports and leave it as it is."""
    if not community.leave(current_person()):
        told = _("%(name)s has looked at the reports already.")
        last = last_of(Flag, community)
        return _already(community, told, last and last.closed_by)
    db.session.commit()
    return _back(community, _("%(reference)s stays as it is.", reference=community.reference))
