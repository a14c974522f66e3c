"""The office's pages: setting the days of a voting, closing it, and keying ballots on paper."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.contacts import contact_key
from forum.core.days import begin_of, end_of
from forum.core.db import db
from forum.opinions.models import CHANNELS
from forum.planning.ballots import queries, voting
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.forms import DeskForm, VotingForm
from forum.planning.ballots.giving import Given
from forum.planning.ballots.keying import key_ballot, take_back_last
from forum.planning.ballots.queries import Asked, Planned, asked, planned
from forum.planning.views import bp

#: What stays chosen from one sheet to the next.
STICKY = ("channel", "neighbourhood", "age_band")


@bp.get("/seasons/<int:season_id>/voting", endpoint="voting")
@permit("planning:plan", planned)
def voting_page(plan: Planned) -> str:
    """Show when residents are asked and how many answered, never how it stands."""
    return _voting_page(plan, _voting_form(plan))


@bp.post("/seasons/<int:season_id>/voting")
@permit("planning:plan", planned)
def voting_set(plan: Planned) -> Any:
    """Set or change the days, the budget and the conversation."""
    form, person = _voting_form(plan), current_person()
    if not form.validate():
        return _voting_page(plan, form), 422
    refused = refusal(form, lambda: _set(plan, form, person))
    if refused is not None:
        return _voting_page(plan, form), refused.status
    flash(_("The voting is set."), "success")
    return redirect(url_for("planning.voting", season_id=plan.season.id), 303)


def _set(plan: Planned, form: VotingForm, person: Person) -> None:
    former = plan.voting
    opens_at, closes_at = begin_of(form.first.data), end_of(form.last.data)
    if former is not None and former.first_day == form.first.data:
        opens_at = former.opens_at
    chosen = form.conversation.data
    conversation = db.session.get(Conversation, chosen) if chosen else None
    told = opens_at, closes_at, form.budget.data
    voting.open_voting(plan.season, person, *told, conversation)


@bp.post("/seasons/<int:season_id>/voting/closing")
@permit("planning:plan", asked)
def voting_closing(asked: Asked) -> Any:
    """Close the voting before its last day; from now on everybody sees the result."""
    target = url_for("planning.advice", season_id=asked.season.id)
    person = current_person()
    return act(lambda: voting.close(asked.voting, person), _("The voting is closed."), target)


def _voting_form(plan: Planned) -> VotingForm:
    chosen = plan.voting.conversation_id if plan.voting else None
    return VotingForm(plan.voting, queries.offered_conversations(current_person(), chosen))


def _voting_page(plan: Planned, form: VotingForm) -> str:
    return render_template(
        "planning/ballot_voting.html",
        plan=plan,
        form=form,
        stage=plan.voting.stage if plan.voting else "none",
        counts=queries.count_by_channel(plan.season),
        channels=CHANNELS,
    )


@bp.get("/seasons/<int:season_id>/ballots/desk")
@permit("planning:desk", asked)
def ballot_desk(asked: Asked) -> str:
    """Show the desk: type the numbers, press Enter, take the next sheet."""
    return _desk_page(asked, _desk_form(asked))


@bp.post("/seasons/<int:season_id>/ballots/desk")
@permit("planning:desk", asked)
def ballot_keyed(asked: Asked) -> Any:
    """Take a ballot from the desk."""
    form, staff = _desk_form(asked), current_person()
    if not form.validate():
        return _desk_page(asked, form), 422
    season_id, kept = asked.season.id, {name: form[name].data for name in STICKY}
    refused = refusal(form, lambda: _key(asked, form, staff))
    if refused is not None:
        return _desk_page(asked, form), refused.status
    session[f"ballots{season_id}"] = kept
    return redirect(url_for("planning.ballot_desk", season_id=season_id), 303)


def _key(asked: Asked, form: DeskForm, staff: Person) -> None:
    came = form.channel.data, contact_key(form.contact.data), form.homes()
    given = key_ballot(asked.season, staff, form.marks(), form.key, *came)
    form.note_consent(given.ballot.person, staff)
    _say(given, form)


def _say(given: Given, form: DeskForm) -> None:
    counted = len(given.ballot.choices)
    said = ngettext("Noted: %(num)s mark counts.", "Noted: %(num)s marks count.", counted)
    if counted < len(form.typed()):
        said += " " + _("The others are at programs that are no longer in the running.")
    if given.replaced:
        said += " " + _("It has taken the place of the ballot this contact had given before.")
    flash(said, "success")


@bp.post("/seasons/<int:season_id>/ballots/desk/undoing")
@permit("planning:desk", asked)
def ballot_undoing(asked: Asked) -> Any:
    """Take back the ballot one has keyed last: a slip of the finger."""
    target = url_for("planning.ballot_desk", season_id=asked.season.id)
    staff = current_person()
    verb = lambda: take_back_last(asked.season, staff)  # noqa: E731
    return act(verb, _("The last ballot is taken back."), target)


def _desk_form(asked: Asked) -> DeskForm:
    known = {n: c.id for n, c in numbered(asked.season, asked.voting).items()}
    return DeskForm(known, data=session.get(f"ballots{asked.season.id}"))


def _desk_page(asked: Asked, form: DeskForm) -> str:
    candidates = numbered(asked.season, asked.voting)
    numbers = {candidate.id: number for number, candidate in candidates.items()}
    entered = queries.last_entered(asked.season, current_person())
    return render_template(
        "planning/ballot_desk.html",
        asked=asked,
        form=form,
        candidates=candidates,
        last=[sorted(numbers[each.candidate_id] for each in ballot.choices) for ballot in entered],
        count=voting.count_ballots(asked.season),
    )
