"""products: time that officers give live products for a missing paper

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "product_grace",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_grace_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_grace")),
    )
    op.create_index("ix_image_look_id", "image", ["look", "id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_image_look_id", "image")
    op.drop_table("product_grace")
