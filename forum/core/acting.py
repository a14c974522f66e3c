"""Doing what a page asks for: the verb, one commit, and a kind word either way."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect

from forum.core.db import db
from forum.core.errors import Refused


def act(verb: Callable[[], Any], said: Any, target: str) -> Any:
    """Do ``verb`` and lead to ``target``; ``said`` is told there, or why it was refused.

    ``said`` may be a function of what the verb returned; nothing is said when it is empty.
    """
    try:
        made = verb()
        word = said(made) if callable(said) else said
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "error")
    else:
        if word:
            flash(str(word), "success")
    return redirect(target, 303)


def refusal(form: Any, verb: Callable[[], Any]) -> Refused | None:
    """Do ``verb`` with what a valid form holds; return why it was refused, which the form tells too.

    What was typed stays in the form, so the page is shown again with ``refused.status``.
    """
    try:
        verb()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return refused
    return None
