"""legality: requirement sets

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ADDED = ('hint', 'level', 'strip', 'prefix', 'certainty', 'validity_years', 'checker_note')


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table('document_type') as batch:
        batch.add_column(sa.Column('hint', JSON, nullable=False, server_default='{}'))
        batch.add_column(sa.Column('level', sa.String(4), nullable=False, server_default='warn'))
        batch.add_column(sa.Column('strip', sa.String(20), nullable=False, server_default=''))
        batch.add_column(sa.Column('prefix', sa.String(80), nullable=False, server_default=''))
        # Empty: the loader of reference data fills such a row at the next start.
        batch.add_column(sa.Column('certainty', sa.String(1), nullable=False, server_default=''))
        batch.add_column(sa.Column('validity_years', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('checker_note', JSON, nullable=False, server_default='{}'))
    with op.batch_alter_table('document_type') as batch:
        for name in ('hint', 'level', 'strip', 'prefix', 'certainty', 'checker_note'):
            batch.alter_column(name, server_default=None)
    op.create_table(
        'pirt_food',
        sa.Column('code', sa.String(length=2), nullable=False),
        sa.Column('name', JSON, nullable=False),
        sa.Column('category_slugs', JSON, nullable=False),
        sa.Column('source', sa.String(length=300), nullable=False),
        sa.Column('certainty', sa.String(length=1), nullable=False),
        sa.Column('reviewed_on', sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_pirt_food')),
    )
    _create_sets()
    _create_requirements()


def _create_sets() -> None:
    op.create_table(
        'requirement_set',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('key', sa.String(length=80), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('purpose', sa.String(length=20), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('category_id', sa.Uuid(), nullable=True),
        sa.Column('gallery_id', sa.Uuid(), nullable=True),
        sa.Column('based_on_id', sa.Uuid(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('note', sa.String(length=300), nullable=False),
        sa.Column('made_by', sa.Uuid(), nullable=True),
        sa.Column('made_at', sa.DateTime(), nullable=False),
        sa.Column('active_from', sa.DateTime(), nullable=True),
        sa.Column('activated_by', sa.Uuid(), nullable=True),
        sa.Column('retired_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['category_id'], ['category.id'], name=op.f('fk_requirement_set_category_id_category')
        ),
        sa.ForeignKeyConstraint(
            ['gallery_id'], ['gallery.id'], name=op.f('fk_requirement_set_gallery_id_gallery')
        ),
        sa.ForeignKeyConstraint(
            ['based_on_id'],
            ['requirement_set.id'],
            name=op.f('fk_requirement_set_based_on_id_requirement_set'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_set')),
        sa.UniqueConstraint('key', 'version', name=op.f('uq_requirement_set_key_version')),
    )
    for state in ('active', 'draft'):
        where = sa.text(f"state = '{state}'")
        op.create_index(
            f'ix_requirement_set_one_{state}',
            'requirement_set',
            ['key'],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _create_requirements() -> None:
    op.create_table(
        'requirement',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('set_id', sa.Uuid(), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('name', JSON, nullable=False),
        sa.Column('type_codes', JSON, nullable=False),
        sa.Column('stopgap_codes', JSON, nullable=False),
        sa.Column('fact', sa.String(length=20), nullable=False),
        sa.Column('level', sa.String(length=20), nullable=False),
        sa.Column('applies_when', JSON, nullable=False),
        sa.Column('except_when', JSON, nullable=False),
        sa.Column('effective_from', sa.Date(), nullable=True),
        sa.Column('effective_until', sa.Date(), nullable=True),
        sa.Column('next_step', JSON, nullable=False),
        sa.Column('office', JSON, nullable=False),
        sa.Column('cost', JSON, nullable=False),
        sa.Column('days_min', sa.Integer(), nullable=True),
        sa.Column('days_max', sa.Integer(), nullable=True),
        sa.Column('how_to', JSON, nullable=False),
        sa.Column('papers', JSON, nullable=False),
        sa.Column('link', sa.String(length=300), nullable=False),
        sa.Column('source', sa.String(length=300), nullable=False),
        sa.Column('certainty', sa.String(length=1), nullable=False),
        sa.Column('reviewed_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ['set_id'], ['requirement_set.id'], name=op.f('fk_requirement_set_id_requirement_set')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement')),
        sa.UniqueConstraint('set_id', 'key', name=op.f('uq_requirement_set_id_key')),
    )
    with op.batch_alter_table('requirement') as batch:
        batch.create_index(batch.f('ix_requirement_set_id'), ['set_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table('requirement')
    op.drop_table('requirement_set')
    op.drop_table('pirt_food')
    with op.batch_alter_table('document_type') as batch:
        for name in ADDED:
            batch.drop_column(name)
