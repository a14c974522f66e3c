"""One click about one word of a theme: on the board, or beside its entry in the codebook."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.themes import fetching
from forum.themes.board import operations, teaching
from forum.themes.fetching import Placed
from forum.themes.models import Theme
from forum.themes.views import bp

ACTS = ("add", "remove", "avoid", "allow")


@bp.post("/conversations/<int:conversation_id>/board/themes/<int:theme_id>/words")
@permit("themes:sort", fetching.conversation_theme)
def teach(placed: Placed) -> Any:
    """Change a word of a theme on the board, as a step that can be undone."""
    conversation, theme = placed
    act, word = _clicked()
    operations.teach(conversation, theme, current_person(), act, word)
    there = {"conversation_id": conversation.id, "theme_id": theme.id}
    return _back(act, word, url_for("themes.theme_on_board", **there))


@bp.post("/codebook/<int:theme_id>/words")
@permit("themes:sort", fetching.theme)
def teach_entry(theme: Theme) -> Any:
    """Change a word of a theme in the codebook; what it was is kept."""
    act, word = _clicked()
    teaching.teach(theme, current_person(), act, word)
    return _back(act, word, url_for("themes.edit_theme", theme_id=theme.id))


def _clicked() -> tuple[str, str]:
    """Return the button that was pressed: its name is the act, its value the word."""
    return next(((act, request.form[act]) for act in ACTS if act in request.form), ("", ""))


def _back(act: str, word: str, page: str) -> Any:
    db.session.commit()
    sentences = {
        "add": _("“%(word)s” tells the theme from the next sorting on.", word=word),
        "remove": _("“%(word)s” is no longer among its words.", word=word),
        "avoid": _("“%(word)s” will be passed over and not suggested again.", word=word),
        "allow": _("“%(word)s” may speak for the theme again.", word=word),
    }
    flash(sentences[act], "success")
    return redirect(local_path(request.form.get("next"), page) + "#words", 303)
