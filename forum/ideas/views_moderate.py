"""What staff may do with an idea, a comment or a picture: hide, restore, let through, leave."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.ideas import moderating
from forum.ideas.commenting import visible_comment
from forum.ideas.models import Idea, IdeaComment, IdeaPicture
from forum.ideas.picturing import visible_picture
from forum.ideas.queries import visible_idea
from forum.ideas.views import bp
from forum.moderation.forms import HINTS, HideForm, RestoreForm
from forum.moderation.models import REASONS, Approval, Flag, Hiding
from forum.moderation.queries import last_of, reports_on


def _origin(thing: Any) -> str:
    """Return where the facilitator came from, a page of this site."""
    own_page = url_for("ideas.show", idea_id=moderating.idea_of(thing).id)
    return local_path(request.values.get("next"), own_page)


def _back(thing: Any, sentence: str, tone: str = "success") -> Any:
    """Tell what was done and return to where the facilitator came from."""
    flash(sentence, tone)
    return redirect(_origin(thing), 303)


def _already(thing: Any, sentence: str, person: Any) -> Any:
    """Tell who was faster, instead of an error; ``sentence`` names them as %(name)s."""
    return _back(thing, sentence % {"name": person.name if person else _("Somebody")}, "info")


def _hidden_already(thing: Any, done: Hiding) -> Any:
    return _already(thing, _("%(name)s has hidden it already."), done.by)


def _restored_already(thing: Any) -> Any:
    last = last_of(Hiding, thing)
    return _already(thing, _("%(name)s has restored it already."), last and last.restored_by)


def hiding(thing: Any) -> Any:
    """Ask why a text should be hidden; what was reported most is chosen already."""
    if thing.hiding is not None:
        return _hidden_already(thing, thing.hiding)
    asked = request.args.get("reason")
    reason = asked if asked in REASONS else None
    return _hiding_page(thing, HideForm(next=request.args.get("next"), reason=reason))


def hide(thing: Any) -> Any:
    """Hide a text with a reason its author is told."""
    form = HideForm()
    if not form.validate():
        return _hiding_page(thing, form), 422
    if moderating.hide(thing, current_person(), form.reason.data, form.because.data) is None:
        return _hidden_already(thing, thing.hiding)
    db.session.commit()
    told = _("%(reference)s is hidden. Its author can read why.", reference=thing.reference)
    return _back(thing, told)


def _hiding_page(thing: Any, form: HideForm) -> str:
    return render_template(
        "ideas/hiding.html",
        thing=thing,
        shown=moderating.shown_as(thing),
        url=moderating.act_addresses(thing)["hide"],
        form=form,
        hints=HINTS,
        reports=reports_on(thing),
        back=_origin(thing),
    )


def restoring(thing: Any) -> Any:
    """Ask why a hidden text should appear again."""
    done = thing.hiding
    if done is None:
        return _restored_already(thing)
    return _restoring_page(thing, RestoreForm(next=request.args.get("next")), done)


def restore(thing: Any) -> Any:
    """Show a hidden text again, and tell its author why."""
    form, done = RestoreForm(), thing.hiding
    if done is not None and not form.validate():
        return _restoring_page(thing, form, done), 422
    why = form.because.data
    if done is None or moderating.restore(thing, current_person(), why) is None:
        return _restored_already(thing)
    db.session.commit()
    return _back(thing, _("%(reference)s appears again.", reference=thing.reference))


def _restoring_page(thing: Any, form: RestoreForm, done: Hiding) -> str:
    return render_template(
        "ideas/restoring.html",
        thing=thing,
        shown=moderating.shown_as(thing),
        url=moderating.act_addresses(thing)["restore"],
        form=form,
        hiding=done,
        back=_origin(thing),
    )


def approval(thing: Any) -> Any:
    """Let a waiting text appear."""
    if not moderating.approve(thing, current_person()):
        last = last_of(Approval, thing)
        return _already(thing, _("%(name)s has let it appear already."), last and last.by)
    db.session.commit()
    return _back(thing, _("%(reference)s appears now.", reference=thing.reference))


def leaving(thing: Any) -> Any:
    """Close the reports of a text and leave it as it is."""
    if not thing.leave(current_person()):
        last = last_of(Flag, thing)
        told = _("%(name)s has looked at the reports already.")
        return _already(thing, told, last and last.closed_by)
    db.session.commit()
    return _back(thing, _("%(reference)s stays as it is.", reference=thing.reference))


class Door(NamedTuple):
    """Where the acts on a sort of text are found, and how it is fetched."""

    model: Any
    path: str
    fetch: Callable[..., Any]


DOORS = (
    Door(Idea, "/ideas/<int:idea_id>", visible_idea),
    Door(IdeaComment, "/ideas/comments/<int:comment_id>", visible_comment),
    Door(IdeaPicture, "/ideas/pictures/<int:picture_id>", visible_picture),
)
#: The word in the address, how it is asked for, and what is done.
ROUTES = (
    ("hiding", "GET", hiding),
    ("hiding", "POST", hide),
    ("restoring", "GET", restoring),
    ("restoring", "POST", restore),
    ("approval", "POST", approval),
    ("leaving", "POST", leaving),
)


def _open(door: Door) -> None:
    """Give each act on a sort of text its address."""
    prefix = moderating.PREFIXES[door.model]
    for word, method, view in ROUTES:
        guarded = permit("ideas:moderate", door.fetch)(view)
        posted = method == "POST" and word in {"hiding", "restoring"}
        name = f"{prefix}{view.__name__ if posted else word}"
        bp.add_url_rule(f"{door.path}/{word}", name, guarded, methods=[method])


for _door in DOORS:
    _open(_door)
