"""Take every account for used on the day of the upgrade, so that none is due at once."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        sa.text(
            "INSERT INTO last_sign_in (person_id, day) "
            "SELECT id, CURRENT_DATE FROM person WHERE email IS NOT NULL "
            "AND id NOT IN (SELECT person_id FROM last_sign_in)"
        )
    )


def downgrade():
    pass
