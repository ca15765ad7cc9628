"""dashboard: visits; inquiries: leads

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "visit_count",
        sa.Column("kind", sa.Enum("product", "vendor", name="visited", native_enum=False, length=20), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_visit_count_times")),
        sa.PrimaryKeyConstraint("kind", "target_id", "on_day", name=op.f("pk_visit_count")),
    )
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("whatsapp", name="leadkind", native_enum=False, length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("quantity IS NULL OR quantity >= 1", name=op.f("ck_lead_quantity")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lead_product_id_product")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_lead_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
    )
    op.create_index("ix_lead_vendor_asked", "lead", ["vendor_id", "asked_at"])
    op.create_index(op.f("ix_lead_product_id"), "lead", ["product_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("lead")
    op.drop_table("visit_count")
