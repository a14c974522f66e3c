"""Seals of the log: a digest for each entry, and the one before it.

Revision ID: 0023
Revises: 0022

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('audit_seal',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_seal')),
    sa.UniqueConstraint('digest', name=op.f('uq_audit_seal_digest')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_audit_seal_entry_id')),
    sa.UniqueConstraint('previous', name=op.f('uq_audit_seal_previous'))
    )


def downgrade():
    op.drop_table('audit_seal')
