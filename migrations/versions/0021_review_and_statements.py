"""The review queue, statements of reasons, appeals, covers, removals, who is in charge.

Revision ID: 0021
Revises: 0020

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_kind', sa.String(length=40), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_assignment_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('place_kind', 'place_id', 'person_id', name=op.f('uq_assignment_place_kind_place_id_person_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_assignment_place', ['place_kind', 'place_id'], unique=False)

    op.create_table('reason_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('words_hu', sa.Text(), nullable=False),
    sa.Column('words_en', sa.Text(), nullable=False),
    sa.Column('submit_key', sa.String(length=64), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_reason_template_added_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reason_template')),
    sa.UniqueConstraint('submit_key', name=op.f('uq_reason_template_submit_key'))
    )
    with op.batch_alter_table('reason_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reason_template_reason'), ['reason'], unique=False)

    op.create_table('redaction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('spans', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('because', sa.String(length=1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('undone_because', sa.String(length=2000), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('original', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('small', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_redaction_by_id_person')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['person.id'], name=op.f('fk_redaction_undone_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_redaction'))
    )
    with op.batch_alter_table('redaction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_redaction_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_redaction_erased_at'), ['erased_at'], unique=False)
        batch_op.create_index('ix_redaction_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('removal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('ground', sa.String(length=20), nullable=False),
    sa.Column('order_number', sa.String(length=120), nullable=False),
    sa.Column('because', sa.String(length=1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sealed_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('sealed', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('small', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_removal_by_id_person')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['person.id'], name=op.f('fk_removal_undone_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removal'))
    )
    with op.batch_alter_table('removal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_removal_sealed_until'), ['sealed_until'], unique=False)
        batch_op.create_index('uq_removal_open', ['subject_kind', 'subject_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

    op.create_table('review_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('place_kind', sa.String(length=40), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_act', sa.String(length=12), nullable=False),
    sa.Column('campaign', sa.String(length=60), nullable=False),
    sa.Column('waiting', sa.Boolean(), nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('reported', sa.Boolean(), nullable=False),
    sa.Column('light', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_review_item_decided_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_item')),
    sa.UniqueConstraint('subject_kind', 'subject_id', name=op.f('uq_review_item_subject_kind_subject_id'))
    )
    with op.batch_alter_table('review_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_item_campaign'), ['campaign'], unique=False)
        batch_op.create_index('ix_review_item_open', ['decided_at', 'score'], unique=False)

    op.create_table('statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=80), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('row_kind', sa.String(length=20), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('because', sa.String(length=2000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place_kind', sa.String(length=40), nullable=True),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('secret', sa.String(length=32), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_statement_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement')),
    sa.UniqueConstraint('act', 'row_kind', 'row_id', name=op.f('uq_statement_act_row_kind_row_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_statement_token_hash'))
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_at'), ['at'], unique=False)
        batch_op.create_index('ix_statement_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('watch_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String(length=60), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('holds', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_watch_word_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_word')),
    sa.UniqueConstraint('language', 'word', name=op.f('uq_watch_word_language_word'))
    )
    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_appeal_decided_by_id_person')),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_appeal_statement_id_statement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('statement_id', name=op.f('uq_appeal_statement_id'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_due_at'), ['due_at'], unique=False)

    op.create_table('review_cause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['review_item.id'], name=op.f('fk_review_cause_item_id_review_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_cause')),
    sa.UniqueConstraint('item_id', 'kind', name=op.f('uq_review_cause_item_id_kind'))
    )


def downgrade():
    op.drop_table('review_cause')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_due_at'))
        batch_op.drop_index(batch_op.f('ix_appeal_decided_at'))

    op.drop_table('appeal')
    op.drop_table('watch_word')
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index('ix_statement_subject')
        batch_op.drop_index(batch_op.f('ix_statement_at'))

    op.drop_table('statement')
    with op.batch_alter_table('review_item', schema=None) as batch_op:
        batch_op.drop_index('ix_review_item_open')
        batch_op.drop_index(batch_op.f('ix_review_item_campaign'))

    op.drop_table('review_item')
    with op.batch_alter_table('removal', schema=None) as batch_op:
        batch_op.drop_index('uq_removal_open', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_removal_sealed_until'))

    op.drop_table('removal')
    with op.batch_alter_table('redaction', schema=None) as batch_op:
        batch_op.drop_index('ix_redaction_subject')
        batch_op.drop_index(batch_op.f('ix_redaction_erased_at'))
        batch_op.drop_index(batch_op.f('ix_redaction_at'))

    op.drop_table('redaction')
    with op.batch_alter_table('reason_template', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reason_template_reason'))

    op.drop_table('reason_template')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index('ix_assignment_place')
        batch_op.drop_index(batch_op.f('ix_assignment_person_id'))

    op.drop_table('assignment')
