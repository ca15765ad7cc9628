"""Market rules and the readiness of products.

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def _word(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=20)


def _facts() -> sa.types.TypeEngine:
    return sa.String(length=20)


def upgrade() -> None:
    """Apply."""
    standing = ("ready", "gaps", "blocked")
    op.create_table(
        "export_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", _word("draft", "active", "retired", name="rulestate"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("market_code", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", _json(), nullable=False),
        sa.Column("explanation", _json(), nullable=False),
        sa.Column("office", _json(), nullable=False),
        sa.Column("fact", _facts(), nullable=False),
        sa.Column("severity", _word("block", "gap", "advice", name="severity"), nullable=False),
        sa.Column("part", _facts(), nullable=False),
        sa.Column("who", _word("vendor", "curator", "office", "buyer", name="who"), nullable=False),
        sa.Column("kinds", _json(), nullable=False),
        sa.Column("categories", _json(), nullable=False),
        sa.Column("hs_prefixes", _json(), nullable=False),
        sa.Column("applies_when", _json(), nullable=False),
        sa.Column("except_when", _json(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("requirement", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_url", sa.String(length=300), nullable=False),
        sa.Column("certainty", sa.String(length=1), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("active_from", sa.DateTime(), nullable=True),
        sa.Column("activated_by", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_rule")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_export_rule_key_version")),
    )
    for name, state in (("active", "active"), ("draft", "draft")):
        op.create_index(
            f"ix_export_rule_one_{name}",
            "export_rule",
            ["key"],
            unique=True,
            sqlite_where=sa.text(f"state = '{state}'"),
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    op.create_table(
        "export_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("market_code", sa.String(length=2), nullable=False),
        sa.Column("fact", _facts(), nullable=False),
        sa.Column(
            "state",
            _word("claimed", "confirmed", "refused", "ended", name="confirmstate"),
            nullable=False,
        ),
        sa.Column("claim", sa.String(length=300), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decider", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_export_confirmation_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_confirmation")),
    )
    op.create_index(
        op.f("ix_export_confirmation_product_id"), "export_confirmation", ["product_id"]
    )
    op.create_index(
        "ix_export_confirmation_state", "export_confirmation", ["state", "claimed_at"]
    )
    still_open = sa.text("state IN ('claimed', 'confirmed')")
    op.create_index(
        "ix_export_confirmation_one_open",
        "export_confirmation",
        ["product_id", "fact", "market_code", "state"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "export_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("market_code", sa.String(length=2), nullable=False),
        sa.Column("before", _word(*standing, name="standing"), nullable=True),
        sa.Column("standing", _word(*standing, name="standing"), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("gaps", _json(), nullable=False),
        sa.Column(
            "cause",
            _word("rule", "confirmation", "vendor", "product", "date", name="cause"),
            nullable=False,
        ),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_export_turn_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_turn")),
    )
    current = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_export_turn_current",
        "export_turn",
        ["product_id", "market_code"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index(
        "ix_export_turn_standing", "export_turn", ["market_code", "standing", "ended_at"]
    )
    op.create_index("ix_export_turn_product", "export_turn", ["product_id", "happened_at"])
    op.create_index("ix_export_turn_due", "export_turn", ["ended_at", "valid_until"])
    with op.batch_alter_table("product_market") as batch:
        batch.add_column(sa.Column("valid_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("product_market") as batch:
        batch.drop_column("valid_until")
    op.drop_table("export_turn")
    op.drop_table("export_confirmation")
    op.drop_table("export_rule")
