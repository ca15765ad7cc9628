"""What a verifier looked at, and words of the field.

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "document_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_check_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_check")),
    )
    op.create_index(op.f("ix_document_check_document_id"), "document_check", ["document_id"])
    op.create_index("ix_document_number", "document", ["type_code", "number"])
    op.create_index("ix_document_file_print", "document_file", ["print"])
    op.create_table(
        "glossary_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.Column("english", sa.String(length=160), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_entry")),
        sa.UniqueConstraint("folded", name=op.f("uq_glossary_entry_folded")),
    )
    op.create_table(
        "english_draft",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_machine", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_english_draft_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_english_draft")),
    )
    op.create_table(
        "english_check",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_english_check_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_english_check")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("english_check")
    op.drop_table("english_draft")
    op.drop_table("glossary_entry")
    op.drop_index("ix_document_file_print", "document_file")
    op.drop_index("ix_document_number", "document")
    op.drop_index(op.f("ix_document_check_document_id"), "document_check")
    op.drop_table("document_check")
