"""Make the participant ledger append-only, and closed periods unchangeable.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LINES = "the participant ledger is append-only"
CLOSED = "a closed period never changes"
#: Whether the period a new line is booked in has been closed.
IN_CLOSED = (
    "EXISTS (SELECT 1 FROM ledger_period WHERE id = NEW.period_id AND closed_at IS NOT NULL)"
)
SQLITE = {
    "ledger_line_no_update": f"BEFORE UPDATE ON ledger_line BEGIN SELECT RAISE(ABORT, '{LINES}')",
    "ledger_line_no_delete": f"BEFORE DELETE ON ledger_line BEGIN SELECT RAISE(ABORT, '{LINES}')",
    "ledger_line_in_open": (
        f"BEFORE INSERT ON ledger_line WHEN {IN_CLOSED} BEGIN SELECT RAISE(ABORT, '{CLOSED}')"
    ),
    "ledger_period_no_update": (
        "BEFORE UPDATE ON ledger_period WHEN OLD.closed_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{CLOSED}')"
    ),
    "ledger_period_no_delete": (
        "BEFORE DELETE ON ledger_period WHEN OLD.closed_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{CLOSED}')"
    ),
}
FUNCTIONS = {
    "ledger_line_refuse": f"RAISE EXCEPTION '{LINES}';",
    "ledger_line_in_open": (f"IF {IN_CLOSED} THEN RAISE EXCEPTION '{CLOSED}'; END IF; RETURN NEW;"),
    "ledger_period_refuse": (
        f"IF OLD.closed_at IS NOT NULL THEN RAISE EXCEPTION '{CLOSED}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    ),
}
POSTGRESQL = (
    ("ledger_line", "BEFORE UPDATE OR DELETE", "ROW", "ledger_line_refuse"),
    ("ledger_line", "BEFORE TRUNCATE", "STATEMENT", "ledger_line_refuse"),
    ("ledger_line", "BEFORE INSERT", "ROW", "ledger_line_in_open"),
    ("ledger_period", "BEFORE UPDATE OR DELETE", "ROW", "ledger_period_refuse"),
)


def _name(table, when):
    return f"{table}_{when.split()[1].lower()}"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        for name, body in SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {body}; END")
        return
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
    for table, when, each, function in POSTGRESQL:
        op.execute(
            f"CREATE TRIGGER {_name(table, when)} {when} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for table, when, _each, _function in POSTGRESQL:
        op.execute(f"DROP TRIGGER {_name(table, when)} ON {table}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")
