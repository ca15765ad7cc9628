"""change requests, review notes, photographs

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

_STATE = sa.Enum(
    "open", "waiting", "applied", "turned_down", "dropped",
    name="changestate", native_enum=False, length=20,
)
_OUTCOME = sa.Enum(
    "waiting", "agreed", "returned", "turned_down", "withdrawn",
    name="outcome", native_enum=False, length=20,
)
_ONE_OPEN = sa.text("state IN ('open', 'waiting')")
_ONE_WAITING = sa.text("outcome = 'waiting'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "product_supply",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("selling", sa.String(length=10), nullable=False),
        sa.Column("base_price", sa.BigInteger(), nullable=True),
        sa.Column("asks_price", sa.Boolean(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("lead_steps", JSON, nullable=False),
        sa.Column("markets", JSON, nullable=False),
        sa.CheckConstraint(
            "shelf_life_days IS NULL OR shelf_life_days >= 1",
            name=op.f("ck_product_supply_shelf_life"),
        ),
        sa.CheckConstraint(
            "weight_g IS NULL OR weight_g >= 1", name=op.f("ck_product_supply_weight")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_supply_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_supply")),
    )
    op.create_table(
        "product_edit",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kept", JSON, nullable=False),
        sa.Column("trail", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("approved", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_edit_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_edit")),
    )
    op.create_table(
        "change_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("state", _STATE, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_change_request_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_product_id"), "change_request", ["product_id"])
    op.create_index(
        "uq_change_request_one_open",
        "change_request",
        ["product_id"],
        unique=True,
        sqlite_where=_ONE_OPEN,
        postgresql_where=_ONE_OPEN,
    )
    op.create_table(
        "review_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", _OUTCOME, nullable=False),
        sa.Column("vendor_note", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["change_request.id"],
            name=op.f("fk_review_round_change_id_change_request"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_review_round_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
    )
    op.create_index(op.f("ix_review_round_change_id"), "review_round", ["change_id"])
    op.create_index(op.f("ix_review_round_product_id"), "review_round", ["product_id"])
    op.create_index("ix_review_round_outcome_sent", "review_round", ["outcome", "sent_at", "id"])
    op.create_index(
        "uq_review_round_one_waiting",
        "review_round",
        ["product_id"],
        unique=True,
        sqlite_where=_ONE_WAITING,
        postgresql_where=_ONE_WAITING,
    )
    op.create_table(
        "review_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image.id"], name=op.f("fk_review_note_image_id_image")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_review_note_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    op.create_index(op.f("ix_review_note_round_id"), "review_note", ["round_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("review_note")
    op.drop_table("review_round")
    op.drop_table("change_request")
    op.drop_table("product_edit")
    op.drop_table("product_supply")
