"""Let the author's reply to an answer wait, be hidden and be somebody's, as any text of residents."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("idea_answer") as table:
        table.add_column(
            sa.Column("visible", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(
            sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_idea_answer_author_id_person"), "person", ["author_id"], ["id"]
        )
        table.create_index(op.f("ix_idea_answer_visible"), ["visible"])
        table.create_index(op.f("ix_idea_answer_waiting"), ["waiting"])
        table.create_index(op.f("ix_idea_answer_author_id"), ["author_id"])
    op.execute(
        "UPDATE idea_answer SET author_id = "
        "(SELECT author_id FROM idea WHERE idea.id = idea_answer.idea_id) "
        "WHERE replied_at IS NOT NULL"
    )


def downgrade():
    """What is hidden or waits is taken out: the house before shows every reply there is."""
    op.execute("UPDATE idea_answer SET reply = '' WHERE visible = false")
    with op.batch_alter_table("idea_answer") as table:
        table.drop_index(op.f("ix_idea_answer_author_id"))
        table.drop_index(op.f("ix_idea_answer_waiting"))
        table.drop_index(op.f("ix_idea_answer_visible"))
        table.drop_constraint(op.f("fk_idea_answer_author_id_person"), type_="foreignkey")
        table.drop_column("author_id")
        table.drop_column("waiting")
        table.drop_column("visible")
