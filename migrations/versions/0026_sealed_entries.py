"""Seal the entries the log already has, in order, and make the seals append-only.

Revision ID: 0026
Revises: 0025
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("act", sa.String),
    sa.column("actor_id", sa.Integer),
    sa.column("actor_name", sa.String),
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("reference", sa.String),
    sa.column("details", sa.JSON),
    sa.column("public", sa.Boolean),
)
SEAL = sa.table(
    "audit_seal",
    sa.column("id", sa.Integer),
    sa.column("entry_id", sa.Integer),
    sa.column("previous", sa.String),
    sa.column("digest", sa.String),
)
BATCH = 1000


def upgrade():
    _seal(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_seal_no_{verb.lower()} BEFORE {verb} ON audit_seal "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_seal "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()"
    )
    op.execute(
        "CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()"
    )


def _seal(bind):
    """Write the chain as forum/audit/seals.py describes it; nothing to do when there is one."""
    if bind.scalar(sa.select(sa.func.count()).select_from(SEAL)):
        return
    number, digest, after = 0, "0" * 64, -1
    while True:
        query = sa.select(ENTRY).where(ENTRY.c.id > after).order_by(ENTRY.c.id).limit(BATCH)
        entries = list(bind.execute(query).mappings())
        if not entries:
            return
        seals = []
        for entry in entries:
            number += 1
            sealed = hashlib.sha256(f"{digest}\n{_canonical(entry)}".encode()).hexdigest()
            seals.append(
                {"id": number, "entry_id": entry["id"], "previous": digest, "digest": sealed}
            )
            digest = sealed
        bind.execute(sa.insert(SEAL), seals)
        after = entries[-1]["id"]


def _canonical(entry):
    at = entry["at"]
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    values = {**entry, "at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    return json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS audit_seal_no_{verb}")
        op.execute("DELETE FROM audit_seal")
        return
    op.execute("DROP TRIGGER audit_seal_no_change ON audit_seal")
    op.execute("DROP TRIGGER audit_seal_no_truncate ON audit_seal")
    op.execute("DELETE FROM audit_seal")
