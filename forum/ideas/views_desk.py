"""The desk of ideas: what people say on paper, at a table or by phone, one after the other."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.errors import problem, wants_json
from forum.ideas import desk as writing
from forum.ideas.forms_desk import DeskForm, IdeaDeskForm, SupportDeskForm
from forum.ideas.models import Idea
from forum.ideas.slips import slip_of
from forum.ideas.views import bp

#: What stays chosen from one entry to the next.
STICKY = ("channel", "home", "age_band")
FORMS: dict[str, type[DeskForm]] = {"idea": IdeaDeskForm, "support": SupportDeskForm}


@bp.get("/ideas/desk")
@permit("ideas:desk")
def desk() -> str:
    """Show the desk: for a new idea, or for support of one that is there."""
    what = _what(request.args.get("what"))
    return _page(what, _form(what, formdata=None))


@bp.post("/ideas/desk")
@permit("ideas:desk")
def desk_entry() -> Any:
    """Take one entry; the same key twice is one entry."""
    what = _what(request.form.get("what"))
    form = _form(what)
    if not form.validate():
        if wants_json():
            return problem(422, "invalid", _("Please look at these again"), form.errors)
        return _page(what, form), 422
    made: list[Any] = []
    refused = refusal(form, lambda: made.append(_verb(what)(form)))
    if refused is not None:
        if wants_json():
            return problem(refused.status, "refused", refused.sentence)
        return _page(what, form), refused.status
    session[f"ideas_desk_{what}"] = {name: form[name].data for name in STICKY}
    session["ideas_desk_last"] = form.key
    idea = made[0] if isinstance(made[0], Idea) else made[0].idea
    return _noted(what, idea)


def _verb(what: str) -> Callable[[Any], Any]:
    person, before = current_person(), str(session.get("ideas_desk_last", ""))
    write = writing.write_idea if what == "idea" else writing.write_support
    return lambda form: write(form, person, before)


def _noted(what: str, idea: Idea) -> Any:
    if wants_json():
        url = url_for("ideas.show", idea_id=idea.id)
        return {"id": idea.id, "reference": idea.reference, "title": idea.title, "url": url}
    if what == "idea":
        flash(_("Noted as %(reference)s.", reference=idea.reference), "success")
    else:
        flash(_("Support of “%(title)s” is noted.", title=idea.title), "success")
    return redirect(url_for("ideas.desk", what=what), 303)


def _what(asked: str | None) -> str:
    return asked if asked in FORMS else "idea"


def _form(what: str, **more: Any) -> Any:
    """Make the form, with the choices of the last entry still chosen."""
    return FORMS[what](data=session.get(f"ideas_desk_{what}"), **more)


def _page(what: str, form: Any) -> str:
    person = current_person()
    return render_template(
        "ideas/desk.html",
        what=what,
        form=form,
        offered=writing.offered() if what == "support" else [],
        last_ideas=writing.last_ideas(person) if what == "idea" else [],
        last_supports=writing.last_supports(person) if what == "support" else [],
    )


def entered_idea(person: Any, idea_id: int) -> Idea | None:
    """Return an idea a facilitator wrote down for somebody."""
    found = writing.entered(idea_id)
    return found if person.at_least("facilitator") else None


@bp.get("/ideas/<int:idea_id>/slip")
@permit("ideas:desk", entered_idea)
def desk_slip(idea: Idea) -> Any:
    """Show the slip to print and give to whoever told the idea."""
    return render_template("ideas/desk_slip.html", idea=idea, slip=slip_of(idea))
