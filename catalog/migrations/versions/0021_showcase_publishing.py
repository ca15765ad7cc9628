"""showcases: runs, exceptions, absences, previews, comments, and places on the first page

Revision: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PLACE = sa.Enum("hero", "second", "banner", name="place", native_enum=False, length=20)
_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "showcase_run",
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("cover_alt", JSON, nullable=False),
        sa.Column("closing", JSON, nullable=False),
        sa.Column("stopped_reason", sa.String(length=300), nullable=False),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["showcase_id"], ["showcase.id"], name=op.f("fk_showcase_run_showcase_id_showcase")
        ),
        sa.PrimaryKeyConstraint("showcase_id", name=op.f("pk_showcase_run")),
    )
    op.create_table(
        "showcase_override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("causes", JSON, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_showcase_override_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_override_showcase_id_showcase"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_override")),
    )
    op.create_index(op.f("ix_showcase_override_product_id"), "showcase_override", ["product_id"])
    op.create_index(
        "uq_showcase_override_one_open",
        "showcase_override",
        ["showcase_id", "product_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "showcase_absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("causes", JSON, nullable=False),
        sa.Column("since_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_showcase_absence_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_absence_showcase_id_showcase"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_absence")),
    )
    op.create_index(op.f("ix_showcase_absence_product_id"), "showcase_absence", ["product_id"])
    op.create_index(
        "uq_showcase_absence_one_open",
        "showcase_absence",
        ["showcase_id", "product_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "showcase_preview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_preview_showcase_id_showcase"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_preview")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_showcase_preview_token_hash")),
    )
    op.create_index(op.f("ix_showcase_preview_showcase_id"), "showcase_preview", ["showcase_id"])
    op.create_table(
        "showcase_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("preview_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["showcase_comment.id"],
            name=op.f("fk_showcase_comment_parent_id_showcase_comment"),
        ),
        sa.ForeignKeyConstraint(
            ["preview_id"],
            ["showcase_preview.id"],
            name=op.f("fk_showcase_comment_preview_id_showcase_preview"),
        ),
        sa.ForeignKeyConstraint(
            ["showcase_id"],
            ["showcase.id"],
            name=op.f("fk_showcase_comment_showcase_id_showcase"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_comment")),
    )
    op.create_index(
        "ix_showcase_comment_showcase_created",
        "showcase_comment",
        ["showcase_id", "created_at", "id"],
    )
    op.create_table(
        "home_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", PLACE, nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("words", JSON, nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("alt", JSON, nullable=False),
        sa.Column("focal_x", sa.Double(), nullable=False),
        sa.Column("focal_y", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_home_slot_order")
        ),
        sa.CheckConstraint("focal_x BETWEEN 0 AND 1", name=op.f("ck_home_slot_focal_x")),
        sa.CheckConstraint("focal_y BETWEEN 0 AND 1", name=op.f("ck_home_slot_focal_y")),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_home_slot_image_id_image")),
        sa.ForeignKeyConstraint(
            ["showcase_id"], ["showcase.id"], name=op.f("fk_home_slot_showcase_id_showcase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_slot")),
    )
    op.create_index(op.f("ix_home_slot_image_id"), "home_slot", ["image_id"])
    op.create_index(op.f("ix_home_slot_showcase_id"), "home_slot", ["showcase_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("home_slot")
    op.drop_table("showcase_comment")
    op.drop_table("showcase_preview")
    op.drop_table("showcase_absence")
    op.drop_table("showcase_override")
    op.drop_table("showcase_run")
