"""catalogues: files that are made of showcases and goods, and those that buyers may download

Revision: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=20)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "catalogue_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("filekind", "catalogue", "line_sheet", "pictures", "labels"), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("gallery_id", sa.Uuid(), nullable=True),
        sa.Column("options", _JSON, nullable=False),
        sa.Column("order_mark", sa.String(length=64), nullable=False),
        sa.Column("state", _choice("filestate", "waiting", "ready", "failed"), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("content_mark", sa.String(length=64), nullable=False),
        sa.Column("product_ids", _JSON, nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN showcase_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN vendor_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN gallery_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_catalogue_file_scope"),
        ),
        sa.CheckConstraint("size >= 0", name=op.f("ck_catalogue_file_size")),
        sa.ForeignKeyConstraint(["showcase_id"], ["showcase.id"], name=op.f("fk_catalogue_file_showcase_id_showcase")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_catalogue_file_vendor_id_vendor")),
        sa.ForeignKeyConstraint(["gallery_id"], ["gallery.id"], name=op.f("fk_catalogue_file_gallery_id_gallery")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_file")),
    )
    for column in ("showcase_id", "vendor_id", "gallery_id"):
        op.create_index(op.f(f"ix_catalogue_file_{column}"), "catalogue_file", [column, "asked_at"])
    op.create_index(op.f("ix_catalogue_file_expires_at"), "catalogue_file", ["expires_at"])
    op.create_index(
        "uq_catalogue_file_one_waiting",
        "catalogue_file",
        ["order_mark"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "catalogue_release",
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("spoken", _choice("spoken", "id", "en", "both"), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["showcase_id"], ["showcase.id"], name=op.f("fk_catalogue_release_showcase_id_showcase")),
        sa.ForeignKeyConstraint(["file_id"], ["catalogue_file.id"], name=op.f("fk_catalogue_release_file_id_catalogue_file")),
        sa.PrimaryKeyConstraint("showcase_id", "spoken", name=op.f("pk_catalogue_release")),
    )
    op.create_index(op.f("ix_catalogue_release_file_id"), "catalogue_release", ["file_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("catalogue_release")
    op.drop_table("catalogue_file")
