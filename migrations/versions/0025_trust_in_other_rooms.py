"""Safety topics, takedowns of plans, and what trust needs in other rooms.

Revision ID: 0025
Revises: 0024

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('plan_takedown',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_plan_takedown_by_id_person')),
    sa.ForeignKeyConstraint(['publication_id'], ['plan_publication.id'], name=op.f('fk_plan_takedown_publication_id_plan_publication')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_takedown')),
    sa.UniqueConstraint('publication_id', name=op.f('uq_plan_takedown_publication_id'))
    )
    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.add_column(sa.Column('safety', sa.Boolean(), server_default='0', nullable=False))

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('safety', sa.Boolean(), server_default='0', nullable=False))



def downgrade():
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_column('safety')

    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.drop_column('safety')

    op.drop_table('plan_takedown')
