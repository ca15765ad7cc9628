"""registration, claims, acting on behalf

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_SEALED = ("owner_name", "phone", "email", "address")
_LENGTHS = {"owner_name": 200, "phone": 20, "email": 200, "address": 300}


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table('vendor') as batch_op:
        batch_op.add_column(sa.Column('office_code', sa.String(length=13), nullable=True))
        batch_op.create_index(op.f('ix_vendor_office_code'), ['office_code'], unique=False)
    _seal_contacts()
    op.create_table('vendor_registry',
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('legal_form', sa.Enum('sole', 'company_of_one', 'partnership', 'company', 'cooperative', 'group', 'institution', name='legalform', native_enum=False, length=20), nullable=True),
    sa.Column('kbli', sa.String(length=5), nullable=False),
    sa.Column('kbli_version', sa.String(length=4), nullable=False),
    sa.Column('owner_gender', sa.Enum('woman', 'man', name='gender', native_enum=False, length=20), nullable=True),
    sa.Column('business_class', sa.Enum('micro', 'small', 'medium', 'large', name='businessclass', native_enum=False, length=20), nullable=True),
    sa.Column('sales', sa.LargeBinary(), nullable=True),
    sa.Column('capital', sa.LargeBinary(), nullable=True),
    sa.Column('programmes', JSON, nullable=False),
    sa.Column('kinds', JSON, nullable=False),
    sa.Column('permit', sa.String(length=10), nullable=False),
    sa.Column('is_outside', sa.Boolean(), nullable=False),
    sa.Column('suspended_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_registry_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('vendor_id', name=op.f('pk_vendor_registry'))
    )
    op.create_index(op.f('ix_vendor_registry_is_outside'), 'vendor_registry', ['is_outside'], unique=False)
    op.create_table('vendor_fact',
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('field', sa.String(length=30), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('learnt_on', sa.Date(), nullable=False),
    sa.Column('is_verified', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_fact_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('vendor_id', 'field', name=op.f('pk_vendor_fact'))
    )
    op.create_table('vendor_number',
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('external_id', sa.String(length=120), nullable=False),
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_number_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('source', 'external_id', name=op.f('pk_vendor_number'))
    )
    op.create_index(op.f('ix_vendor_number_vendor_id'), 'vendor_number', ['vendor_id'], unique=False)
    op.create_table('registration',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kinds', JSON, nullable=False),
    sa.Column('region_code', sa.String(length=13), nullable=False),
    sa.Column('permit', sa.String(length=10), nullable=False),
    sa.Column('galleries', JSON, nullable=False),
    sa.Column('answers', JSON, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_registration'))
    )
    op.create_table('vendor_consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('agreed_at', sa.DateTime(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_vendor_consent_person_id_person')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_consent_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor_consent')),
    sa.UniqueConstraint('vendor_id', 'key', 'version', name=op.f('uq_vendor_consent_vendor_id_key_version'))
    )
    op.create_table('vendor_application',
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('gallery_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'accepted', 'refused', name='applicationstate', native_enum=False, length=20), nullable=False),
    sa.Column('answers', JSON, nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['gallery_id'], ['gallery.id'], name=op.f('fk_vendor_application_gallery_id_gallery')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_application_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('vendor_id', 'gallery_id', name=op.f('pk_vendor_application'))
    )
    op.create_index(op.f('ix_vendor_application_state'), 'vendor_application', ['state'], unique=False)
    op.create_table('vendor_claim',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'shown', 'done', 'declined', name='claimstate', native_enum=False, length=20), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_vendor_claim_person_id_person')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_claim_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor_claim')),
    sa.UniqueConstraint('vendor_id', 'person_id', name=op.f('uq_vendor_claim_vendor_id_person_id'))
    )
    op.create_index(op.f('ix_vendor_claim_person_id'), 'vendor_claim', ['person_id'], unique=False)
    op.create_table('vendor_on_behalf',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('happened_at', sa.DateTime(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answered_by', sa.Uuid(), nullable=True),
    sa.Column('is_confirmed', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by'], ['person.id'], name=op.f('fk_vendor_on_behalf_answered_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_vendor_on_behalf_person_id_person')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_on_behalf_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor_on_behalf'))
    )
    op.create_index(op.f('ix_vendor_on_behalf_vendor_id'), 'vendor_on_behalf', ['vendor_id'], unique=False)
    op.create_table('vendor_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=False),
    sa.Column('columns', JSON, nullable=False),
    sa.Column('decisions', JSON, nullable=False),
    sa.Column('report', JSON, nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_vendor_list_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor_list'))
    )
    op.create_index(op.f('ix_vendor_list_person_id'), 'vendor_list', ['person_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    for table in (
        'vendor_list', 'vendor_on_behalf', 'vendor_claim', 'vendor_application', 'vendor_consent',
        'registration', 'vendor_number', 'vendor_fact', 'vendor_registry',
    ):
        op.drop_table(table)
    _open_contacts()
    with op.batch_alter_table('vendor') as batch_op:
        batch_op.drop_index(op.f('ix_vendor_office_code'))
        batch_op.drop_column('office_code')


def _plain_table() -> sa.Table:
    return sa.table('vendor_contact', sa.column('vendor_id', sa.Uuid()), *(sa.column(name, sa.String()) for name in _SEALED))


def _sealed_table() -> sa.Table:
    return sa.table('vendor_contact', sa.column('vendor_id', sa.Uuid()), *(sa.column(name, sa.LargeBinary()) for name in _SEALED), sa.column('phone_hash', sa.String()), sa.column('nik_last4', sa.String()))


def _key() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column('vendor_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_contact_vendor_id_vendor')),
        sa.PrimaryKeyConstraint('vendor_id', name=op.f('pk_vendor_contact')),
    ]


def _seal_contacts() -> None:
    """Put every contact under the vault; the second of two equal phones gets no fingerprint."""
    vault = current_app.extensions['catalog_vault']
    rows = op.get_bind().execute(sa.select(_plain_table()).order_by(sa.column('vendor_id'))).mappings().all()
    op.drop_table('vendor_contact')
    op.create_table('vendor_contact',
    *_key(),
    *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in (*_SEALED, 'nik', 'nib', 'npwp')),
    *(sa.Column(name, sa.String(length=64), nullable=True) for name in ('phone_hash', 'nik_hash', 'nib_hash')),
    sa.Column('nik_last4', sa.String(length=4), nullable=False),
    *(sa.UniqueConstraint(name, name=op.f(f'uq_vendor_contact_{name}')) for name in ('phone_hash', 'nik_hash', 'nib_hash')),
    )
    seen = set()
    for row in rows:
        values = {name: vault.seal(row[name], bound_to=f"vendor_contact.{name}:{row['vendor_id']}") if row[name] else None for name in _SEALED}
        phone = vault.fingerprint(row['phone'], purpose='phone') if row['phone'] and row['phone'] not in seen else None
        seen.add(row['phone'])
        op.get_bind().execute(_sealed_table().insert().values(vendor_id=row['vendor_id'], phone_hash=phone, nik_last4='', **values))


def _open_contacts() -> None:
    vault = current_app.extensions['catalog_vault']
    rows = op.get_bind().execute(sa.select(_sealed_table())).mappings().all()
    op.drop_table('vendor_contact')
    op.create_table('vendor_contact',
    *_key(),
    *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in _LENGTHS.items()),
    )
    for row in rows:
        values = {name: vault.open_text(row[name], bound_to=f"vendor_contact.{name}:{row['vendor_id']}")[:length] for name, length in _LENGTHS.items()}
        op.get_bind().execute(_plain_table().insert().values(vendor_id=row['vendor_id'], **values))
