"""Communities, their members, and the events they host.

Revision ID: 0016
Revises: 0015

"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("name_hu", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("description_hu", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("meets_hu", sa.String(length=200), nullable=False),
        sa.Column("meets_en", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("contact_public_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seeks_members", sa.Boolean(), nullable=False),
        sa.Column("seeks_hu", sa.String(length=300), nullable=False),
        sa.Column("seeks_en", sa.String(length=300), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(length=500), server_default="", nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("claim_hash", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_community_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_community_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_community_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_community_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("claim_hash", name=op.f("uq_community_claim_hash")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_community_submit_key")),
    )
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_community_visible"), ["visible"], unique=False)
        batch_op.create_index(batch_op.f("ix_community_waiting"), ["waiting"], unique=False)

    op.create_table(
        "community_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("contact_key", sa.String(length=64), nullable=True),
        sa.Column("message", sa.String(length=600), nullable=False),
        sa.Column("answer", sa.String(length=600), server_default="", nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("age_band_id", sa.Integer(), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("claim_hash", sa.String(length=64), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["age_band_id"], ["age_band.id"], name=op.f("fk_community_member_age_band_id_age_band")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_community_member_community_id_community"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_community_member_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_community_member_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["home_id"],
            ["neighbourhood.id"],
            name=op.f("fk_community_member_home_id_neighbourhood"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_community_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_member")),
        sa.UniqueConstraint("claim_hash", name=op.f("uq_community_member_claim_hash")),
        sa.UniqueConstraint(
            "community_id", "person_id", name=op.f("uq_community_member_community_id_person_id")
        ),
        sa.UniqueConstraint("submit_key", name=op.f("uq_community_member_submit_key")),
    )
    with op.batch_alter_table("community_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_community_member_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_community_member_contact",
            ["community_id", "contact_key"],
            unique=True,
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )

    op.create_table(
        "community_neighbourhood",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_community_neighbourhood_community_id_community"),
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhood.id"],
            name=op.f("fk_community_neighbourhood_neighbourhood_id_neighbourhood"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "neighbourhood_id", name=op.f("pk_community_neighbourhood")
        ),
    )
    op.create_table(
        "hosting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hosting_by_id_person")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_hosting_community_id_community")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_hosting_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosting")),
        sa.UniqueConstraint("event_id", name=op.f("uq_hosting_event_id")),
    )
    with op.batch_alter_table("hosting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hosting_community_id"), ["community_id"], unique=False)


def downgrade():
    with op.batch_alter_table("hosting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hosting_community_id"))

    op.drop_table("hosting")
    op.drop_table("community_neighbourhood")
    with op.batch_alter_table("community_member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_community_member_contact",
            sqlite_where=sa.text("contact_key IS NOT NULL"),
            postgresql_where=sa.text("contact_key IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_community_member_person_id"))

    op.drop_table("community_member")
    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_waiting"))
        batch_op.drop_index(batch_op.f("ix_community_visible"))
        batch_op.drop_index(batch_op.f("ix_community_author_id"))

    op.drop_table("community")
