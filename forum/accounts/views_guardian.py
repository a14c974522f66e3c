"""A guardian's answer by the link in the letter; and becoming sixteen."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from forum.accounts import guardians
from forum.accounts.guardians import Guardian
from forum.accounts.views import bp
from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.kept import personal


@bp.get("/guardian/<token>")
@permit("accounts:enter")
def guardian(token: str) -> Any:
    """Tell a guardian what it is about, or that a newer letter counts; opening does nothing."""
    return _page("accounts/guardian.html", token)


@bp.post("/guardian/<token>/consent")
@permit("accounts:enter", guardians.by_token)
def guardian_consent(row: Guardian) -> Any:
    """Take the guardian's yes."""
    said = _("Thank you. We sent you a letter with the page where you can take it back.")
    return act(row.agree, said, url_for("accounts.guardian_thanks"))


@bp.get("/guardian/<token>/withdrawal")
@permit("accounts:enter")
def guardian_no(token: str) -> Any:
    """Say what a no does before it is said, and ask once more."""
    return _page("accounts/guardian_no.html", token)


@bp.post("/guardian/<token>/withdrawal")
@permit("accounts:enter", guardians.by_token)
def guardian_withdrawal(row: Guardian) -> Any:
    """Take the guardian's no, now or later: the account closes."""
    said = _("The account is closed, and everything of it is deleted.")
    return act(row.withdraw, said, url_for("accounts.guardian_thanks"))


def _page(template: str, token: str) -> Any:
    row = guardians.by_token(current_person(), token)
    if row is None:
        return personal(render_template("accounts/guardian_over.html"), 410)
    return personal(render_template(template, row=row))


@bp.get("/guardian/done")
@permit("accounts:enter")
def guardian_thanks() -> Any:
    """Say what happens next, after the guardian's link was used up."""
    return personal(render_template("accounts/guardian_thanks.html"))


@bp.get("/account/guardian")
@permit("accounts:own")
def own_guardian() -> Any:
    """Tell a young person how it stands with their guardian's consent."""
    row = guardians.guardian_of(current_person())
    if row is None:
        return redirect(url_for("accounts.profile"), 303)
    return personal(render_template("accounts/guardian_own.html", row=row))


@bp.post("/account/guardian/sixteen")
@permit("accounts:own")
def sixteen() -> Any:
    """Take somebody's word that they are sixteen now."""
    person = current_person().settle()
    said = _("From now on you decide yourself. Your guardian’s name and contact are deleted.")
    return act(
        lambda: guardians.grow_up(person),
        lambda done: said if done else "",
        url_for("accounts.profile"),
    )
