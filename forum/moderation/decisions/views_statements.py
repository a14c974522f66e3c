"""Pages of statements of reasons: read one by its link, and appeal."""

from typing import Any

from flask import Flask, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.db import db
from forum.core.kept import personal
from forum.core.limits import network_address, too_many
from forum.core.pages import paginate
from forum.moderation.decisions.appeals import appeal as ask_again
from forum.moderation.decisions.appeals import appeal_of
from forum.moderation.decisions.forms import AppealForm
from forum.moderation.decisions.queries_statements import about, by_token, of_author
from forum.moderation.decisions.statements import Statement
from forum.moderation.pages import bp
from forum.moderation.subjects import subjects

#: Appeals from one address in an hour; a family may disagree more than once.
MOST_APPEALS, MINUTES = 20, 60


@permit("moderation:statement", by_token)
def statement(found: Statement) -> Any:
    """Show what was decided on a text and why, to whoever has the link."""
    return personal(_statement_page(found))


@permit("moderation:statement", by_token)
def appeal_form(found: Statement) -> Any:
    """Ask why the author does not agree."""
    if appeal_of(found) or not found.may_be_appealed:
        return redirect(found.path, 303)
    return personal(_appeal_page(found, AppealForm()))


@permit("moderation:statement", by_token)
def appeal(found: Statement) -> Any:
    """Take an appeal in; sent twice it is one."""
    form = AppealForm()
    if not form.validate_on_submit():
        return personal(_appeal_page(found, form), 422)
    if too_many("appeal", network_address(), MOST_APPEALS, MINUTES):
        form.form_errors.append(_("Many appeals came from here. Please try again in an hour."))
        db.session.commit()
        return personal(_appeal_page(found, form), 429)
    refused = refusal(form, lambda: ask_again(found, form.words.data))
    if refused:
        return personal(_appeal_page(found, form), refused.status)
    flash(_("Your appeal has arrived. Another person looks at it."), "success")
    return redirect(found.path, 303)


@bp.get("/own")
@permit("moderation:statement")
def own() -> Any:
    """List what was decided on one's own words, in whatever room; also without an account."""
    person = current_person()
    page = paginate(of_author(person.id or 0))
    return personal(render_template("moderation/statement_list.html", page=page))


def _statement_page(found: Statement) -> str:
    return render_template(
        "moderation/statement.html",
        statement=found,
        appeal=appeal_of(found),
        may_appeal=found.may_be_appealed,
        holds=found.is_true,
        read_at=_read_at(found),
    )


def _read_at(found: Statement) -> str:
    """Return where the reader may see the text it is about; empty when they may not."""
    subject = subjects().get(found.subject_kind)
    text = subject.fetch(current_person(), found.subject_id) if subject else None
    return subject.read_at(text) if subject and text is not None else ""


def _appeal_page(found: Statement, form: AppealForm) -> str:
    return render_template("moderation/appeal.html", statement=found, form=form)


def init_app(app: Flask) -> None:
    """Open the pages whose address stands in letters: it is short, and outside the office's."""
    rule = "/statements/<token>"
    app.add_url_rule(rule, "moderation.statement", statement)
    app.add_url_rule(f"{rule}/appeal", "moderation.appeal_form", appeal_form)
    app.add_url_rule(f"{rule}/appeal", "moderation.appeal", appeal, methods=["POST"])

    @app.context_processor
    def told() -> dict[str, Any]:
        return {"statements_about": statements_about, "figures_of_log": _figures_link}


def _figures_link() -> str:
    """Return where the page of the log leads on to."""
    return url_for("moderation.figures")


def statements_about(*texts: Any) -> dict[int, list[Statement]]:
    """Return the statements of texts of one kind by the text's number, for the author's pages."""
    rows = [text for text in texts if text is not None]
    if not rows:
        return {}
    return about(str(rows[0].__tablename__), [row.id for row in rows])
