"""papers, files, requirement sets

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table('document_type') as batch:
        batch.add_column(
            sa.Column('is_personal', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table('document') as batch:
        batch.add_column(sa.Column('sent_at', sa.DateTime(), nullable=True))
        batch.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch.add_column(sa.Column('number_sealed', sa.LargeBinary(), nullable=True))
        batch.add_column(
            sa.Column('number_print', sa.String(length=64), nullable=False, server_default='')
        )
        batch.add_column(
            sa.Column('files_digest', sa.String(length=64), nullable=False, server_default='')
        )
        batch.add_column(
            sa.Column('verified_files', sa.String(length=64), nullable=False, server_default='')
        )
        batch.add_column(sa.Column('replaces_id', sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f('fk_document_replaces_id_document'), 'document', ['replaces_id'], ['id']
        )
        batch.create_index(batch.f('ix_document_number_print'), ['number_print'])
        batch.create_index(batch.f('ix_document_replaces_id'), ['replaces_id'])
    op.create_table(
        'document_file',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('purpose', sa.String(length=20), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('pages', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('print', sa.String(length=64), nullable=False),
        sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
        sa.Column('key', sa.String(length=120), nullable=False),
        sa.Column('stored_at', sa.DateTime(), nullable=False),
        sa.Column('stored_by', sa.Uuid(), nullable=True),
        sa.CheckConstraint('size > 0', name=op.f('ck_document_file_size')),
        sa.CheckConstraint('pages > 0', name=op.f('ck_document_file_pages')),
        sa.ForeignKeyConstraint(
            ['document_id'], ['document.id'], name=op.f('fk_document_file_document_id_document')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_file')),
        sa.UniqueConstraint(
            'document_id', 'purpose', 'print', name=op.f('uq_document_file_document_id_purpose_print')
        ),
        sa.UniqueConstraint('key', name=op.f('uq_document_file_key')),
    )
    op.create_index(op.f('ix_document_file_document_id'), 'document_file', ['document_id'])
    op.create_table(
        'document_event',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('happened_at', sa.DateTime(), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=True),
        sa.Column('is_officer', sa.Boolean(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('from_state', sa.String(length=20), nullable=True),
        sa.Column('to_state', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('fields', JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ['document_id'], ['document.id'], name=op.f('fk_document_event_document_id_document')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_event')),
    )
    op.create_index(op.f('ix_document_event_document_id'), 'document_event', ['document_id'])
    op.create_table(
        'document_reminder',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('valid_until', sa.Date(), nullable=False),
        sa.Column('stage', sa.String(length=20), nullable=False),
        sa.Column('sent_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['document_id'], ['document.id'], name=op.f('fk_document_reminder_document_id_document')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_document_reminder')),
        sa.UniqueConstraint(
            'document_id',
            'valid_until',
            'stage',
            name=op.f('uq_document_reminder_document_id_valid_until_stage'),
        ),
    )


def downgrade() -> None:
    """Undo. Papers that were never sent are unknown to older code, so they go."""
    op.drop_table('document_reminder')
    op.drop_table('document_event')
    op.drop_table('document_file')
    for table in ('document_category', 'document_product'):
        op.execute(
            f"DELETE FROM {table} WHERE document_id IN"
            " (SELECT id FROM document WHERE state = 'draft')"
        )
    op.execute("UPDATE document SET replaces_id = NULL")
    op.execute("DELETE FROM document WHERE state = 'draft'")
    with op.batch_alter_table('document') as batch:
        batch.drop_index(batch.f('ix_document_replaces_id'))
        batch.drop_index(batch.f('ix_document_number_print'))
        batch.drop_constraint(op.f('fk_document_replaces_id_document'), type_='foreignkey')
        for name in (
            'replaces_id',
            'verified_files',
            'files_digest',
            'number_print',
            'number_sealed',
            'version',
            'sent_at',
        ):
            batch.drop_column(name)
    with op.batch_alter_table('document_type') as batch:
        batch.drop_column('is_personal')
