"""The review page: one queue of everything somebody should look at, and what is decided there."""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.moderation.fetching import named, visible_text
from forum.moderation.pages import bp
from forum.moderation.review import campaigns, listing
from forum.moderation.review.bulk import Choice, decide, number_of
from forum.moderation.review.forms import JudgementForm, chosen, ready_words, reasons
from forum.moderation.review.joint.queries import under_way
from forum.moderation.review.listing import Filter
from forum.moderation.review.outcomes import Outcome
from forum.moderation.review.places import place_named, places
from forum.moderation.subjects import Card, card_of, kind_of, subjects

#: Texts shown again when something is missing; the rest is counted.
MOST_SHOWN = 5


class Chosen(NamedTuple):
    """What was chosen, as it is shown once more: a text, or the first of so many copies."""

    card: Card
    number: int


def _asked() -> Filter:
    show, kind = request.args.get("show", ""), request.args.get("kind", "")
    return Filter(
        show=show if show in listing.shows() else "all",
        kind=kind if kind in subjects() else "",
        place=place_named(request.args.get("place", "")),
        campaign=request.args.get("campaign", "")[:60],
    )


@bp.get("")
@permit("moderation:review")
def review() -> str:
    """Show the queue: what was found of each text, and everything one may decide."""
    person, wanted = current_person(), _asked()
    page, entries = listing.page_of(person, wanted)
    return render_template(
        "moderation/review.html",
        wanted=wanted,
        counts=listing.counts(person),
        page=page,
        entries=entries,
        kinds=subjects(),
        places=places(person),
        place=request.args.get("place", "") if wanted.place else "",
        reasons=reasons(),
        ready=ready_words(),
        under_way=under_way(person),
    )


@bp.post("/<kind>/<int:text_id>/decision")
@permit("moderation:act", visible_text)
def decision(text: Any) -> Any:
    """Decide on one item of the queue: a text, or a campaign of near-copies as one."""
    form = JudgementForm()
    choice = Choice(f"{kind_of(text)}-{text.id}", str(form.seen.data or ""))
    return _decide(form, [choice], url_for("moderation.decision", **named(text)))


@bp.post("/decisions", endpoint="bulk")
@permit("moderation:review")
def bulk_decision() -> Any:
    """Decide on everything that was ticked, for one reason; what has changed is left out."""
    form = JudgementForm()
    choices = chosen(request.form.getlist("items"))
    if not choices:
        flash(_("Please tick what you would like to decide."), "error")
        return redirect(_back(form), 303)
    return _decide(form, choices, url_for("moderation.bulk"))


def _decide(form: JudgementForm, choices: list[Choice], action: str) -> Any:
    if not form.validate():
        return _asking_again(form, choices, action), 422
    outcome = decide(choices, form.judgement(), current_person())
    target = _back(form)
    db.session.commit()
    _tell(outcome)
    if outcome.joint is not None:
        target = url_for("moderation.together", joint_id=outcome.joint.id)
    return redirect(target, 303)


def _back(form: JudgementForm) -> str:
    return local_path(form.next.data, url_for("moderation.review"))


def _tell(outcome: Outcome) -> None:
    if outcome.said:
        flash(outcome.said, "success")
    for sentence in dict.fromkeys(outcome.left_out):
        flash(sentence, "info")


def _asking_again(form: JudgementForm, choices: list[Choice], action: str) -> str:
    """Show what was chosen with a form that says what is missing; what was typed is kept."""
    restoring = form.act.data == "restore"
    shown = [one for choice in choices[:MOST_SHOWN] if (one := _chosen(choice, restoring))]
    number = number_of(choices, restoring)
    page = "moderation/review_deciding.html"
    return render_template(
        "moderation/review_restoring_many.html" if restoring else page,
        form=form,
        shown=shown,
        more=max(number - sum(one.number for one in shown), 0),
        number=number,
        choices=choices,
        action=action,
        back=_back(form),
    )


def _chosen(choice: Choice, restoring: bool) -> Any:
    """Return the card of what was chosen, and how many texts it stands for."""
    found = campaigns.parse(choice.key)
    text = visible_text(current_person(), *found) if found else None
    return Chosen(card_of(text), number_of([choice], restoring)) if text is not None else None


def restoring_together(text: Any, stamp: str) -> Any:
    """Ask why the copies of a hidden text, as a page showed them, should appear again."""
    choice = Choice(f"{kind_of(text)}-{text.id}", stamp[:60])
    form = JudgementForm(formdata=None, act="restore", seen=choice.seen)
    form.next.data = request.args.get("next")
    item = campaigns.by_key(choice.key)
    if item is None or campaigns.seen(item, choice.seen, restoring=True) is None:
        told = _("%(reference)s is not hidden any more.", reference=text.reference)
        if item is not None:
            told = campaigns.meanwhile(item, text.reference, choice.seen, restoring=True)
        flash(told, "info")
        return redirect(_back(form), 303)
    return _asking_again(form, [choice], url_for("moderation.decision", **named(text)))
