"""Remember to whom it was written that their unused account will be erased, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "unused_warning",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["outbox_message.id"],
            name="fk_unused_warning_letter_id_outbox_message",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_unused_warning_person_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_unused_warning"),
    )
    op.create_index("ix_unused_warning_letter_id", "unused_warning", ["letter_id"])


def downgrade():
    op.drop_table("unused_warning")
