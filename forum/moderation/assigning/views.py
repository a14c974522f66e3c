"""Pages that say who is in charge of a place."""

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.moderation.assigning.charge import staff
from forum.moderation.assigning.forms import StaffForm
from forum.moderation.assigning.models import assigned_to, set_staff
from forum.moderation.assigning.places import place_kinds, place_of
from forum.moderation.pages import bp


def place_to_staff(_person: Any, kind: str, place_id: int) -> Any:
    """Return a conversation or a forum by its number."""
    kinds = place_kinds()
    return db.session.get(kinds[kind].model, place_id) if kind in kinds else None


@bp.get("/places/<kind>/<int:place_id>/facilitators")
@permit("moderation:assign", place_to_staff)
def facilitators(place: Any) -> str:
    """Show who is in charge of a place."""
    return _staff_page(place)


@bp.post("/places/<kind>/<int:place_id>/facilitators")
@permit("moderation:assign", place_to_staff)
def set_facilitators(place: Any) -> Any:
    """Say who is in charge of a place; nobody chosen means every facilitator."""
    chosen = set(StaffForm().people.data or [])
    people = [person for person in staff() if person.id in chosen]
    set_staff(place, people, current_person())
    db.session.commit()
    said = _("It is noted who is in charge.") if people else _("It belongs to every facilitator.")
    flash(said, "success")
    return redirect(place_kinds()[place.__tablename__].page(place), 303)


def _staff_page(place: Any) -> str:
    form, people = StaffForm(formdata=None), staff()
    here = place_of(place)
    assert here is not None
    chosen = {person.id for person in assigned_to(here)}
    kind = place_kinds()[here.kind]
    holder = getattr(place, kind.holder.key) if kind.holder is not None else None
    return render_template(
        "moderation/facilitators.html",
        place=place,
        kind=kind,
        here=here,
        form=form,
        staff=people,
        chosen=chosen,
        holder=next((person for person in people if person.id == holder), None),
    )
