"""Needs, candidates, plans, ballots.

Revision ID: 0019
Revises: 0018

"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("title_hu", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("text_hu", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("concerns_hu", sa.String(length=300), nullable=False),
        sa.Column("concerns_en", sa.String(length=300), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_need_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_need_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_need_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_need_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_need_submit_key")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contact_key", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("age_band_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_ballot_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_ballot_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_ballot_neighbourhood_id_neighbourhood"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ballot_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_ballot_season_id_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("season_id", "person_id", name=op.f("uq_ballot_season_id_person_id")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_ballot_submit_key")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_ballot_contact",
            ["season_id", "contact_key"],
            unique=True,
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )

    op.create_table(
        "need_age_band",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("age_band_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_need_age_band_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_age_band_need_id_need")
        ),
        sa.PrimaryKeyConstraint("need_id", "age_band_id", name=op.f("pk_need_age_band")),
    )
    op.create_table(
        "need_idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_need_idea_idea_id_idea")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_idea_need_id_need")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_idea")),
        sa.UniqueConstraint("need_id", "idea_id", name=op.f("uq_need_idea_need_id_idea_id")),
    )
    with op.batch_alter_table("need_idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_idea_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "need_neighbourhood",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_neighbourhood_need_id_need")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_need_neighbourhood_neighbourhood_id_neighbourhood"),
        ),
        sa.PrimaryKeyConstraint("need_id", "neighbourhood_id", name=op.f("pk_need_neighbourhood")),
    )
    op.create_table(
        "need_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_need_theme_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_theme_need_id_need")),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_need_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_theme")),
        sa.UniqueConstraint(
            "need_id",
            "conversation_id",
            "theme_id",
            name=op.f("uq_need_theme_need_id_conversation_id_theme_id"),
        ),
    )
    with op.batch_alter_table("need_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_theme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("over_because_hu", sa.String(length=1000), nullable=False),
        sa.Column("over_because_en", sa.String(length=1000), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_plan_approved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["plan.id"], name=op.f("fk_plan_based_on_id_plan")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_plan_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_plan_season_id_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("season_id", "number", name=op.f("uq_plan_season_id_number")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_plan_submit_key")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plan_in_force",
            ["season_id"],
            unique=True,
            sqlite_where=sa.text("approved_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND replaced_at IS NULL"),
        )

    op.create_table(
        "voting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("draw_seed", sa.Integer(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_voting_by_id_person")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_voting_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_voting_season_id_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting")),
        sa.UniqueConstraint("season_id", name=op.f("uq_voting_season_id")),
    )
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("title_hu", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("description_hu", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("program_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(length=500), nullable=False),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_candidate_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_candidate_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_candidate_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_candidate_program_id_program")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["season.id"], name=op.f("fk_candidate_season_id_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("program_id", name=op.f("uq_candidate_program_id")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_candidate_submit_key")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_season_id"), ["season_id"], unique=False)

    op.create_table(
        "need_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_opinion_need_id_need")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_need_opinion_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_opinion")),
        sa.UniqueConstraint(
            "need_id", "opinion_id", name=op.f("uq_need_opinion_need_id_opinion_id")
        ),
    )
    with op.batch_alter_table("need_opinion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_opinion_opinion_id"), ["opinion_id"], unique=False
        )

    op.create_table(
        "plan_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("pdf_hu", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_en", sa.LargeBinary(), nullable=True),
        sa.Column("checksums", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_plan_publication_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_publication_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_publication")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_plan_publication_plan_id")),
    )
    op.create_table(
        "program_idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_program_idea_idea_id_idea")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_idea_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_idea")),
        sa.UniqueConstraint(
            "program_id", "idea_id", name=op.f("uq_program_idea_program_id_idea_id")
        ),
    )
    with op.batch_alter_table("program_idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_program_idea_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "program_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_program_need_need_id_need")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_need_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_need")),
        sa.UniqueConstraint(
            "program_id", "need_id", name=op.f("uq_program_need_program_id_need_id")
        ),
    )
    with op.batch_alter_table("program_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_program_need_need_id"), ["need_id"], unique=False)

    op.create_table(
        "ballot_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_choice_ballot_id_ballot")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_ballot_choice_candidate_id_candidate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_choice")),
        sa.UniqueConstraint(
            "ballot_id", "candidate_id", name=op.f("uq_ballot_choice_ballot_id_candidate_id")
        ),
    )
    with op.batch_alter_table("ballot_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ballot_choice_candidate_id"), ["candidate_id"], unique=False
        )

    op.create_table(
        "candidate_age_band",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("age_band_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"],
            ["age_band.id"],
            name=op.f("fk_candidate_age_band_age_band_id_age_band"),
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_age_band_candidate_id_candidate"),
        ),
        sa.PrimaryKeyConstraint("candidate_id", "age_band_id", name=op.f("pk_candidate_age_band")),
    )
    op.create_table(
        "candidate_idea",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_idea_candidate_id_candidate"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_candidate_idea_idea_id_idea")
        ),
        sa.PrimaryKeyConstraint("candidate_id", "idea_id", name=op.f("pk_candidate_idea")),
    )
    op.create_table(
        "candidate_need",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_need_candidate_id_candidate"),
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_candidate_need_need_id_need")
        ),
        sa.PrimaryKeyConstraint("candidate_id", "need_id", name=op.f("pk_candidate_need")),
    )
    op.create_table(
        "candidate_neighbourhood",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_neighbourhood_candidate_id_candidate"),
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_candidate_neighbourhood_neighbourhood_id_neighbourhood"),
        ),
        sa.PrimaryKeyConstraint(
            "candidate_id", "neighbourhood_id", name=op.f("pk_candidate_neighbourhood")
        ),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("reason_hu", sa.String(length=1000), nullable=False),
        sa.Column("reason_en", sa.String(length=1000), nullable=False),
        sa.Column("change_hu", sa.String(length=1000), nullable=False),
        sa.Column("change_en", sa.String(length=1000), nullable=False),
        sa.Column("uncited_because", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_plan_item_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_plan_item_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint(
            "plan_id", "candidate_id", name=op.f("uq_plan_item_plan_id_candidate_id")
        ),
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_item_candidate_id"), ["candidate_id"], unique=False
        )

    op.create_table(
        "plan_item_idea",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_plan_item_idea_idea_id_idea")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["plan_item.id"], name=op.f("fk_plan_item_idea_item_id_plan_item")
        ),
        sa.PrimaryKeyConstraint("item_id", "idea_id", name=op.f("pk_plan_item_idea")),
    )
    op.create_table(
        "plan_item_need",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["plan_item.id"], name=op.f("fk_plan_item_need_item_id_plan_item")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_plan_item_need_need_id_need")
        ),
        sa.PrimaryKeyConstraint("item_id", "need_id", name=op.f("pk_plan_item_need")),
    )
    op.create_table(
        "plan_item_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_plan_item_theme_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["plan_item.id"], name=op.f("fk_plan_item_theme_item_id_plan_item")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_plan_item_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item_theme")),
        sa.UniqueConstraint(
            "item_id",
            "conversation_id",
            "theme_id",
            name=op.f("uq_plan_item_theme_item_id_conversation_id_theme_id"),
        ),
    )


def downgrade():
    op.drop_table("plan_item_theme")
    op.drop_table("plan_item_need")
    op.drop_table("plan_item_idea")
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_item_candidate_id"))

    op.drop_table("plan_item")
    op.drop_table("candidate_neighbourhood")
    op.drop_table("candidate_need")
    op.drop_table("candidate_idea")
    op.drop_table("candidate_age_band")
    with op.batch_alter_table("ballot_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_choice_candidate_id"))

    op.drop_table("ballot_choice")
    with op.batch_alter_table("program_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_program_need_need_id"))

    op.drop_table("program_need")
    with op.batch_alter_table("program_idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_program_idea_idea_id"))

    op.drop_table("program_idea")
    op.drop_table("plan_publication")
    with op.batch_alter_table("need_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_opinion_opinion_id"))

    op.drop_table("need_opinion")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_season_id"))

    op.drop_table("candidate")
    op.drop_table("voting")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_in_force",
            sqlite_where=sa.text("approved_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND replaced_at IS NULL"),
        )

    op.drop_table("plan")
    with op.batch_alter_table("need_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_theme_theme_id"))

    op.drop_table("need_theme")
    op.drop_table("need_neighbourhood")
    with op.batch_alter_table("need_idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_idea_idea_id"))

    op.drop_table("need_idea")
    op.drop_table("need_age_band")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ballot_contact",
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ballot_person_id"))

    op.drop_table("ballot")
    op.drop_table("need")
