"""Downloads: the public figures for everybody, the whole ledger for planners."""

from typing import Any

from flask import Response, abort

from forum.core.access import permit
from forum.core.kept import keep_private
from forum.core.spreadsheets import Sheet, csv_bytes, xlsx_bytes
from forum.participation import exports, storing
from forum.participation.views import bp

KINDS: dict[str, tuple[str, Any]] = {
    "csv": ("text/csv; charset=utf-8", csv_bytes),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes),
}


@bp.get("/participation/figures.<kind>")
@permit("participation:read")
def download(kind: str) -> Response:
    """Download the public figures."""
    now, public = storing.stored(storing.NOW), storing.stored(storing.PUBLIC)
    if now is None or public is None or kind not in KINDS:
        abort(404)
    return _file("participation", kind, exports.public_sheets(now, public))


@bp.get("/participation/ledger.<kind>")
@permit("participation:manage")
def export(kind: str) -> Response:
    """Download the ledger, line by line."""
    now = storing.stored(storing.NOW)
    if now is None or kind not in KINDS:
        abort(404)
    return keep_private(_file("ledger", kind, exports.ledger_sheets(now)))


def _file(name: str, kind: str, sheets: list[Sheet]) -> Response:
    media_type, write = KINDS[kind]
    response = Response(write(sheets), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
