"""legality: products whose recipe changed, and the yearly question

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("resolved_at IS NULL")
UNANSWERED = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "document_reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("asked", sa.String(length=300), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_reopening_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_document_reopening_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_reopening")),
    )
    op.create_index(op.f("ix_document_reopening_document_id"), "document_reopening", ["document_id"])
    op.create_index(op.f("ix_document_reopening_product_id"), "document_reopening", ["product_id"])
    op.create_index(
        "uq_document_reopening_one_open", "document_reopening", ["document_id", "product_id"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )
    op.create_table(
        "document_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_confirmation_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_confirmation")),
    )
    op.create_index(
        op.f("ix_document_confirmation_document_id"), "document_confirmation", ["document_id"]
    )
    op.create_index(
        "uq_document_confirmation_one_open", "document_confirmation", ["document_id"],
        unique=True, sqlite_where=UNANSWERED, postgresql_where=UNANSWERED,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("document_confirmation")
    op.drop_table("document_reopening")
