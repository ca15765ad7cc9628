"""composing: proposals of a fair set, and what was exchanged in them

Revision: 0022
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

import catalog.db.base

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", catalog.db.base.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("wishes", _JSON, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("pool", sa.Integer(), nullable=False),
        sa.Column("pieces", _JSON, nullable=False),
        sa.Column("current", _JSON, nullable=False),
        sa.Column("findings", _JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("taken_at", catalog.db.base.UtcDateTime(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("taken", _JSON, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposal_version")),
        sa.CheckConstraint("bound >= value", name=op.f("ck_proposal_bound")),
        sa.ForeignKeyConstraint(
            ["showcase_id"], ["showcase.id"], name=op.f("fk_proposal_showcase_id_showcase")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_proposal_made_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("fk_proposal_taken_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_showcase_id_made_at", "proposal", ["showcase_id", "made_at"])
    op.create_table(
        "proposal_swap",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("out_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("swapped_at", catalog.db.base.UtcDateTime(), nullable=False),
        sa.Column("swapped_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_swap_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["swapped_by"], ["person.id"], name=op.f("fk_proposal_swap_swapped_by_person")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_proposal_swap")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("proposal_swap")
    op.drop_index("ix_proposal_showcase_id_made_at", "proposal")
    op.drop_table("proposal")
