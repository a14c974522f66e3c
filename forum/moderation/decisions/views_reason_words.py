"""Pages on which planners keep words for reasons."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.moderation.decisions import reason_words as kept
from forum.moderation.decisions.forms import ReasonWordsForm
from forum.moderation.decisions.reason_words import ReasonTemplate
from forum.moderation.pages import bp


def words_to_retire(_person: Any, words_id: int) -> ReasonTemplate | None:
    """Return words that were kept."""
    return db.session.get(ReasonTemplate, words_id)


@bp.get("/reason-words")
@permit("moderation:reason_words")
def reason_words() -> str:
    """Show the words kept for reasons."""
    return _page(ReasonWordsForm(formdata=None))


@bp.post("/reason-words")
@permit("moderation:reason_words")
def add_reason_words() -> Any:
    """Keep words for a reason."""
    form = ReasonWordsForm()
    if not form.validate_on_submit():
        return _page(form), 422
    words = form.reason.data, form.words_hu.data, form.words_en.data or ""
    kept.add(current_person(), *words, form.key)
    db.session.commit()
    flash(_("The words are kept."), "success")
    return redirect(url_for("moderation.reason_words"), 303)


@bp.post("/reason-words/<int:words_id>/retirement")
@permit("moderation:reason_words", words_to_retire)
def retire_reason_words(row: ReasonTemplate) -> Any:
    """Offer words no more."""
    row.retire(current_person())
    db.session.commit()
    return redirect(url_for("moderation.reason_words"), 303)


def _page(form: ReasonWordsForm) -> str:
    return render_template("moderation/reason_words.html", form=form, kept=kept.in_use())
