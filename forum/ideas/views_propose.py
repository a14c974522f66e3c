"""To propose a program: the form, similar ideas before sending, and the thanks afterwards."""

from typing import Any

from flask import Response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from forum.accounts.reach import reach
from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.contacts import email_of, phone_of
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import row_number, tidy
from forum.core.i18n import language
from forum.core.kept import personal
from forum.core.limits import too_fast
from forum.ideas.forms import SupportForm
from forum.ideas.forms_proposing import ProposeForm
from forum.ideas.models import LONGEST_COMMENT, MOST_PICTURES, Idea
from forum.ideas.picturing import Drawn, add_picture, draw_sent, pictures_of
from forum.ideas.proposing import claim_code, sent_with
from forum.ideas.proposing import propose as add_idea
from forum.ideas.queries import own_idea, similar_to, visible_idea
from forum.ideas.slips import slip_of
from forum.ideas.supporting import offer_help
from forum.ideas.views import bp
from forum.ideas.views_support import support_page

#: A hall of sixty proposes from one network address, and some have two ideas.
PER_ADDRESS = 120
PER_PERSON = 10
MINUTES = 10


def propose_form() -> ProposeForm:
    """Return the form; an account is reached by its own address."""
    return ProposeForm(account=current_person().is_authenticated).of(current_person())


@bp.get("/ideas/new")
@permit("ideas:propose")
def propose() -> str:
    """Ask for an idea."""
    return _page(propose_form())


@bp.post("/ideas/new")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("ideas:propose")
def proposed() -> Any:
    """Take an idea; similar ones are shown once before, or when that was asked for."""
    form = propose_form()
    if form.look.data:
        return _page(form, looked=True)
    if request.form.get("instead"):
        return _instead(form)
    if not form.validate():
        return _page(form), 400 if form.csrf_token.errors else 422
    known = sent_with(form.key)
    if known is not None:
        return _again(known)
    if not (form.different.data or form.seen.data) and _similar(form, surely=True):
        return _page(form, looked=True, asked=True)
    try:
        drawn = _drawn(form)
    except Refused as refused:
        form.picture.errors = [*form.picture.errors, refused.sentence]
        return _page(form), refused.status
    if too_fast("propose", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(_("Many ideas came from here. Please send it again in 10 minutes."))
        return _page(form), 429
    made: list[int] = []
    refused = refusal(form, lambda: made.append(_take(form, drawn).id))
    if refused is not None:
        return _page(form), refused.status
    return redirect(url_for("ideas.thanks", idea_id=made[0]), 303)


def _take(form: ProposeForm, drawn: Drawn | None) -> Idea:
    """Propose what the form holds, with its picture, its offers and how to reach the author."""
    person = current_person().settle()
    idea = add_idea(form.proposed(), person, form.key)
    form.note_consent(person)
    offer_help(idea, person, form.helps.data or ())
    if drawn is not None:
        add_picture(idea, person, drawn, form.alternative.data or "", f"{form.key}:first")
    reach(person, email_of(form.told), phone_of(form.told), language())
    return idea


def _drawn(form: ProposeForm) -> Drawn | None:
    """Return the picture that was sent, if there is one; Refused when it cannot be kept."""
    data = form.picture.data.read() if form.picture.data else b""
    return draw_sent(data, current_person().id) if data else None


def _similar(form: ProposeForm, surely: bool = False) -> list[Idea]:
    return similar_to(tidy(form.title.data), tidy(form.text.data), surely)


def _page(form: ProposeForm, looked: bool = False, asked: bool = False) -> str:
    """Show the form; ``asked``: similar ideas were found at sending, which waits for a word."""
    found = _similar(form) if looked else []
    form.seen.data = "1" if found else form.seen.data
    return render_template(
        "ideas/propose.html",
        form=form,
        looked=looked,
        asked=asked,
        similar=found,
        lost_picture=bool(form.picture.data),
    )


def _instead(form: ProposeForm) -> Any:
    """Lead to the support of another idea; what was written goes along, as words for it."""
    asked = request.form.get("instead", type=row_number)
    idea = visible_idea(current_person(), asked) if asked else None
    if idea is None or not idea.visible:
        return _page(form, looked=True), 404
    words = "\n".join(part for part in (tidy(form.title.data), tidy(form.text.data)) if part)
    account = current_person().is_authenticated
    given = SupportForm(formdata=None, account=account, why=words[:LONGEST_COMMENT])
    given.of(current_person())
    given.home.data, given.age_band.data = form.home.data, form.age_band.data
    given.helps.data = form.helps.data
    for box in ("consent", "younger"):  # asked again only where it was not ticked
        if box in given and box in form:
            given[box].data = form[box].data
    if not account:
        given.contact.data = form.told
    return support_page(idea.leader, given, unsent=words)


def _again(idea: Idea) -> Response:
    """Answer a form sent twice as the first time, also when the first answer got lost on the way.

    The key is secret and was made for one form, so whoever has it has proposed the idea.
    """
    person = current_person()
    if person.id is None and idea.author.role == "visitor" and idea.entered_by_id is None:
        session["visitor"], session.permanent = idea.author_id, True
    if idea.author_id != current_person().id:
        return redirect(url_for("ideas.follow", code=claim_code(idea.submit_key)), 303)
    return redirect(url_for("ideas.thanks", idea_id=idea.id), 303)


@bp.get("/ideas/<int:idea_id>/thanks")
@permit("ideas:follow", own_idea)
def thanks(idea: Idea) -> Response:
    """Thank for an idea, hand over its code and lead on."""
    shown = pictures_of([idea.id])[idea.id]
    page = render_template(
        "ideas/thanks.html",
        idea=idea,
        slip=slip_of(idea),
        pictures=shown,
        room_left=len(shown) < MOST_PICTURES,
    )
    return personal(page)


@bp.post("/ideas/handover")
@permit("ideas:follow")
def handover() -> Response:
    """Forget the visitor of this browser, because somebody else is going to use it."""
    session.clear()
    target = request.form.get("idea", type=row_number)
    if target is None:
        return redirect(url_for("ideas.index"), 303)
    return redirect(url_for("ideas.show", idea_id=target), 303)
