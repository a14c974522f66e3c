"""Staff: who works on the site, in which role, and who is invited."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.accounts import letters, operations, queries
from forum.accounts.forms import InviteForm, RoleForm
from forum.accounts.models import ROLE_NAMES, Person
from forum.accounts.tokens import OneTimeToken
from forum.accounts.views import bp, show, try_again
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.i18n import language


@bp.get("/people")
@permit("accounts:manage")
def staff() -> Any:
    """List the people who work on the site."""
    waiting = queries.invitations_count()
    return render_template("accounts/staff.html", people=queries.staff(), waiting=waiting)


@bp.get("/people/<int:person_id>")
@permit("accounts:manage", queries.staff_member)
def member(person: Person) -> Any:
    """Show one of the staff and what can be changed."""
    return show("accounts/member.html", RoleForm(obj=person), member=person)


@bp.post("/people/<int:person_id>/role")
@permit("accounts:manage", queries.staff_member)
def role(person: Person) -> Any:
    """Give one of the staff another role."""
    form = RoleForm()
    if not form.validate_on_submit():
        return show("accounts/member.html", form, member=person)
    if form.role.data != person.role:
        person.change_role(form.role.data, by=current_person())
        letters.role_was_changed(person)
        db.session.commit()
        flash(_("%(name)s’s role has changed.", name=person.name or person.email), "success")
    return redirect(url_for("accounts.staff"))


@bp.post("/people/<int:person_id>/closing")
@permit("accounts:manage", queries.staff_member)
def closing(person: Person) -> Any:
    """Close an account of the staff."""
    person.disable(by=current_person())
    db.session.commit()
    flash(_("The account is closed."), "success")
    return redirect(url_for("accounts.member", person_id=person.id))


@bp.post("/people/<int:person_id>/reopening")
@permit("accounts:manage", queries.staff_member)
def reopening(person: Person) -> Any:
    """Open a closed account again."""
    person.enable(by=current_person())
    db.session.commit()
    flash(_("The account is open again."), "success")
    return redirect(url_for("accounts.member", person_id=person.id))


@bp.get("/people/invitations")
@permit("accounts:manage")
def invitations() -> Any:
    """List the invitations that wait for an answer."""
    page = queries.invitations()
    return render_template("accounts/invitations.html", invitations=page, role_names=ROLE_NAMES)


@bp.route("/people/invitations/new", methods=["GET", "POST"])
@permit("accounts:manage")
def invite() -> Any:
    """Invite somebody by mail."""
    form = InviteForm()
    if not form.validate_on_submit():
        return show("accounts/invite.html", form)
    link = operations.invite(form.email.data, form.role.data, current_person(), language())
    if link is None:
        sentence = _("This person has this role already, or their account is closed.")
        return try_again("accounts/invite.html", form, sentence, 422)
    db.session.commit()
    text = _("The invitation is on its way to %(address)s.", address=form.email.data)
    waits = _("The invitation waits in the outbox until a mail server is set up.")
    flash(text if current_app.config["SMTP_URL"] else waits, "success")
    return redirect(url_for("accounts.invitations"))


@bp.post("/people/invitations/<int:invitation_id>/withdrawal")
@permit("accounts:manage", queries.invitation)
def withdrawal(invitation: OneTimeToken) -> Any:
    """Take an invitation back; its link stops working."""
    invitation.withdraw(by=current_person())
    db.session.commit()
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("accounts.invitations"))
