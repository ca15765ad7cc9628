"""dashboard: closings and exports of vendors' data

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "vendor_closing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("consent", "erasure", name="closingkind", native_enum=False, length=20), nullable=False),
        sa.Column("state", sa.Enum("open", "ended", "done", name="closingstate", native_enum=False, length=20), nullable=False),
        sa.Column("status_before", sa.Enum("draft", "active", "suspended", "closed", name="vendorstatus", native_enum=False, length=20), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_vendor_closing_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_closing")),
    )
    op.create_index(
        "uq_vendor_closing_one_open", "vendor_closing", ["vendor_id", "kind"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )
    op.create_index("ix_vendor_closing_state_due", "vendor_closing", ["state", "due_at"])
    op.create_table(
        "data_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "ready", "failed", name="exportstate", native_enum=False, length=20), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("files_done", sa.Integer(), nullable=False),
        sa.Column("files_total", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_data_export_size")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_data_export_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(op.f("ix_data_export_vendor_id"), "data_export", ["vendor_id"])
    op.create_index(op.f("ix_data_export_expires_at"), "data_export", ["expires_at"])
    op.create_index(
        "uq_data_export_one_waiting", "data_export", ["vendor_id"],
        unique=True, sqlite_where=WAITING, postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("data_export")
    op.drop_table("vendor_closing")
