"""What became of my word: by the code on a slip, or in one's account."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core import claims
from forum.core.access import current_person, permit
from forum.core.codes import clean_code
from forum.core.db import db
from forum.core.kept import personal
from forum.core.limits import look_up
from forum.core.pages import paginate
from forum.opinions import following
from forum.opinions.forms import FollowForm
from forum.opinions.models import Opinion, claimed_by
from forum.opinions.operations import attach
from forum.opinions.queries import by_author
from forum.opinions.slips import slip_of
from forum.opinions.views import bp

#: Opinions on one page of one's own; each is told with its whole chain.
PER_PAGE = 10


# The site's referrer policy, same-origin, never tells the address of this page to other sites;
# no-referrer would also keep it from our own forms, whose check needs it under HTTPS.
@bp.get(claims.PAGE)
@bp.get("/follow/<code>")
@permit("opinions:follow")
def follow(code: str = "") -> Any:
    """Ask for a code, or tell its holder what became of the opinion."""
    if not code:
        return _typed()
    opinion, status = look_up("follow", code, _opinion_or_page)
    if isinstance(opinion, str):
        return redirect(opinion, 303)
    if opinion is None:
        return _unknown(code, status)
    page = render_template(
        "opinions/follow.html",
        opinion=opinion,
        conversation=opinion.conversation,
        code=clean_code(code),
        chain=following.chain(opinion),
        hiding=opinion.hiding,
        slip=slip_of(opinion),
        unclaimed=opinion.author.role == "visitor",
        own=opinion.author_id == current_person().id,
    )
    return personal(page)


def _typed() -> Any:
    """Ask for a code; lead to its page once it is typed."""
    if "code" not in request.args:
        return _form_page(FollowForm(formdata=None))
    form = FollowForm(request.args)
    if not form.validate():
        return _form_page(form, 422)
    return redirect(url_for("opinions.follow", code=clean_code(form.code.data)), 303)


def _opinion(typed: str) -> Opinion | None:
    return claimed_by(clean_code(typed))


def _opinion_or_page(typed: str) -> Opinion | str | None:
    """Find an opinion, or the page that knows the code in another room."""
    return _opinion(typed) or claims.page_of(clean_code(typed))


def _unknown(code: str, status: int) -> Any:
    form = FollowForm(formdata=None, code=code[:60])
    form.code.errors = [
        _("We do not know this code. Please compare it with your slip, letter by letter.")
        if status == 404
        else _("Many wrong codes came from here. Please try again in 15 minutes.")
    ]
    return _form_page(form, status)


def _form_page(form: FollowForm, status: int = 200) -> Any:
    return personal(render_template("opinions/follow_form.html", form=form), status)


def claimed(_person: Any, code: str) -> Opinion | None:
    """Return the opinion of a code."""
    return look_up("follow", code, _opinion)[0]


@bp.post("/follow/<code>/claim")
@permit("opinions:claim", claimed)
def claim(opinion: Opinion) -> Any:
    """Take the opinion into the account of the person who has its code."""
    attach(opinion, current_person())
    db.session.commit()
    told = _("The opinion %(reference)s is in your account.", reference=opinion.reference)
    flash(told, "success")
    return redirect(url_for("opinions.mine"), 303)


@bp.get("/account/opinions")
@permit("opinions:own")
def mine() -> Any:
    """Show a person's own opinions and what became of them."""
    page = paginate(by_author(current_person()), per_page=PER_PAGE)
    return personal(
        render_template("opinions/mine.html", page=page, chains=following.chains(page.items))
    )
