"""Periods, holds and runs of retention; archives and last letters.

Revision ID: 0024
Revises: 0023

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('last_sign_in',
    sa.Column('person_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_last_sign_in_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_last_sign_in'))
    )
    with op.batch_alter_table('last_sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_last_sign_in_day'), ['day'], unique=False)

    op.create_table('periods_confirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('only', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_periods_confirmation_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_periods_confirmation')),
    sa.UniqueConstraint('only', name=op.f('uq_periods_confirmation_only'))
    )
    op.create_table('retention_hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('data_class', sa.String(length=40), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('because', sa.String(length=500), nullable=False),
    sa.Column('submit_key', sa.String(length=64), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by_id', sa.Integer(), nullable=True),
    sa.Column('lifted_because', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_retention_hold_by_id_person')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['person.id'], name=op.f('fk_retention_hold_lifted_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_hold')),
    sa.UniqueConstraint('submit_key', name=op.f('uq_retention_hold_submit_key'))
    )
    op.create_table('retention_period',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('data_class', sa.String(length=40), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('because', sa.String(length=500), nullable=False),
    sa.Column('submit_key', sa.String(length=64), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_retention_period_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_period')),
    sa.UniqueConstraint('submit_key', name=op.f('uq_retention_period_submit_key'))
    )
    with op.batch_alter_table('retention_period', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_retention_period_data_class'), ['data_class'], unique=False)

    op.create_table('data_archive',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_data_archive_job_id_job'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_data_archive_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_archive')),
    sa.UniqueConstraint('name', name=op.f('uq_data_archive_name')),
    sa.UniqueConstraint('person_id', name=op.f('uq_data_archive_person_id'))
    )
    op.create_table('farewell',
    sa.Column('letter_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['outbox_message.id'], name=op.f('fk_farewell_letter_id_outbox_message'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('letter_id', name=op.f('pk_farewell'))
    )
    op.create_table('retention_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erased', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_retention_run_by_id_person')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_retention_run_job_id_job'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_run'))
    )
    op.create_table('retention_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('data_class', sa.String(length=40), nullable=False),
    sa.Column('rows_count', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['retention_run.id'], name=op.f('fk_retention_line_run_id_retention_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_line'))
    )
    with op.batch_alter_table('retention_line', schema=None) as batch_op:
        batch_op.create_index('uq_retention_line_class', ['run_id', 'data_class'], unique=True)



def downgrade():
    with op.batch_alter_table('retention_line', schema=None) as batch_op:
        batch_op.drop_index('uq_retention_line_class')

    op.drop_table('retention_line')
    op.drop_table('retention_run')
    op.drop_table('farewell')
    op.drop_table('data_archive')
    with op.batch_alter_table('retention_period', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_retention_period_data_class'))

    op.drop_table('retention_period')
    op.drop_table('retention_hold')
    op.drop_table('periods_confirmation')
    with op.batch_alter_table('last_sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_last_sign_in_day'))

    op.drop_table('last_sign_in')
