"""Neighbourhoods know how they are said in a sentence.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: az Avason, az Avasról, in Avas.
FORMS = ("place_hu", "source_hu", "place_en")


def upgrade():
    for form in FORMS:
        column = sa.Column(form, sa.String(120), nullable=False, server_default="")
        op.add_column("neighbourhood", column)


def downgrade():
    for form in reversed(FORMS):
        op.drop_column("neighbourhood", form)
