"""Pages on which a part of a text is covered."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import keep_private
from forum.moderation.covering.forms import CoverForm, CoverPictureForm, UncoverForm
from forum.moderation.covering.pictures import cover_picture
from forum.moderation.covering.redactions import Redaction, redactions_of
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover, covers, digest
from forum.moderation.fetching import named, visible_text
from forum.moderation.frozen import documents_with
from forum.moderation.pages import bp
from forum.moderation.subjects import card_of, parts_of


def redaction_to_undo(person: Any, redaction_id: int) -> Any:
    """Return the text a redaction belongs to."""
    row = db.session.get(Redaction, redaction_id)
    return visible_text(person, row.subject_kind, row.subject_id) if row else None


@bp.get("/<kind>/<int:text_id>/redacting")
@permit("moderation:redact", visible_text)
def redacting_page(text: Any) -> Any:
    """Show a text word by word, to choose what is covered."""
    return _page(text, _form(text, formdata=None))


@bp.post("/<kind>/<int:text_id>/redacting")
@permit("moderation:redact", visible_text)
def redacting(text: Any) -> Any:
    """Cover the chosen words, or the marked parts of a picture."""
    form = _form(text)
    if not form.validate_on_submit():
        return _page(text, form, 422)
    refused = refusal(form, lambda: _cover(text, form))
    if refused:
        return _page(text, form, refused.status)
    flash(_("It is covered, and the author is told."), "success")
    return redirect(_here(text), 303)


@bp.post("/redactions/<int:redaction_id>/undoing")
@permit("moderation:redact", redaction_to_undo)
def uncovering(text: Any) -> Any:
    """Take a cover off again."""
    form = UncoverForm()
    row = db.session.get(Redaction, (request.view_args or {})["redaction_id"])
    if not form.validate_on_submit():
        flash(str(form.because.errors[0]) if form.because.errors else "", "error")
        return redirect(_here(text), 303)
    said = _("It is shown again, and the author is told.")
    return act(lambda: _uncover(row, form.because.data), said, _here(text))


def _uncover(row: Redaction | None, because: str) -> None:
    if row is None or not row.undo(current_person(), because):
        raise Refused(_("Somebody else has done this meanwhile."))


def _cover(text: Any, form: Any) -> Redaction:
    by, why = current_person(), (form.kind.data, form.because.data, form.reason.data)
    if isinstance(form, CoverPictureForm):
        return cover_picture(text, by, form.read_boxes, *why)
    numbers, seen = form.word.data or [], str(form.seen.data or "")
    return cover(text, by, _part(text), numbers, *why, seen=seen)


def _form(text: Any, **kwargs: Any) -> Any:
    picture = hasattr(text, "small") and _part(text) == ""
    return (CoverPictureForm if picture else CoverForm)(**kwargs)


def _part(text: Any) -> str:
    """Return the column that is asked for: the first one with words, or empty for a picture."""
    asked = request.values.get("part", "")
    parts = parts_of(text)
    if asked in parts:
        return asked
    return "" if hasattr(text, "small") or not parts else parts[0]


def _here(text: Any) -> str:
    return url_for("moderation.redacting_page", part=_part(text), **named(text))


def _page(text: Any, form: Any, status: int = 200) -> Any:
    part = _part(text)
    words = str(getattr(text, part) or "") if part else ""
    chosen = set(form.word.data or [])
    html = render_template(
        "moderation/redact.html",
        text=text,
        form=form,
        part=part,
        parts=parts_of(text),
        has_picture=hasattr(text, "small"),
        seen=digest(text),
        words=words_of(words, covers(text, part)) if part else [],
        whole=words,
        chosen=chosen,
        covered=redactions_of(text),
        documents=documents_with(text),
        uncover=UncoverForm(formdata=None),
        card=card_of(text),
        **named(text),
    )
    return keep_private(make_response(html, status))
