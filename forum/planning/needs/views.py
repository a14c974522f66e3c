"""Pages of needs: the board, a need, writing it down, publishing and closing it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core.access import can, current_person, permit
from forum.core.acting import act, refusal
from forum.core.clock import now
from forum.core.comparing import unlike
from forum.core.forms import row_number
from forum.core.holding import Stale
from forum.core.kept import public_page
from forum.planning.needs import evidence, life, queries
from forum.planning.needs.attaching import Source
from forum.planning.needs.board import ARRANGEMENTS, arranged
from forum.planning.needs.examples import examples_of
from forum.planning.needs.forms import (
    LONGEST_TEXT,
    NeedForm,
    write_source,
)
from forum.planning.needs.models import IMPORTANCE, Need
from forum.planning.needs.prefilling import filled_from
from forum.planning.views import bp
from forum.programs import queries as programs


@bp.get("/needs/office")
@permit("planning:needs")
def needs() -> str:
    """Show the board of needs."""
    by = request.args.get("by", "")
    choice, season = queries.chosen(), queries.season_asked(programs.seasons())
    shown = queries.on_board(choice)
    ids = [need.id for need in shown]
    by = by if by in ARRANGEMENTS else ARRANGEMENTS[0]
    return render_template(
        "planning/need_board.html",
        by=by,
        choice=choice,
        needs=shown,
        groups=arranged(shown, by),
        evidence=evidence.evidence_of(shown),
        programs=queries.programs_answering(ids, season) if season else {},
        season=season,
        most=queries.MOST_ON_BOARD,
        moment=now(),
        importance=IMPORTANCE,
        kinds=city.categories(),
        places=city.neighbourhoods(),
        ages=city.age_bands(),
    )


@bp.get("/needs/<int:need_id>")
@public_page(queries.stamp)
@permit("planning:read", queries.visible_need)
def need(need: Need) -> str:
    """Show a need with what it rests on; to the office exactly, to everybody without small cells."""
    internal = can(current_person(), "planning:needs")
    found = evidence.evidence_of([need], public=not internal)[need.id]
    answering = queries.programs_answering([need.id], public=not internal).get(need.id, [])
    return render_template(
        "planning/need_show.html",
        need=need,
        evidence=found,
        internal=internal,
        people=evidence.breakdown(found.asked, need.id, internal),
        examples=examples_of(found.themes, internal),
        programs=answering,
        cited=internal and need.is_public and life.is_cited(need),
    )


@bp.route("/needs/new", methods=["GET", "POST"])
@permit("planning:needs")
def need_new() -> Any:
    """Write a need down; from a theme or an idea, what it rests on comes along."""
    source = _source_asked()
    data = {**filled_from(source), "source": write_source(source)} if source else {}
    form = NeedForm(data=data)
    made: list[Need] = []
    if form.validate_on_submit():
        told = current_person(), form.key, form.values(), form.first_source
        if refusal(form, lambda: made.append(life.write(*told))) is None:
            return redirect(url_for("planning.need_evidence", need_id=made[0].id), 303)
    return _form_page(form, status=422 if form.is_submitted() else 200)


def _source_asked() -> Source | None:
    idea = request.args.get("idea", type=row_number)
    if idea is not None:
        return Source("idea", idea)
    theme, talk = (request.args.get(name, type=row_number) for name in ("theme", "conversation"))
    return Source("theme", theme, talk) if theme is not None and talk is not None else None


@bp.route("/needs/<int:need_id>/edit", methods=["GET", "POST"])
@permit("planning:needs", queries.visible_need)
def need_edit(need: Need) -> Any:
    """Change a need; a form that somebody else's change has overtaken is shown again."""
    form = NeedForm(need)
    more: dict[str, Any] = {}
    if form.validate_on_submit():
        told = current_person(), form.values(), form.seen_version
        refused = refusal(form, lambda: life.revise(need, *told))
        if refused is None:
            return redirect(url_for("planning.need", need_id=need.id), 303)
        if isinstance(refused, Stale):
            form.seen.data = str(need.version)
            more["saved"] = unlike(form, NeedForm(need, formdata=None))
    return _form_page(form, need, 422 if form.is_submitted() else 200, **more)


def _form_page(form: NeedForm, need: Need | None = None, status: int = 200, **more: Any) -> Any:
    page = render_template(
        "planning/need_form.html", form=form, need=need, longest=LONGEST_TEXT, **more
    )
    return page, status


@bp.post("/needs/<int:need_id>/publishing")
@permit("planning:needs", queries.visible_need)
def need_publishing(need: Need) -> Any:
    """Publish a need, or make a published one a draft again."""
    if request.form.get("back"):
        return _do(need, life.take_back, _("The need is a draft again."))
    return _do(need, life.publish, _("The need is public now."))


@bp.post("/needs/<int:need_id>/retiring")
@permit("planning:needs", queries.visible_need)
def need_retiring(need: Need) -> Any:
    """Close a need, or take a closed one up again."""
    if request.form.get("back"):
        return _do(need, life.revive, _("The need is open again."))
    return _do(need, life.retire, _("The need is closed; it stays readable."))


def _do(need: Need, verb: Any, said: str) -> Any:
    target = url_for("planning.need", need_id=need.id)
    return act(lambda: verb(need, by=current_person()), said, target)
