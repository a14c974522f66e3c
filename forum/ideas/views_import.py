"""Pages for taking in lists of ideas: upload, look at what was found, take in, see how far it is."""

from typing import Any

from flask import Response, redirect, render_template, url_for

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.i18n import language
from forum.core.lists import UnreadableList
from forum.ideas import importing
from forum.ideas.forms_desk import UploadForm
from forum.ideas.life import IdeaBatch
from forum.ideas.views import bp

#: An empty list with one row as an example, in each language.
_EXAMPLE = '"Társasjáték-délután","Hogy ne üljenek otthon az idősek.",,,,,,,,{channel},,\r\n'
TEMPLATES = {
    "hu": "cím,szöveg,programfajta,városrész,korcsoport,helyszín,időpont,mi kell,költség,csatorna,"
    "aláírás,elérhetőség\r\n" + _EXAMPLE.format(channel="papír"),
    "en": "title,text,category,neighbourhood,age_group,place,timing,needs,cost,channel,signature,"
    "contact\r\n" + _EXAMPLE.format(channel="paper"),
}


def batch_of(_person: Any, batch_id: int) -> IdeaBatch | None:
    """Return an uploaded list."""
    return db.session.get(IdeaBatch, batch_id)


@bp.get("/ideas/imports", endpoint="imports")
@permit("ideas:import")
def imports_list() -> str:
    """Upload a list, and see the lists so far."""
    return _page(UploadForm())


@bp.post("/ideas/imports")
@permit("ideas:import")
def upload() -> Any:
    """Keep an uploaded list and show what the check found."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(form), 422
    file = form.file.data
    try:
        batch = importing.prepare(file.filename or "", file.read(), current_person())
    except UnreadableList as error:
        form.file.errors = [str(error)]
        return _page(form), 422
    db.session.commit()
    return redirect(url_for("ideas.import_batch", batch_id=batch.id), 303)


def _page(form: UploadForm) -> str:
    return render_template("ideas/imports.html", form=form, page=importing.batches())


@bp.get("/ideas/imports/template.csv")
@permit("ideas:import")
def import_template() -> Response:
    """Download an empty list with the right headings."""
    response = Response("\ufeff" + TEMPLATES[language()], mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="ideas.csv"'
    return response


@bp.get("/ideas/imports/<int:batch_id>")
@permit("ideas:import", batch_of)
def import_batch(batch: IdeaBatch) -> str:
    """Show a list before it is taken in, while it is, and afterwards."""
    return render_template("ideas/import.html", batch=batch, same=batch.same)


@bp.post("/ideas/imports/<int:batch_id>/start")
@permit("ideas:import", batch_of)
def import_start(batch: IdeaBatch) -> Any:
    """Take the list in."""
    batch.start(by=current_person())
    db.session.commit()
    return redirect(url_for("ideas.import_batch", batch_id=batch.id), 303)


@bp.get("/ideas/imports/<int:batch_id>/progress")
@permit("ideas:import", batch_of)
def import_progress(batch: IdeaBatch) -> dict[str, Any]:
    """Tell how far the taking in is, for the page that waits."""
    return batch.progress
