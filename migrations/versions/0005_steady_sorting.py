"""What moved between two analyses, and decisions held back to measure with.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: JSON columns with what they hold in rows that were there before.
ADDED = (
    ("theme", "avoid", "[]"),
    ("analysis", "samples", "[]"),
    ("analysis", "arrived", "[]"),
    ("analysis", "counts", "{}"),
    ("analysis", "words", "{}"),
    ("analysis", "quotes", "{}"),
    ("analysis", "codebook", "{}"),
)


def upgrade():
    for table, name, empty in ADDED:
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    held = sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("verdict", held)
    # Until now every tenth decision was kept from learning.
    op.execute("UPDATE verdict SET held = (position % 10 = 0)")
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("splits_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_proposal_splits_id_theme", "theme", ["splits_id"], ["id"])
    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("joined", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("gain", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["analysis_id"], ["analysis.id"], "fk_move_analysis_id_analysis"),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], "fk_move_opinion_id_opinion"),
        sa.PrimaryKeyConstraint("id", name="pk_move"),
    )
    op.create_index("ix_move_analysis_id", "move", ["analysis_id"])
    op.create_index("ix_move_opinion_id", "move", ["opinion_id"])


def downgrade():
    op.drop_table("move")
    op.execute("DELETE FROM proposal WHERE splits_id IS NOT NULL")
    with op.batch_alter_table("proposal") as table:
        table.drop_constraint("fk_proposal_splits_id_theme", type_="foreignkey")
        table.drop_column("splits_id")
    op.drop_column("verdict", "held")
    for table, name, _empty in reversed(ADDED):
        op.drop_column(table, name)
