"""Ask accounts whether they are sixteen that were never asked: all residents' made before now."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(
            sa.Column("age_to_ask", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE person SET age_to_ask = true WHERE role <> 'visitor' "
        "AND id NOT IN (SELECT person_id FROM guardian)"
    )


def downgrade():
    with op.batch_alter_table("person") as table:
        table.drop_column("age_to_ask")
