"""Public pages of summaries: the list, each publication at its stable address, its files."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.db import db
from forum.core.i18n import language
from forum.core.kept import public_page
from forum.reports import queries
from forum.reports.files import DOWNLOADS
from forum.reports.forms import TakedownForm
from forum.reports.models import Publication, PublicationFile
from forum.reports.rendering import shown_page

bp = Blueprint("reports", __name__)


@bp.get("/summaries")
@public_page(queries.stamp)
@permit("reports:read")
def index() -> str:
    """List what was published, the newest first."""
    return render_template("reports/index.html", page=queries.listed(), pdf=_pdf_name())


def _pdf_name() -> str:
    return f"summary.{language()}.pdf"


@bp.get("/summaries/<int:number>")
@public_page(queries.stamp)
@permit("reports:read", queries.by_number)
def show(publication: Publication) -> Any:
    """Show a publication as it was frozen, or say that it was withdrawn."""
    if publication.takedown is not None:
        return _withdrawn(publication)
    files = {file.name: file for file in publication.files}
    return render_template(
        "reports/show.html",
        publication=publication,
        article=shown_page(files[f"summary.{language()}.html"].content),
        files=files,
        downloads=DOWNLOADS,
        pdf=_pdf_name(),
    )


def _withdrawn(publication: Publication) -> Any:
    files = {file.name: file for file in publication.files}
    page = render_template(
        "reports/withdrawn.html", publication=publication, kept_files=files, downloads=DOWNLOADS
    )
    return page, 410


@bp.get("/summaries/<int:number>/<name>")
@permit("reports:read", queries.file_of)
def file(kept: PublicationFile) -> Any:
    """Send a frozen file; what was withdrawn is sent to administrators only."""
    publication = kept.publication
    if publication.takedown is not None and not can(
        current_person(), "reports:takedown", publication
    ):
        return _withdrawn(publication)
    if _known(kept.sha256):
        return Response(status=304, headers={"ETag": f'"{kept.sha256}"'})
    return Response(kept.content, content_type=kept.media_type, headers=_headers(kept))


def _known(sha256: str) -> bool:
    """Whether the visitor has the file already; compression adds its name to the tag."""
    tags = request.if_none_match.as_set(include_weak=True)
    return any(tag.partition(":")[0] == sha256 for tag in tags)


def _headers(kept: PublicationFile) -> dict[str, str]:
    """Return headers under which a file is only ever a file, and stays fresh."""
    saved_as = f"kalaka-{kept.publication.number}-{kept.name}"
    return {
        "ETag": f'"{kept.sha256}"',
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{saved_as}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }


@bp.get("/summaries/<int:number>/withdrawal")
@permit("reports:takedown", queries.by_number)
def withdrawing(publication: Publication) -> Any:
    """Ask for the legal reason for which a publication is withdrawn."""
    return render_template("reports/withdrawal.html", publication=publication, form=TakedownForm())


@bp.post("/summaries/<int:number>/withdrawal")
@permit("reports:takedown", queries.by_number)
def withdraw(publication: Publication) -> Any:
    """Withdraw a publication for a legal reason."""
    form = TakedownForm()
    if not form.validate_on_submit():
        page = render_template("reports/withdrawal.html", publication=publication, form=form)
        return page, 422
    publication.take_down(current_person(), form.because.data)
    db.session.commit()
    flash(_("The summary is withdrawn. Its page now says so."), "success")
    return redirect(url_for("reports.index"), 303)
