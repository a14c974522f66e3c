"""Watch words, kept by planners; and what the rules look at."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.moderation.pages import bp
from forum.moderation.rules import watching
from forum.moderation.rules.forms import WordForm
from forum.moderation.rules.watching import WatchWord


@bp.get("/words")
@permit("moderation:words")
def words() -> Any:
    """Show the watch words and what else the rules look at."""
    return _page(WordForm())


@bp.post("/words")
@permit("moderation:words")
def word_added() -> Any:
    """Put a word on the list."""
    form = WordForm()
    if not form.validate():
        return _page(form), 422
    values = form.word.data, form.language.data, form.weight.data, form.holds.data
    refused = refusal(form, lambda: watching.add(*values, by=current_person()))
    if refused is not None:
        return _page(form), refused.status
    flash(_("“%(word)s” is on the list now.", word=form.word.data), "success")
    return redirect(url_for("moderation.words"), 303)


def _word(_person: Any, word_id: int) -> WatchWord | None:
    return db.session.get(WatchWord, word_id)


@bp.post("/words/<int:word_id>/dropping")
@permit("moderation:words", _word)
def word_dropping(row: WatchWord) -> Any:
    """Take a word off the list."""
    said = _("“%(word)s” is off the list.", word=row.word)
    return act(lambda: row.drop(current_person()), said, url_for("moderation.words"))


def _page(form: WordForm) -> str:
    return render_template("moderation/review_words.html", form=form, words=watching.all_words())
