"""A resident's pages: the ballot, what happens next, and the ballot on paper."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import personal
from forum.core.limits import too_fast
from forum.planning.ballots import printing
from forum.planning.ballots.drawing import numbered, shuffled
from forum.planning.ballots.forms import BallotForm
from forum.planning.ballots.giving import ballot_of, give_ballot
from forum.planning.ballots.queries import Asked, asked
from forum.planning.views import bp

#: Ballots in an hour: nobody changes their mind as often; a library has one address for all.
PER_PERSON, PER_ADDRESS, MINUTES = 30, 600, 60


@bp.get("/seasons/<int:season_id>/ballot")
@permit("planning:vote", asked)
def ballot(asked: Asked) -> Any:
    """Show the ballot: every program that is in the running, in an order of one's own."""
    if asked.voting.stage != "open":
        return personal(render_template("planning/ballot_not_open.html", asked=asked))
    former = ballot_of(asked.season, current_person())
    return personal(_page(asked, _filled(former), former))


@bp.post("/seasons/<int:season_id>/ballot")
@permit("planning:vote", asked)
def ballot_given(asked: Asked) -> Any:
    """Take the ballot; one sent again takes the place of the former one."""
    form, person = BallotForm(), current_person()
    if asked.voting.stage != "open":
        return personal(render_template("planning/ballot_not_open.html", asked=asked), 409)
    if not form.validate():
        return personal(_page(asked, form, ballot_of(asked.season, person)), 422)
    refused = refusal(form, lambda: _give(asked, form, person))
    if refused is not None:
        return personal(_page(asked, form, ballot_of(asked.season, person)), refused.status)
    return redirect(url_for("planning.ballot_thanks", season_id=asked.season.id), 303)


def _give(asked: Asked, form: BallotForm, person: Any) -> None:
    if too_fast("ballot", person.id, PER_PERSON, PER_ADDRESS, MINUTES):
        raise Refused(_("Many ballots came from here just now. Please try again in an hour."), 429)
    voter = person.settle()
    given = give_ballot(asked.season, voter, form.marks.data, form.key, **form.homes())
    if given.replaced:
        flash(_("This ballot has taken the place of your former one."), "info")


@bp.get("/seasons/<int:season_id>/ballot/thanks")
@permit("planning:vote", asked)
def ballot_thanks(asked: Asked) -> Any:
    """Say what was marked and what happens next."""
    given = ballot_of(asked.season, current_person())
    if given is None:
        return redirect(url_for("planning.ballot", season_id=asked.season.id))
    marked = {each.candidate_id for each in given.choices}
    chosen = [
        (number, candidate)
        for number, candidate in numbered(asked.season, asked.voting).items()
        if candidate.id in marked
    ]
    page = render_template("planning/ballot_thanks.html", asked=asked, chosen=chosen)
    return personal(page)


@bp.get("/seasons/<int:season_id>/ballot.pdf")
@permit("planning:vote", asked)
def ballot_paper(asked: Asked) -> Response:
    """Print the ballot: large type, boxes, and the way to the one online."""
    made = printing.paper(asked, *city.city_and_project())
    response = make_response(made)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="ballot-{asked.season.id}.pdf"'
    return response


def _filled(former: Any) -> BallotForm:
    if former is None:
        return BallotForm()
    return BallotForm(
        data={
            "marks": [each.candidate_id for each in former.choices],
            "neighbourhood": former.neighbourhood_id,
            "age_band": former.age_band_id,
        }
    )


def _page(asked: Asked, form: BallotForm, former: Any) -> str:
    """Draw the form; a refusal has ended the transaction, so all is read anew."""
    db.session.refresh(asked.voting)
    person = current_person()
    account = person.id if person.is_authenticated else None
    running = [
        (number, candidate)
        for number, candidate in numbered(asked.season, asked.voting).items()
        if candidate.dropped_at is None
    ]
    return render_template(
        "planning/ballot_mark.html",
        asked=asked,
        form=form,
        former=former,
        candidates=shuffled(running, account),
        marked=set(form.marks.data or ()),
    )
