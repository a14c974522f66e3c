"""Pages for taking in lists: upload, look at what was found, take in, watch the progress."""

from typing import Any

from flask import Response, redirect, render_template, url_for

from forum.conversations import queries as conversations
from forum.conversations.models import Conversation
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.lists import UnreadableList
from forum.opinions import imports
from forum.opinions.forms import UploadForm
from forum.opinions.models import ImportBatch
from forum.opinions.queries import batches
from forum.opinions.views import bp

TEMPLATE = (
    "text,neighbourhood,age_group,channel,signature,contact\r\n"
    '"Több padot kérünk a térre, árnyékba.",,,paper,,\r\n'
)


def batch_of(_person: Any, batch_id: int) -> ImportBatch | None:
    """Return an uploaded list."""
    return db.session.get(ImportBatch, batch_id)


@bp.get("/conversations/<int:conversation_id>/imports", endpoint="imports")
@permit("opinions:import", conversations.visible_conversation)
def imports_list(conversation: Conversation) -> Any:
    """Upload a list, and see the lists of this conversation."""
    return _page(conversation, UploadForm())


@bp.post("/conversations/<int:conversation_id>/imports")
@permit("opinions:import", conversations.visible_conversation)
def upload(conversation: Conversation) -> Any:
    """Keep an uploaded list and show what the check found."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(conversation, form), 422
    try:
        batch = imports.prepare(
            conversation, form.file.data.filename or "", form.file.data.read(), current_person()
        )
    except UnreadableList as error:
        form.file.errors = [str(error)]
        return _page(conversation, form), 422
    db.session.commit()
    return redirect(url_for("opinions.import_batch", batch_id=batch.id), 303)


def _page(conversation: Conversation, form: UploadForm) -> str:
    return render_template(
        "opinions/imports.html", conversation=conversation, form=form, page=batches(conversation)
    )


@bp.get("/imports/template.csv")
@permit("opinions:import")
def import_template() -> Response:
    """Download an empty list with the right headings."""
    response = Response("\ufeff" + TEMPLATE, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="opinions.csv"'
    return response


@bp.get("/imports/<int:batch_id>")
@permit("opinions:import", batch_of)
def import_batch(batch: ImportBatch) -> str:
    """Show a list before it is taken in, while it is, and afterwards."""
    return render_template(
        "opinions/import.html",
        batch=batch,
        conversation=batch.conversation,
        same=batch.same,
    )


@bp.post("/imports/<int:batch_id>/start")
@permit("opinions:import", batch_of)
def import_start(batch: ImportBatch) -> Any:
    """Take the list in."""
    batch.start(by=current_person())
    db.session.commit()
    return redirect(url_for("opinions.import_batch", batch_id=batch.id), 303)


@bp.get("/imports/<int:batch_id>/progress")
@permit("opinions:import", batch_of)
def import_progress(batch: ImportBatch) -> Any:
    """Tell how far the taking in is, for the page that waits."""
    return batch.progress
