"""The way back to a registration for who has only its code, on paper or in a letter."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for

from forum.core.access import permit
from forum.core.codes import clean_code
from forum.core.kept import keep_private
from forum.events.registration.forms_code import CodeForm
from forum.events.views import bp


@bp.get("/registrations")
@permit("events:register")
def find() -> Any:
    """Ask for a code; lead to the registration's own page once it is typed."""
    if "code" not in request.args:
        return _page(CodeForm(formdata=None))
    form = CodeForm(request.args)
    if not form.validate():
        return _page(form, 422)
    return redirect(url_for("events.registered", code=clean_code(form.code.data)), 303)


def _page(form: CodeForm, status: int = 200) -> Any:
    return keep_private(make_response(render_template("events/find.html", form=form), status))
