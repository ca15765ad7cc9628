"""products: the pictures of waiting changes

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_photo",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change_request.id"],
            name=op.f("fk_change_photo_change_id_change_request"),
        ),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image.id"], name=op.f("fk_change_photo_image_id_image")
        ),
        sa.PrimaryKeyConstraint("change_id", "image_id", name=op.f("pk_change_photo")),
    )
    op.create_index(op.f("ix_change_photo_image_id"), "change_photo", ["image_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_change_photo_image_id"), "change_photo")
    op.drop_table("change_photo")
