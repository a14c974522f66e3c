"""Open review items for texts that wait, were reported or hidden lately; mark safety topics.

Revision ID: 0027
Revises: 0026
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

#: Tables of texts, and the column of the place they stand in.
TEXTS = {
    "opinion": ("conversation", "conversation_id"),
    "idea": ("", ""),
    "idea_comment": ("", ""),
    "idea_picture": ("", ""),
    "community": ("", ""),
    "meeting_question": ("meeting", "meeting_id"),
    "minutes_comment": ("meeting", "meeting_id"),
}
#: Weights as the rules gave them at the time of this migration.
WAITS, REPORT, MOST_REPORTED = 20, 10, 100
RECENT = timedelta(days=30)
#: Beginnings of names of kinds of program in which crime or traffic is spoken of.
SAFETY = (
    "%bűnmegelőz%",
    "%Bűnmegelőz%",
    "%özbiztons%",
    "%özlekedésbiztons%",
    "%özlekedési bizton%",
)

MOMENT = sa.DateTime(timezone=True)
ITEM = sa.table(
    "review_item",
    *(sa.column(name, sa.Integer) for name in ("id", "subject_id", "version", "score", "place_id")),
    *(sa.column(name, sa.String) for name in ("subject_kind", "place_kind", "campaign")),
    *(sa.column(name, MOMENT) for name in ("opened_at", "decided_at")),
    sa.column("decided_by_id", sa.Integer),
    sa.column("decided_act", sa.String),
    *(sa.column(name, sa.Boolean) for name in ("waiting", "held", "reported", "light")),
)
CAUSE = sa.table(
    "review_cause",
    *(sa.column(name, sa.Integer) for name in ("item_id", "weight")),
    sa.column("kind", sa.String),
    sa.column("details", sa.JSON),
)
FLAG = sa.table(
    "flag",
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("closed_at", MOMENT),
)
HIDING = sa.table(
    "hiding",
    sa.column("subject_kind", sa.String),
    *(sa.column(name, sa.Integer) for name in ("subject_id", "by_id")),
    *(sa.column(name, MOMENT) for name in ("at", "restored_at")),
)


def upgrade():
    """Read what waits, was reported or hidden, and put it into the queue."""
    connection = op.get_bind()
    category = sa.table(
        "category", sa.column("name_hu", sa.String), sa.column("safety", sa.Boolean)
    )
    named = sa.or_(*(category.c.name_hu.like(name) for name in SAFETY))
    connection.execute(sa.update(category).where(named).values(safety=True))
    known = {
        tuple(row) for row in connection.execute(sa.select(ITEM.c.subject_kind, ITEM.c.subject_id))
    }
    for kind, place in TEXTS.items():
        _open(connection, kind, place, known)


def _open(connection, kind, place, known):
    """Write the items of one kind of text; those that are there already stay as they are."""
    text = sa.table(
        kind,
        sa.column("id", sa.Integer),
        sa.column("waiting", sa.Boolean),
        sa.column("created_at", MOMENT),
        sa.column(place[1] or "id", sa.Integer),
    )
    flags, hidings = _flags(connection, kind), _hidings(connection, kind)
    wanted = sa.select(text.c.id, text.c.waiting, text.c.created_at, text.c[place[1] or "id"])
    ids = [*flags, *hidings]
    chunks = [ids[at : at + 500] for at in range(0, len(ids), 500)]
    rows = {row[0]: row for row in connection.execute(wanted.where(text.c.waiting))}
    for chunk in chunks:
        rows |= {row[0]: row for row in connection.execute(wanted.where(text.c.id.in_(chunk)))}
    for number, waiting, at, place_id in rows.values():
        hiding = hidings.get(number)
        lately = hiding is None or _aware(hiding[1]) >= datetime.now(UTC) - RECENT
        if (kind, number) in known or not lately:
            continue
        values = {"subject_kind": kind, "subject_id": number, "campaign": f"{kind}-{number}"}
        values |= {"place_kind": place[0], "place_id": place_id if place[0] else 0}
        _write(connection, values, at, waiting, flags.get(number, 0), hiding)


def _write(connection, values, at, waiting, reports, hiding):
    weights = {"waits": WAITS} if waiting else {}
    if reports:
        weights["flag"] = min(REPORT * reports, MOST_REPORTED)
    if hiding is not None:
        weights = {}
    values |= {"version": 1, "score": sum(weights.values()), "opened_at": at, "held": False}
    values |= {"waiting": "waits" in weights, "reported": "flag" in weights, "light": False}
    values |= {"decided_act": "", "decided_at": None, "decided_by_id": None}
    if hiding is not None:
        values |= {"decided_act": "hidden", "decided_by_id": hiding[0], "decided_at": hiding[1]}
    number = connection.execute(sa.insert(ITEM).values(**values).returning(ITEM.c.id)).scalar_one()
    for kind, weight in weights.items():
        details = {"people": reports} if kind == "flag" else {}
        row = {"item_id": number, "kind": kind, "weight": weight, "details": details}
        connection.execute(sa.insert(CAUSE).values(**row))


def _flags(connection, kind):
    """Return how many open reports each text of a kind has."""
    query = sa.select(FLAG.c.subject_id, sa.func.count()).where(
        FLAG.c.subject_kind == kind, FLAG.c.closed_at.is_(None)
    )
    return dict(connection.execute(query.group_by(FLAG.c.subject_id)).tuples().all())


def _hidings(connection, kind):
    """Return who hid each hidden text of a kind, and when."""
    query = sa.select(HIDING.c.subject_id, HIDING.c.by_id, HIDING.c.at).where(
        HIDING.c.subject_kind == kind, HIDING.c.restored_at.is_(None)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _aware(at):
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def downgrade():
    """The tables go with an earlier step; kinds of program keep no mark without its column."""
