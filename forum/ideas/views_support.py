"""To support an idea, say a little about oneself, offer a hand; and to take it back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts.reach import reach
from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.contacts import contact_key, email_of, phone_of
from forum.core.i18n import language
from forum.core.kept import personal
from forum.core.limits import too_fast
from forum.ideas.commenting import comment
from forum.ideas.forms import SupportForm
from forum.ideas.models import Idea, Support
from forum.ideas.queries import visible_idea
from forum.ideas.supporting import offer_help, offered_by, support_of, take_back
from forum.ideas.supporting import support as support_it
from forum.ideas.views import bp

#: A hall supports many ideas from one network address.
PER_ADDRESS = 600
PER_PERSON = 60
MINUTES = 10


@bp.get("/ideas/<int:idea_id>/support")
@permit("ideas:support", visible_idea)
def support(idea: Idea) -> Any:
    """Ask whether to support the idea; a merged one leads to its lead."""
    if idea.lead is not None and idea.lead.visible:
        return _to_the_lead(idea)
    if idea.author_id == current_person().id:
        flash(_("You proposed this idea: the city knows that you are for it."), "info")
        return redirect(_page_of(idea), 303)
    return support_page(idea, _form())


@bp.post("/ideas/<int:idea_id>/support")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("ideas:support", visible_idea)
def supported(idea: Idea) -> Any:
    """Note the support; twice by the same person counts once, and is said so."""
    form = _form()
    if not form.validate():
        return support_page(idea, form), 400 if form.csrf_token.errors else 422
    if too_fast("support", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        form.form_errors.append(_("Much support came from here. Please try again in 10 minutes."))
        return support_page(idea, form), 429
    lead, told = idea.leader, []
    refused = refusal(form, lambda: told.append(_support(lead, form)))
    if refused is not None:
        return support_page(lead, form), refused.status
    flash(told[0], "success")
    return redirect(_page_of(lead), 303)


def _support(idea: Idea, form: SupportForm) -> str:
    """Do what the form asks, and return the kind word for it."""
    person = current_person().settle()
    before = support_of(idea, person)
    support_it(
        idea,
        person,
        key=form.key,
        contact_key=contact_key(form.told),
        home_id=form.home.data,
        age_band_id=form.age_band.data,
        wants_news=form.wants_news,
    )
    offer_help(idea, person, form.helps.data or ())
    form.note_consent(person)
    if form.why.data:
        comment(idea, person, "for", form.why.data, form.key)
    reach(person, email_of(form.told), phone_of(form.told), language())
    return _word(idea, before)


def _word(idea: Idea, before: Support | None) -> str:
    """Return the kind word; of a contact known from elsewhere it tells nothing, to nobody."""
    if before is not None:
        return _("You support this idea already. It counts once, and what you told us is kept.")
    return ngettext(
        "Thank you. With you %(num)s person supports it.",
        "Thank you. With you %(num)s people support it.",
        idea.supports_count,
    )


@bp.post("/ideas/<int:idea_id>/support/withdrawal")
@permit("ideas:support", visible_idea)
def support_withdrawal(idea: Idea) -> Any:
    """Take one's support back."""
    verb = lambda: take_back(idea, current_person().settle())  # noqa: E731
    said = _("You have taken your support back. You can give it again at any time.")
    return act(verb, lambda done: said if done else "", _page_of(idea))


def support_page(idea: Idea, form: SupportForm, unsent: str = "") -> Any:
    """Show the form; ``unsent`` is what somebody wrote who supports this one instead."""
    person = current_person()
    mine = support_of(idea, person)
    if mine is not None and not form.is_submitted():
        form.home.data, form.age_band.data = mine.home_id, mine.age_band_id
    if not form.is_submitted():
        form.helps.data = sorted({*(form.helps.data or ()), *offered_by(idea, person)})
    page = render_template("ideas/support.html", idea=idea, form=form, mine=mine, unsent=unsent)
    return personal(page)


def _form() -> SupportForm:
    return SupportForm(account=current_person().is_authenticated).of(current_person())


def _to_the_lead(idea: Idea) -> Any:
    told = _("“%(title)s” was merged into this idea. Your support counts here.", title=idea.title)
    flash(told, "info")
    return redirect(url_for("ideas.support", idea_id=idea.lead_id), 303)


def _page_of(idea: Idea) -> str:
    return url_for("ideas.show", idea_id=idea.id, _anchor="support")
