"""What became of my idea: by the code on a slip."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.codes import clean_code
from forum.core.db import db
from forum.core.errors import Refused, answer
from forum.core.kept import personal
from forum.core.limits import look_up
from forum.ideas import following
from forum.ideas.claiming import claim as take
from forum.ideas.models import Idea
from forum.ideas.picturing import pictures_of
from forum.ideas.queries import claimed_by
from forum.ideas.slips import slip_of
from forum.ideas.views import bp


@bp.get("/ideas/codes/<code>")
@permit("ideas:follow")
def follow(code: str) -> Any:
    """Tell the holder of a code what became of the idea."""
    idea, status = _find(code)
    if idea is None:
        unknown = _("We do not know this code. Please compare it with your slip, letter by letter.")
        often = _("Many wrong codes came from here. Please try again in 15 minutes.")
        return answer(status, "code", unknown if status == 404 else often)
    person = current_person()
    page = render_template(
        "ideas/follow.html",
        idea=idea,
        code=clean_code(code),
        chain=following.chain(idea),
        answers=following.answers_of([idea.id]).get(idea.id, []),
        pictures=pictures_of([idea.id])[idea.id],
        hiding=None if idea.visible else idea.hiding,
        slip=slip_of(idea),
        own=can(person, "ideas:edit", idea),
        unclaimed=idea.author.role == "visitor",
    )
    return personal(page)


def _find(code: str) -> tuple[Idea | None, int]:
    return look_up("follow", code, lambda typed: claimed_by(clean_code(typed)))


def claimed(_person: Any, code: str) -> Idea | None:
    """Return the idea of a code."""
    return _find(code)[0]


@bp.post("/ideas/codes/<code>/claim")
@permit("ideas:claim", claimed)
def claim(idea: Idea) -> Any:
    """Take the idea to the account or the device of whoever has its code."""
    code = clean_code(slip.code) if (slip := slip_of(idea)) else ""
    try:
        take(idea, current_person().settle())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "error")
    else:
        told = _("The idea %(reference)s is yours here now.", reference=idea.reference)
        flash(told, "success")
    if current_person().is_authenticated or not code:
        return redirect(url_for("ideas.mine"), 303)
    return redirect(url_for("ideas.follow", code=code), 303)
