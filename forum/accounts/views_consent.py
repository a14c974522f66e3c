"""The versions of the privacy notice: what changed, and whether somebody agrees."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts import consents
from forum.accounts.forms_consent import NoticeForm
from forum.accounts.guardians import show_name
from forum.accounts.views import bp
from forum.core.access import can, current_person, permit
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.core.kept import personal
from forum.core.pages import local_path


@bp.app_context_processor
def helpers() -> dict[str, Any]:
    """Let every page ask whoever has to answer whether they agree to what changed."""
    return {"notice_changes": _changes}


bp.add_app_template_filter(show_name, "shown_name")


def _changes() -> list[consents.PrivacyNotice]:
    """Return what to ask about; nothing where it is asked already, or while something is broken."""
    if request.endpoint == "accounts.consent":
        return []
    try:
        return consents.to_ask(current_person())
    except SQLAlchemyError:  # the page says something else then
        return []


@bp.get("/privacy/versions")
@permit("accounts:enter")
def notice_versions() -> Any:
    """Tell since when which version of the privacy notice holds, and what changed."""
    return _versions_page(NoticeForm())


@bp.post("/privacy/versions")
@permit("accounts:notice")
def publish_notice() -> Any:
    """Put a new version in force; everybody who agreed to an older one is asked."""
    form = NoticeForm()
    if not form.validate():
        return _versions_page(form), 422
    person = current_person().settle()
    texts = (form.changed_hu.data or "", form.changed_en.data or "")
    refused = refusal(form, lambda: consents.publish(person, *texts, form.key))
    if refused is not None:
        return _versions_page(form), refused.status
    flash(_("The new version is in force."), "success")
    return redirect(url_for("accounts.notice_versions"), 303)


def _versions_page(form: NoticeForm) -> str:
    may = can(current_person(), "accounts:notice")
    return render_template(
        "accounts/consent_versions.html",
        versions=consents.versions(),
        present=consents.present(),
        form=form if may else None,
    )


@bp.get("/account/consent")
@permit("accounts:own")
def consent() -> Any:
    """Show what changed since somebody agreed, and ask; or what they said last."""
    person = current_person()
    page = render_template(
        "accounts/consent.html",
        changes=consents.to_ask(person),
        answer=consents.last_answer(person.id),
        present=consents.present(),
        target=local_path(request.args.get("next"), ""),
    )
    return personal(page)


@bp.get("/account/consent/withdrawal")
@permit("accounts:own")
def consent_back() -> Any:
    """Say what taking the consent back does, and ask once more."""
    answer = consents.last_answer(current_person().id)
    if answer is None or not answer.agreed:
        return redirect(url_for("accounts.consent"), 303)
    return personal(render_template("accounts/consent_back.html"))


@bp.post("/account/consent")
@permit("accounts:own")
def answer_consent() -> Any:
    """Take the answer; whoever says no is led to where their data can be had and erased."""
    person = current_person().settle()
    if request.form.get("answer") == "no":
        consents.note(person, agreed=False)
        db.session.commit()
        flash(
            _("You did not agree. Here you can download what we keep of you, or erase it."), "info"
        )
        return redirect(consents.OWN_DATA, 303)
    target = local_path(request.form.get("next"), url_for("accounts.profile"))
    return act(lambda: consents.note(person), _("Thank you. We noted that you agree."), target)
