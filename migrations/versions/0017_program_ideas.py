"""Program ideas, support, comments, pictures, answers and mergers.

Revision ID: 0017
Revises: 0016

"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("timing", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.String(length=600), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=80), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("age_band_id", sa.Integer(), nullable=True),
        sa.Column("contact_key", sa.String(length=64), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("claim_hash", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.Column("supports_count", sa.Integer(), nullable=False),
        sa.Column("comments_count", sa.Integer(), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_idea_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_idea_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_idea_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_idea_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["neighbourhood.id"], name=op.f("fk_idea_home_id_neighbourhood")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["idea.id"], name=op.f("fk_idea_lead_id_idea")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_idea_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["idea.id"], name=op.f("fk_idea_split_from_id_idea")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("claim_hash", name=op.f("uq_idea_claim_hash")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_idea_submit_key")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_idea_year_serial")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_contact_key"), ["contact_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index("ix_idea_list", ["visible", "tick"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_visible"), ["visible"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_waiting"), ["waiting"], unique=False)

    op.create_table(
        "idea_age_band",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("age_band_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_idea_age_band_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_age_band_idea_id_idea")
        ),
        sa.PrimaryKeyConstraint("idea_id", "age_band_id", name=op.f("pk_idea_age_band")),
    )
    op.create_table(
        "idea_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason_hu", sa.String(length=2000), nullable=False),
        sa.Column("reason_en", sa.String(length=2000), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("office_contact", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("reply", sa.String(length=1000), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_idea_answer_by_id_person")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_answer_idea_id_idea")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_answer")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_idea_answer_submit_key")),
    )
    with op.batch_alter_table("idea_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_answer_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "idea_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows_count", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_idea_batch_by_id_person")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_idea_batch_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_batch")),
    )
    op.create_table(
        "idea_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=80), nullable=False),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_idea_comment_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_comment_idea_id_idea")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_comment")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_idea_comment_submit_key")),
    )
    with op.batch_alter_table("idea_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_comment_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_comment_visible"), ["visible"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_comment_waiting"), ["waiting"], unique=False)

    op.create_table(
        "idea_help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_help_idea_id_idea")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_idea_help_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_help")),
        sa.UniqueConstraint(
            "idea_id", "person_id", "kind", name=op.f("uq_idea_help_idea_id_person_id_kind")
        ),
    )
    with op.batch_alter_table("idea_help", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_help_person_id"), ["person_id"], unique=False)

    op.create_table(
        "idea_merger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("counting", sa.String(length=5), nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_idea_merger_by_id_person")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_merger_idea_id_idea")),
        sa.ForeignKeyConstraint(["into_id"], ["idea.id"], name=op.f("fk_idea_merger_into_id_idea")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_idea_merger_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_merger")),
    )
    with op.batch_alter_table("idea_merger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_merger_into_id"), ["into_id"], unique=False)
        batch_op.create_index(
            "uq_idea_merger_open",
            ["idea_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    op.create_table(
        "idea_neighbourhood",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_neighbourhood_idea_id_idea")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_idea_neighbourhood_neighbourhood_id_neighbourhood"),
        ),
        sa.PrimaryKeyConstraint("idea_id", "neighbourhood_id", name=op.f("pk_idea_neighbourhood")),
    )
    op.create_table(
        "idea_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("small", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_idea_picture_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_picture_idea_id_idea")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_picture")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_idea_picture_submit_key")),
    )
    with op.batch_alter_table("idea_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_picture_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_picture_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_picture_visible"), ["visible"], unique=False)
        batch_op.create_index(batch_op.f("ix_idea_picture_waiting"), ["waiting"], unique=False)

    op.create_table(
        "idea_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("contact_key", sa.String(length=64), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("age_band_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("wants_news", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_idea_support_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_idea_support_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["neighbourhood.id"], name=op.f("fk_idea_support_home_id_neighbourhood")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["idea.id"], name=op.f("fk_idea_support_idea_id_idea")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_idea_support_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_support")),
        sa.UniqueConstraint("idea_id", "person_id", name=op.f("uq_idea_support_idea_id_person_id")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_idea_support_submit_key")),
    )
    with op.batch_alter_table("idea_support", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_support_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_idea_support_contact",
            ["idea_id", "contact_key"],
            unique=True,
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )


def downgrade():
    with op.batch_alter_table("idea_support", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_idea_support_contact",
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_idea_support_person_id"))

    op.drop_table("idea_support")
    with op.batch_alter_table("idea_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_picture_waiting"))
        batch_op.drop_index(batch_op.f("ix_idea_picture_visible"))
        batch_op.drop_index(batch_op.f("ix_idea_picture_idea_id"))
        batch_op.drop_index(batch_op.f("ix_idea_picture_author_id"))

    op.drop_table("idea_picture")
    op.drop_table("idea_neighbourhood")
    with op.batch_alter_table("idea_merger", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_idea_merger_open",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_idea_merger_into_id"))

    op.drop_table("idea_merger")
    with op.batch_alter_table("idea_help", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_help_person_id"))

    op.drop_table("idea_help")
    with op.batch_alter_table("idea_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_comment_waiting"))
        batch_op.drop_index(batch_op.f("ix_idea_comment_visible"))
        batch_op.drop_index(batch_op.f("ix_idea_comment_idea_id"))
        batch_op.drop_index(batch_op.f("ix_idea_comment_author_id"))

    op.drop_table("idea_comment")
    op.drop_table("idea_batch")
    with op.batch_alter_table("idea_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_answer_idea_id"))

    op.drop_table("idea_answer")
    op.drop_table("idea_age_band")
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idea_waiting"))
        batch_op.drop_index(batch_op.f("ix_idea_visible"))
        batch_op.drop_index(batch_op.f("ix_idea_state"))
        batch_op.drop_index("ix_idea_list")
        batch_op.drop_index(batch_op.f("ix_idea_lead_id"))
        batch_op.drop_index(batch_op.f("ix_idea_contact_key"))
        batch_op.drop_index(batch_op.f("ix_idea_category_id"))
        batch_op.drop_index(batch_op.f("ix_idea_author_id"))

    op.drop_table("idea")
