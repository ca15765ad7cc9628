"""audit, jobs

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# A later revision that rebuilds audit_entry in batch mode loses SQLite's triggers and must make
# them again; adding a column needs no batch. tests/audit tries them after all revisions.
GUARDS = {
    "sqlite": (
        """
        CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry: rows are only ever added'); END
        """,
        """
        CREATE TRIGGER audit_entry_remains BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit_entry: rows are only ever added'); END
        """,
        # INSERT OR REPLACE removes a row without asking the trigger above.
        """
        CREATE TRIGGER audit_entry_is_new BEFORE INSERT ON audit_entry
        WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'audit_entry: rows are only ever added'); END
        """,
    ),
    "postgresql": (
        """
        CREATE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'audit_entry: rows are only ever added'
            USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuses()
        """,
    ),
}
UNGUARDS = {
    "sqlite": (
        "DROP TRIGGER audit_entry_stays",
        "DROP TRIGGER audit_entry_remains",
        "DROP TRIGGER audit_entry_is_new",
    ),
    "postgresql": (
        "DROP TRIGGER audit_entry_stays ON audit_entry",
        "DROP FUNCTION audit_entry_refuses()",
    ),
}


def upgrade() -> None:
    """Apply."""
    op.add_column('audit_entry', sa.Column('role', sa.String(length=20), nullable=False, server_default=''))
    op.add_column('audit_entry', sa.Column('vendor_id', sa.Uuid(), nullable=True))
    op.add_column('audit_entry', sa.Column('is_on_behalf', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('audit_entry', sa.Column('address', sa.LargeBinary(), nullable=True))
    op.create_index('ix_audit_entry_vendor_id', 'audit_entry', ['vendor_id'])
    op.create_index('ix_audit_entry_target_id', 'audit_entry', ['target_id'])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)

    op.create_table('job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('arguments', JSON, nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', name='jobstate', native_enum=False, length=20), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('run_after', sa.DateTime(), nullable=False),
    sa.Column('lease_until', sa.DateTime(), nullable=True),
    sa.Column('worker', sa.String(length=80), nullable=False),
    sa.Column('last_error', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=True),
    sa.Column('finished_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_index('ix_job_state_run_after', 'job', ['state', 'run_after'])

    op.create_table('schedule_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule_run')),
    sa.UniqueConstraint('name', 'due_at', name=op.f('uq_schedule_run_name_due_at'))
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('schedule_run')
    op.drop_index('ix_job_state_run_after', table_name='job')
    op.drop_table('job')
    for statement in UNGUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_index('ix_audit_entry_target_id', table_name='audit_entry')
    op.drop_index('ix_audit_entry_vendor_id', table_name='audit_entry')
    for column in ('address', 'is_on_behalf', 'vendor_id', 'role'):
        op.drop_column('audit_entry', column)
