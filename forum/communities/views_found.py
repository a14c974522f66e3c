"""To propose founding a community; for facilitators, to enter one that exists, change and close."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts import guardians
from forum.communities import changing
from forum.communities.forms import ClosingForm, CommunityForm, FoundForm
from forum.communities.models import Community
from forum.communities.proposing import (
    claim_code,
    enter,
    newcomer,
    propose,
    sent_with,
    stand_in,
)
from forum.communities.queries import visible_community
from forum.communities.views import bp
from forum.core import csrf
from forum.core.access import can, current_person, permit
from forum.core.acting import act
from forum.core.comparing import unlike
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.core.kept import personal
from forum.core.limits import too_fast

#: Proposals from one network address, and of one person, in an hour.
PER_ADDRESS, PER_PERSON, MINUTES = 20, 5, 60


def _enters() -> bool:
    """Whether somebody of the office enters a community that exists, and founds none."""
    return can(current_person(), "communities:manage") and not request.args.get("list")


@bp.get("/communities/new")
@permit("communities:found")
def new() -> Any:
    """Ask who would like to found what; a facilitator enters what exists."""
    if _enters():
        return _enter_page(CommunityForm(None, office=True))
    return _found_page(FoundForm(current_person()))


@bp.post("/communities/new")
@csrf.exempt  # the form checks its own token, so that an old page gives back what was typed
@permit("communities:found")
def create() -> Any:
    """Begin an interest list, or enter a community; a form sent twice does it once."""
    if _enters():
        return _entered(CommunityForm(None, office=True))
    form = FoundForm(current_person())
    if not form.validate():
        return _found_page(form, 400 if form.csrf_token.errors else 422)
    known = sent_with(form.key)
    if known is not None:
        return _to_code(known)
    if too_fast("found", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(_("Many proposals came from here. Please try again in an hour."))
        return _found_page(form, 429)
    return _propose(form)


def _propose(form: FoundForm) -> Any:
    person = current_person()
    staff = person if person.is_staff else None
    proposal = form.proposal()
    author = newcomer() if staff else stand_in(person.settle(), proposal.founder.contact)
    guardians.check(person if staff is None else author)
    community = propose(proposal, author, form.key, staff)
    form.note_consent(author, staff)
    target = _to_code(community)  # after the commit it would be read again
    db.session.commit()
    return target


def _to_code(community: Community) -> Any:
    """Lead to the page of the code, which is given there."""
    code = claim_code(community.submit_key)
    return redirect(url_for("communities.follow", code=code, thanks=1), 303)


def _entered(form: CommunityForm) -> Any:
    if not form.validate():
        return _enter_page(form, 400 if form.csrf_token.errors else 422)
    community = enter(current_person(), form.key, form.values())
    target = url_for("communities.show", community_id=community.id)
    db.session.commit()
    flash(_("The community is in the list, and everybody can find it."), "success")
    return redirect(target, 303)


def _found_page(form: FoundForm, status: int = 200) -> Any:
    return personal(render_template("communities/found.html", form=form), status)


def _enter_page(form: CommunityForm, status: int = 200) -> Any:
    return render_template("communities/enter.html", form=form), status


@bp.get("/communities/<int:community_id>/edit")
@permit("communities:lead", visible_community)
def edit(community: Community) -> Any:
    """Ask what to change."""
    return _edit_page(community, _form(community))


@bp.post("/communities/<int:community_id>/edit")
@permit("communities:lead", visible_community)
def edited(community: Community) -> Any:
    """Change a community; a form that somebody else's change has overtaken is shown again."""
    form = _form(community)
    if not form.validate_on_submit():
        return _edit_page(community, form, 422)
    try:
        changed = changing.edit(community, current_person(), form.values(), form.seen_version)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        if not isinstance(refused, Stale):
            return _edit_page(community, form, 422)
        form.seen.data = str(community.version)
        return _edit_page(community, form, 422, saved=_saved(community, form))
    flash(_said(community, changed), "success")
    return redirect(url_for("communities.show", community_id=community.id), 303)


def _saved(community: Community, typed: CommunityForm) -> list[tuple[str, str]]:
    """Return what is saved and differs; a list founded meanwhile asks for something else."""
    saved = _form(community, formdata=None)
    for name in [field.name for field in saved if field.name not in typed]:
        del saved[name]
    return unlike(typed, saved)


def _said(community: Community, changed: list[str]) -> str:
    if community.waiting:
        return _("The changes are saved. They appear once a facilitator has looked at them.")
    return _("The changes are saved.") if changed else _("Nothing was changed.")


def _form(community: Community, **kwargs: Any) -> CommunityForm:
    person = current_person()
    office, young = can(person, "communities:manage"), guardians.guardian_of(person) is not None
    return CommunityForm(community, office, young, **kwargs)


def _edit_page(
    community: Community, form: CommunityForm, status: int = 200, saved: Any = None
) -> Any:
    page = render_template("communities/edit.html", community=community, form=form, saved=saved)
    return personal(page, status)


@bp.get("/communities/<int:community_id>/closing")
@permit("communities:lead", visible_community)
def closing(community: Community) -> Any:
    """Ask why the community is closed."""
    return personal(
        render_template("communities/closing.html", community=community, form=ClosingForm())
    )


@bp.post("/communities/<int:community_id>/closing")
@permit("communities:lead", visible_community)
def closed(community: Community) -> Any:
    """Close a community; whoever belongs to it is told."""
    form = ClosingForm()
    if not form.validate_on_submit():
        return render_template("communities/closing.html", community=community, form=form), 422
    return act(
        lambda: changing.close(community, current_person(), form.because.data),
        lambda made: _said_of_closing(community) if made else _("It was closed already."),
        url_for("communities.show", community_id=community.id),
    )


def _said_of_closing(community: Community) -> str:
    if community.waiting:
        return _("It is closed. Its members are told once a facilitator has looked at the reason.")
    return _("It is closed, and its members are told.")


@bp.post("/communities/<int:community_id>/reopening")
@permit("communities:manage", visible_community)
def reopening(community: Community) -> Any:
    """Open a closed community again."""
    return act(
        lambda: changing.reopen(community, current_person()),
        lambda made: _("It is open again.") if made else _("It was open already."),
        url_for("communities.show", community_id=community.id),
    )
