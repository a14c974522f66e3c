"""Decide many texts as one, by the worker: what was asked for, and what became of each text.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "joint_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("because", sa.String(1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_joint_decision_by_id_person"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_joint_decision_job_id_job"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_decision"),
    )
    op.create_index("ix_joint_decision_by_id", "joint_decision", ["by_id"])
    op.create_table(
        "joint_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(6), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["joint_decision.id"], name="fk_joint_part_decision_id_joint_decision"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["review_item.id"],
            name="fk_joint_part_item_id_review_item",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_joint_part"),
    )
    op.create_index("ix_joint_part_decision", "joint_part", ["decision_id", "outcome"])
    op.create_index("ix_joint_part_item_id", "joint_part", ["item_id"])
    op.create_index(
        "uq_joint_part_pending",
        "joint_part",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )


def downgrade():
    op.drop_table("joint_part")
    op.drop_table("joint_decision")
