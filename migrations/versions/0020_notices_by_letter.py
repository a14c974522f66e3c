"""Notices by letter and by call, preferences, following.

Revision ID: 0020
Revises: 0019

"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "following",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_kind", sa.String(length=20), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_following_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_following")),
        sa.UniqueConstraint(
            "person_id",
            "topic_kind",
            "topic_id",
            name=op.f("uq_following_person_id_topic_kind_topic_id"),
        ),
    )
    with op.batch_alter_table("following", schema=None) as batch_op:
        batch_op.create_index("ix_following_topic", ["topic_kind", "topic_id"], unique=False)

    op.create_table(
        "notice_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=False),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_preference_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_preference")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("topic_kind", sa.String(length=20), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("topic_id", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("letter_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("letter_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("call_due", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("called_by_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_notice_letter_due_at"), ["letter_due_at"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_called_by_id_person"), "person", ["called_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_letter_id_outbox_message"),
            "outbox_message",
            ["letter_id"],
            ["id"],
        )


def downgrade():
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_notice_letter_id_outbox_message"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_notice_called_by_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_notice_letter_due_at"))
        batch_op.drop_column("called_by_id")
        batch_op.drop_column("called_at")
        batch_op.drop_column("call_due")
        batch_op.drop_column("letter_id")
        batch_op.drop_column("letter_due_at")
        batch_op.drop_column("topic_id")
        batch_op.drop_column("topic_kind")

    op.drop_table("notice_preference")
    with op.batch_alter_table("following", schema=None) as batch_op:
        batch_op.drop_index("ix_following_topic")

    op.drop_table("following")
