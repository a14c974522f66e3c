"""Keep with a published table how many people it was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("published_cells") as table:
        table.add_column(sa.Column("people", sa.Integer(), nullable=True))


def downgrade():
    with op.batch_alter_table("published_cells") as table:
        table.drop_column("people")
