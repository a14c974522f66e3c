"""Seasons, programs, sessions, series and feedback.

Revision ID: 0018
Revises: 0017

"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("name_hu", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_season_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
        sa.UniqueConstraint("name_hu", name=op.f("uq_season_name_hu")),
    )
    op.create_table(
        "program",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("title_hu", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("description_hu", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("organiser_hu", sa.String(length=200), nullable=False),
        sa.Column("organiser_en", sa.String(length=200), nullable=False),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("price_hu", sa.String(length=200), server_default="", nullable=False),
        sa.Column("price_en", sa.String(length=200), server_default="", nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("funding_hu", sa.String(length=200), nullable=False),
        sa.Column("funding_en", sa.String(length=200), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_because", sa.String(length=500), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome_hu", sa.String(length=2000), nullable=False),
        sa.Column("outcome_en", sa.String(length=2000), nullable=False),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announced_by_id"], ["person.id"], name=op.f("fk_program_announced_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["person.id"], name=op.f("fk_program_cancelled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_program_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_program_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_program_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_program_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_program_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_program_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_program_season_id_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_program_conversation_id")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_program_submit_key")),
    )
    with op.batch_alter_table("program", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_program_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_program_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_program_season_id"), ["season_id"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("good_id", sa.Integer(), nullable=True),
        sa.Column("better_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("contact_key", sa.String(length=64), nullable=True),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("age_band_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_feedback_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["better_id"], ["opinion.id"], name=op.f("fk_feedback_better_id_opinion")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_feedback_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_feedback_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["good_id"], ["opinion.id"], name=op.f("fk_feedback_good_id_opinion")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_feedback_neighbourhood_id_neighbourhood"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feedback_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_feedback_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_feedback_event_id_person_id")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_feedback_submit_key")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_program_id"), ["program_id"], unique=False)
        batch_op.create_index(
            "uq_feedback_contact",
            ["event_id", "contact_key"],
            unique=True,
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )

    op.create_table(
        "program_age_band",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("age_band_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_program_age_band_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_age_band_program_id_program")
        ),
        sa.PrimaryKeyConstraint("program_id", "age_band_id", name=op.f("pk_program_age_band")),
    )
    op.create_table(
        "program_neighbourhood",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_program_neighbourhood_neighbourhood_id_neighbourhood"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_neighbourhood_program_id_program")
        ),
        sa.PrimaryKeyConstraint(
            "program_id", "neighbourhood_id", name=op.f("pk_program_neighbourhood")
        ),
    )
    op.create_table(
        "program_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_series_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_series")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_program_series_submit_key")),
    )
    with op.batch_alter_table("program_series", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_program_series_program_id"), ["program_id"], unique=False
        )

    op.create_table(
        "program_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_program_session_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_session_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["program_series.id"],
            name=op.f("fk_program_session_series_id_program_series"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_session")),
        sa.UniqueConstraint("event_id", name=op.f("uq_program_session_event_id")),
    )
    with op.batch_alter_table("program_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_program_session_program_id"), ["program_id"], unique=False
        )


def downgrade():
    with op.batch_alter_table("program_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_program_session_program_id"))

    op.drop_table("program_session")
    with op.batch_alter_table("program_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_program_series_program_id"))

    op.drop_table("program_series")
    op.drop_table("program_neighbourhood")
    op.drop_table("program_age_band")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_feedback_contact",
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_feedback_program_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_person_id"))

    op.drop_table("feedback")
    with op.batch_alter_table("program", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_program_season_id"))
        batch_op.drop_index(batch_op.f("ix_program_community_id"))
        batch_op.drop_index(batch_op.f("ix_program_category_id"))

    op.drop_table("program")
    op.drop_table("season")
