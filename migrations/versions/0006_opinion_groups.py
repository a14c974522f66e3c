"""Opinion groups found in the weighings, and the order statements are shown in.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _to(table, column, other, ondelete=None):
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade():
    op.add_column(
        "opinion", sa.Column("extremity", sa.Float(), server_default="0", nullable=False)
    )
    op.create_table(
        "vote_analysis",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("on_map", sa.Integer(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        _to("vote_analysis", "conversation_id", "conversation"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_vote_analysis")),
    )
    op.create_table(
        "opinion_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        _to("opinion_group", "conversation_id", "conversation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_group")),
        sa.UniqueConstraint(
            "conversation_id", "letter", name=op.f("uq_opinion_group_conversation_id_letter")
        ),
    )
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _to("group_member", "group_id", "opinion_group", "CASCADE"),
        _to("group_member", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_group_member")),
    )
    op.create_index(op.f("ix_group_member_person_id"), "group_member", ["person_id"])
    op.create_table(
        "group_statement",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("others_taken", sa.Integer(), nullable=False),
        sa.Column("others_seen", sa.Integer(), nullable=False),
        _to("group_statement", "group_id", "opinion_group", "CASCADE"),
        _to("group_statement", "opinion_id", "opinion"),
        sa.PrimaryKeyConstraint("group_id", "opinion_id", name=op.f("pk_group_statement")),
    )
    op.create_table(
        "vote_standing",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("agrees", sa.Integer(), nullable=False),
        sa.Column("disagrees", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("consensus", sa.Float(), nullable=False),
        sa.Column("apart", sa.Float(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        _to("vote_standing", "opinion_id", "opinion"),
        _to("vote_standing", "conversation_id", "conversation"),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_vote_standing")),
    )
    op.create_index("ix_vote_standing_list", "vote_standing", ["conversation_id", "standing"])


def downgrade():
    for table in ("vote_standing", "group_statement", "group_member", "opinion_group"):
        op.drop_table(table)
    op.drop_table("vote_analysis")
    op.drop_column("opinion", "extremity")
