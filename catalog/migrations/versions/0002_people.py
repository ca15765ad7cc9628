"""accounts: sealed logins, sessions that can be ended, one-time codes, limits

Logins that are there already are sealed on the way with the data key of the settings (the
migration runs inside the application), and opened again on the way back: nobody is lost. Those
who were signed in sign in again.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

BOUND = "person.login:{}"


def upgrade() -> None:
    """Apply."""
    op.drop_table('sign_in_attempt')
    op.create_table('limit_hit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bucket', sa.String(length=64), nullable=False),
    sa.Column('happened_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limit_hit'))
    )
    with op.batch_alter_table('limit_hit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_limit_hit_bucket'), ['bucket'], unique=False)
        batch_op.create_index(batch_op.f('ix_limit_hit_ends_at'), ['ends_at'], unique=False)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('login_hash', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('login_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('login_hint', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('language', sa.String(length=2), nullable=False, server_default='id'))
        batch_op.add_column(sa.Column('must_change_password', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('session_version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('verified_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('consent_version', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('consented_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('new_login_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('totp_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('totp_draft_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('totp_last_step', sa.BigInteger(), nullable=False, server_default='0'))
    _seal_logins()
    # Operators and offices had entered them: who was known stays known.
    op.execute("UPDATE person SET verified_at = created_at")
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_person_login'), type_='unique')
        batch_op.drop_column('login')
        batch_op.alter_column('login_hash', existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column('login_sealed', existing_type=sa.LargeBinary(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_person_login_hash'), ['login_hash'])
        for name in ('login_hint', 'language', 'must_change_password', 'session_version',
                     'consent_version', 'totp_last_step'):
            batch_op.alter_column(name, server_default=None)

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('region_code', sa.String(length=13), nullable=True))
        batch_op.add_column(sa.Column('granted_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('granted_by', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_role_grant_vendor_id'), ['vendor_id'], unique=False)

    op.execute("DELETE FROM sign_in_session")
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column('second_step_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('is_remembered', sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column('agent', sa.String(length=60), nullable=False))
        batch_op.add_column(sa.Column('address_hint', sa.String(length=45), nullable=False))

    op.create_table('one_time_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=30), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('target_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('issued_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=True),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_one_time_code_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_one_time_code_code_hash'))
    )
    with op.batch_alter_table('one_time_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_time_code_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_one_time_code_target_id'), ['target_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table('one_time_code')
    op.execute("DELETE FROM sign_in_session")
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        for name in ('version', 'second_step_at', 'is_remembered', 'agent', 'address_hint'):
            batch_op.drop_column(name)
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_vendor_id'))
        for name in ('region_code', 'granted_at', 'granted_by'):
            batch_op.drop_column(name)
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('login', sa.String(length=200), nullable=True))
    _open_logins()
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_person_login_hash'), type_='unique')
        for name in ('login_hash', 'login_sealed', 'login_hint', 'language',
                     'must_change_password', 'session_version', 'verified_at', 'consent_version',
                     'consented_at', 'new_login_sealed', 'totp_sealed', 'totp_draft_sealed',
                     'totp_last_step'):
            batch_op.drop_column(name)
        batch_op.alter_column('login', existing_type=sa.String(length=200), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_person_login'), ['login'])
    op.drop_table('limit_hit')
    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('login_hash', sa.String(length=64), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('tried_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_address_hash'), ['address_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_login_hash'), ['login_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_tried_at'), ['tried_at'], unique=False)


def _person() -> sa.TableClause:
    return sa.table(
        'person', sa.column('id', sa.Uuid()), sa.column('login', sa.String()),
        sa.column('login_hash', sa.String()), sa.column('login_sealed', sa.LargeBinary()),
        sa.column('login_hint', sa.String()),
    )


def _hint(login: str) -> str:
    name, at, host = login.partition('@')
    return f"{name[:1]}…@{host}"[:60] if at else f"{login[:3]}…{login[-4:]}"


def _seal_logins() -> None:
    vault, person, bind = current_app.extensions["catalog_vault"], _person(), op.get_bind()
    for key, login in bind.execute(sa.select(person.c.id, person.c.login)).all():
        bind.execute(person.update().where(person.c.id == key).values(
            login_hash=vault.fingerprint(login, purpose="login"),
            login_sealed=vault.seal(login, bound_to=BOUND.format(key)),
            login_hint=_hint(login),
        ))


def _open_logins() -> None:
    vault, person, bind = current_app.extensions["catalog_vault"], _person(), op.get_bind()
    for key, sealed in bind.execute(sa.select(person.c.id, person.c.login_sealed)).all():
        bind.execute(person.update().where(person.c.id == key).values(
            login=vault.open_text(bytes(sealed), bound_to=BOUND.format(key))
        ))
