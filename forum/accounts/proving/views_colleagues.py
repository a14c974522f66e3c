"""Helping a colleague who has lost phone and codes."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from forum.accounts import queries
from forum.accounts.models import Person
from forum.accounts.proving import letters
from forum.accounts.proving.factors import reset_factors
from forum.accounts.proving.fresh import is_fresh, to_proof
from forum.accounts.views import bp
from forum.core.access import current_person, permit
from forum.core.db import db


@bp.post("/people/<int:person_id>/factors-reset")
@permit("accounts:manage", queries.staff_member)
def factors_reset(person: Person) -> Any:
    """Remove the second step of a colleague; they set it up again when they sign in."""
    member = url_for("accounts.member", person_id=person.id)
    if not is_fresh():
        return to_proof(member)
    reset_factors(person, by=current_person())
    letters.factors_were_reset(person)
    db.session.commit()
    flash(
        _("The second step is removed. We have written to %(name)s.", name=person.name), "success"
    )
    return redirect(member, 303)
