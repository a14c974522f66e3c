"""Codes of the tables' capture pages, and the QR pictures that lead to them."""

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.core.codes import clean_code, code_from, new_token, token_hash
from forum.core.db import db
from forum.core.mail import site_url
from forum.core.qr import qr_svg
from forum.meetings.models import Meeting, MeetingTable


def new_table(meeting: Meeting, number: int) -> MeetingTable:
    """Make a table with a code nobody can guess: 50 bits, valid for the hours of one forum."""
    seed = new_token()
    code = code_from("table", seed)
    return MeetingTable(meeting_id=meeting.id, number=number, seed=seed, code_hash=token_hash(code))


def table_code(table: MeetingTable) -> str:
    """Return the code in the address of the table's page."""
    return code_from("table", table.seed)


def table_with(code: str) -> MeetingTable | None:
    """Return the table whose code somebody typed or scanned."""
    query = select(MeetingTable).where(MeetingTable.code_hash == token_hash(clean_code(code)))
    return db.session.scalars(query).first()


def table_url(table: MeetingTable) -> str:
    """Return the full address of the table's page, as a phone needs it."""
    return site_url(url_for("meetings.table", code=table_code(table)))


def table_qr(table: MeetingTable) -> Markup:
    """Draw the way to the table's page."""
    return qr_svg(table_url(table), _("QR code: the page of %(table)s", table=table.label))
