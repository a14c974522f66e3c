"""Pages everybody reads: the list of forums, and the page of one."""

from flask import Blueprint, Response, render_template

from forum.core.access import current_person, permit
from forum.core.kept import public_page
from forum.meetings import extensions, queries
from forum.meetings.documents import send
from forum.meetings.models import AgendaDocument, Meeting
from forum.meetings.queries import visible_document, visible_meeting

bp = Blueprint("meetings", __name__)


@bp.get("/forums")
@public_page(queries.stamp)
@permit("meetings:read")
def index() -> str:
    """List the forums: what is on and coming first, then those that were held."""
    person = current_person()
    return render_template(
        "meetings/index.html", coming=queries.coming(person), held=queries.held(person)
    )


@bp.get("/forums/<int:meeting_id>")
@public_page(queries.stamp)
@permit("meetings:read", visible_meeting)
def show(meeting: Meeting) -> str:
    """Show what the forum is for, when and where it is, its agenda, and what other parts add."""
    sections = extensions.sections(current_person(), meeting)
    return render_template("meetings/show.html", meeting=meeting, sections=sections)


@bp.get("/forums/documents/<int:document_id>")
@permit("meetings:read", visible_document)
def document(document: AgendaDocument) -> Response:
    """Hand out a document of the agenda: a picture to look at, a PDF to save."""
    return send(document)
