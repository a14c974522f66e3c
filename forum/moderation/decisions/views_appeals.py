"""Pages on which staff see and answer appeals."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.errors import Refused
from forum.core.pages import paginate
from forum.moderation.decisions.appeals import Appeal, may_answer
from forum.moderation.decisions.forms import AnswerForm
from forum.moderation.decisions.queries_appeals import listed, open_before, overdue, visible_appeal
from forum.moderation.pages import bp
from forum.moderation.subjects import cards_of


@bp.get("/appeals", endpoint="appeals")
@permit("moderation:appeals")
def appeals_page() -> str:
    """List the appeals that wait, the most urgent first, or those that were answered."""
    person, done = current_person(), request.args.get("show") == "answered"
    page = paginate(listed(person, not done))
    texts = _cards(page.items)
    return render_template(
        "moderation/appeals.html",
        page=page,
        done=done,
        texts=texts,
        waiting=open_before(person),
        late=overdue(person),
        may=lambda one: may_answer(person, one),
    )


@bp.get("/appeals/<int:appeal_id>")
@permit("moderation:appeals", visible_appeal)
def appeal_decision_page(found: Appeal) -> str:
    """Show an appeal and, to whoever may answer it, a form."""
    return _decision_page(found, AnswerForm())


@bp.post("/appeals/<int:appeal_id>")
@permit("moderation:answer", visible_appeal)
def appeal_decision(found: Appeal) -> Any:
    """Answer an appeal; of two who answer at once, one counts."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _decision_page(found, form), 422
    words = form.outcome.data, form.answer.data
    target = url_for("moderation.appeal_decision_page", appeal_id=found.id)
    return act(lambda: _decided(found, *words), _("The author is told."), target)


def _decided(found: Appeal, outcome: str, answer: str) -> None:
    if not found.decide(current_person(), outcome, answer):
        raise Refused(_("Somebody else has answered this appeal meanwhile."))


def _cards(rows: Sequence[Appeal]) -> dict[int, Any]:
    """Return the cards of the texts, by the number of the appeal."""
    keys = {row.id: (row.statement.subject_kind, row.statement.subject_id) for row in rows}
    cards = cards_of(keys.values())
    return {number: cards.get(key) for number, key in keys.items()}


def _decision_page(found: Appeal, form: AnswerForm) -> str:
    return render_template(
        "moderation/appeal_decision.html",
        appeal=found,
        statement=found.statement,
        card=_cards([found])[found.id],
        form=form,
        deciders=found.deciders(),
        may=may_answer(current_person(), found),
    )
