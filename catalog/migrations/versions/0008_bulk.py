"""products: imports

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "product_sku",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(60), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_sku_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_product_sku_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_sku")),
        sa.UniqueConstraint("vendor_id", "folded", name=op.f("uq_product_sku_vendor_id_folded")),
    )
    op.create_table(
        "bulk_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("category", sa.String(80), nullable=False),
        sa.Column("has_archive", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, JSON, nullable=False)
            for name in ("headers", "columns", "problems", "notes")
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("rows", "new", "changed", "unchanged", "bad")
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_bulk_run_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_bulk_run_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
    )
    op.create_index("ix_bulk_run_vendor_created", "bulk_run", ["vendor_id", "created_at"])
    op.create_table(
        "bulk_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("photos", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["bulk_run.id"], name=op.f("fk_bulk_item_run_id_bulk_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_item")),
        sa.UniqueConstraint("run_id", "place", name=op.f("uq_bulk_item_run_id_place")),
    )
    op.create_index(
        "ix_bulk_item_run_state", "bulk_item", ["run_id", "state", "kind", "place"]
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_bulk_item_run_state", "bulk_item")
    op.drop_table("bulk_item")
    op.drop_index("ix_bulk_run_vendor_created", "bulk_run")
    op.drop_table("bulk_run")
    op.drop_table("product_sku")
