"""Pages on which all of a text is removed because the law requires it."""

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.db import db
from forum.core.kept import keep_private
from forum.moderation.covering.forms import RemoveForm
from forum.moderation.covering.removals import removal_of
from forum.moderation.covering.removing import remove
from forum.moderation.fetching import named, visible_text
from forum.moderation.frozen import documents_with
from forum.moderation.pages import bp
from forum.moderation.subjects import card_of


@bp.get("/<kind>/<int:text_id>/removing")
@permit("moderation:remove", visible_text)
def removing_page(text: Any) -> Any:
    """Ask for the legal ground."""
    return _page(text, RemoveForm())


@bp.post("/<kind>/<int:text_id>/removing")
@permit("moderation:remove", visible_text)
def removing(text: Any) -> Any:
    """Remove a text because the law requires it."""
    form = RemoveForm()
    if not form.validate_on_submit():
        return _page(text, form, 422)
    words = form.ground.data, form.number.data, form.because.data
    refused = refusal(form, lambda: remove(text, current_person(), *words))
    if refused:
        return _page(text, form, refused.status)
    flash(_("It is removed, and the author is told."), "success")
    return redirect(url_for("moderation.removing_page", **named(text)), 303)


@bp.post("/<kind>/<int:text_id>/unsealing")
@permit("moderation:unseal", visible_text)
def unsealing(text: Any) -> Any:
    """Show an administrator what was removed, and write into the log that it was read."""
    removal = removal_of(text)
    words = removal.unseal(current_person()) if removal is not None else None
    db.session.commit()
    if words is None:
        return redirect(url_for("moderation.removing_page", **named(text)), 303)
    return _page(text, RemoveForm(formdata=None), words=words)


def _page(text: Any, form: RemoveForm, status: int = 200, words: Any = None) -> Any:
    html = render_template(
        "moderation/removal.html",
        text=text,
        form=form,
        removal=removal_of(text),
        documents=documents_with(text),
        card=card_of(text),
        words=words,
        **named(text),
    )
    return keep_private(make_response(html, status))
