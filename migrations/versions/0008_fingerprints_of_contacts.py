"""A fingerprint of a contact beside an opinion, so that one person is counted once.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("opinion") as batch:
        batch.add_column(sa.Column("contact_key", sa.String(length=64), nullable=True))
        batch.create_index(batch.f("ix_opinion_contact_key"), ["contact_key"])


def downgrade():
    with op.batch_alter_table("opinion") as batch:
        batch.drop_index(batch.f("ix_opinion_contact_key"))
        batch.drop_column("contact_key")
