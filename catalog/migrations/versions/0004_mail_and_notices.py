"""mail, notices

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table('outgoing_mail',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('sealed_to', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_content', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'sending', 'sent', 'failed', name='mailstate', native_enum=False, length=20), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('in_doubt', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('problem', sa.String(length=100), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('tried_at', sa.DateTime(), nullable=True),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing_mail'))
    )
    op.create_index(op.f('ix_outgoing_mail_state'), 'outgoing_mail', ['state'], unique=False)
    op.create_index(op.f('ix_outgoing_mail_created_at'), 'outgoing_mail', ['created_at'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('values', JSON, nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('next_step', sa.String(length=200), nullable=False),
    sa.Column('deadline_on', sa.Date(), nullable=True),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('mailed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('person_id', 'key', 'said_on', name=op.f('uq_notice_person_id_key_said_on'))
    )
    op.create_index('ix_notice_person_id_read_at', 'notice', ['person_id', 'read_at'], unique=False)
    op.create_index('ix_notice_created_at', 'notice', ['created_at'], unique=False)

    op.create_table('notice_settings',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('wishes', JSON, nullable=False),
    sa.Column('digest_on', sa.Date(), nullable=True),
    sa.Column('weekly_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_settings_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_notice_settings'))
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('notice_settings')
    op.drop_table('notice')
    op.drop_table('outgoing_mail')
