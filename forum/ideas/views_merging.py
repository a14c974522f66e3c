"""To put ideas together, to take that back, and to ask the supporters."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import tidy
from forum.core.kept import personal
from forum.core.limits import too_fast
from forum.ideas import desk, merging
from forum.ideas.forms_office import OVER_OTHER, MergeForm
from forum.ideas.life import Merger
from forum.ideas.models import Idea
from forum.ideas.queries import merged_under, similar_to, visible_idea
from forum.ideas.supporting import support_of
from forum.ideas.views import bp

#: Answers from one person, and from one network, in ten minutes.
PER_PERSON, PER_ADDRESS, MINUTES = 20, 120, 10


@bp.get("/ideas/<int:idea_id>/merging", endpoint="merging")
@permit("ideas:answer", visible_idea)
def merging_page(idea: Idea) -> Any:
    """Look for an idea that asks for the same, and see both side by side."""
    other = _other(idea, request.args.get("into"))
    return _page(idea, other, MergeForm.of(idea, other))


@bp.post("/ideas/<int:idea_id>/merging")
@permit("ideas:answer", visible_idea)
def merged(idea: Idea) -> Any:
    """Put one of the two under the other."""
    form = MergeForm()
    other = _other(idea, form.into.data)
    if not form.validate_on_submit() or other is None:
        return _page(idea, other, form), 422
    under, lead = (other, idea) if form.leads.data == OVER_OTHER else (idea, other)
    why = form.because.data
    refused = refusal(
        form, lambda: merging.merge(under, lead, current_person(), form.counting.data, why)
    )
    if refused is not None:
        return _page(idea, other, form), refused.status
    return redirect(url_for("ideas.show", idea_id=lead.id), 303)


def _other(idea: Idea, typed: str | None) -> Idea | None:
    """Return the idea to be put together with this one: the one typed, or its lead."""
    number = int(typed) if typed and typed.isascii() and typed.isdigit() else 0
    found = visible_idea(current_person(), number) if 0 < number < 2**31 else None
    found = (found.lead or found) if found is not None else None
    return found if found is not None and found.visible and found.id != idea.id else None


def _page(idea: Idea, other: Idea | None, form: MergeForm) -> str:
    words = tidy(request.args.get("q"))[:200]
    found = desk.found_by(words) if words else similar_to(idea.title, idea.text)
    return render_template(
        "ideas/merging.html",
        idea=idea,
        other=other,
        form=form,
        words=words,
        found=[one for one in found if one.id not in {idea.id, idea.lead_id}],
        people=merging.together(idea, other) if other else None,
        merger=merging.open_merger(idea.id),
        below=merging.mergers_into(idea.id),
        groups=[merged_under(one) for one in (idea, other)] if other else [],
    )


def merger_of(_person: Any, merger_id: int) -> Merger | None:
    """Return the act by which an idea was put under another."""
    return db.session.get(Merger, merger_id)


@bp.post("/ideas/mergers/<int:merger_id>/undoing")
@permit("ideas:answer", merger_of)
def merger_undoing(merger: Merger) -> Any:
    """Let an idea stand by itself again."""
    said = _("%(idea)s stands by itself again.", idea=merger.idea.reference)
    done = _("Somebody has taken it apart already.")
    back = url_for("ideas.show", idea_id=merger.idea_id)
    return act(
        lambda: merging.undo(merger, current_person()), lambda ok: said if ok else done, back
    )


def open_question(_person: Any, merger_id: int) -> Merger | None:
    """Return a merger in force of two ideas that everybody may read."""
    merger = db.session.get(Merger, merger_id)
    if merger is None or merger.undone_at is not None or not merger.idea.visible:
        return None
    return merger if merging.leading(merger).visible else None


@bp.get("/ideas/mergers/<int:merger_id>/answer")
@permit("ideas:asked", open_question)
def asked(merger: Merger) -> Any:
    """Ask a supporter of one idea whether they support the one it was put under."""
    lead = merging.leading(merger)
    mine = support_of(lead, current_person())
    return personal(render_template("ideas/asked.html", merger=merger, lead=lead, mine=mine))


@bp.post("/ideas/mergers/<int:merger_id>/answer")
@permit("ideas:asked", open_question)
def asked_yes(merger: Merger) -> Any:
    """Note that the supporter supports the leading idea too."""
    lead = merging.leading(merger)
    back = url_for("ideas.show", idea_id=lead.id)
    return act(
        lambda: _yes(merger), _("Thank you. You support “%(title)s” too.", title=lead.title), back
    )


def _yes(merger: Merger) -> Any:
    person = current_person().settle()
    if too_fast("idea_asked", person.id, PER_PERSON, PER_ADDRESS, MINUTES):
        raise Refused(_("There were many attempts. Try again in some minutes."), 429)
    return merging.say_yes(merger, person)
