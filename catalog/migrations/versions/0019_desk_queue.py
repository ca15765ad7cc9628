"""Who holds what on the curators' desk, words for notes, what was seen, and who shows what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = ("asked", "accepted", "refused", "withdrawn", "ended")
ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    """Apply."""
    _held()
    _reviewing()
    _crossing()
    with op.batch_alter_table("review_note") as batch:
        batch.add_column(sa.Column("words", JSON, nullable=False, server_default=sa.text("'{}'")))
    with op.batch_alter_table("vendor_application") as batch:
        batch.add_column(sa.Column("answer", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("answered_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("answered_at", sa.DateTime(), nullable=True))


def _held() -> None:
    op.create_table(
        "hold",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "target_id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_person_id"), "hold", ["person_id"])
    op.create_table(
        "assignment",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "target_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_person_id"), "assignment", ["person_id"])


def _reviewing() -> None:
    op.create_table(
        "note_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("category_slug", sa.String(length=80), nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_note_template_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_template")),
        sa.UniqueConstraint("code", name=op.f("uq_note_template_code")),
    )
    op.create_table(
        "review_setting",
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_review_setting")),
    )
    op.create_table(
        "review_seen",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_review_seen_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_review_seen")),
    )
    op.create_table(
        "review_seen_photo",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["review_round.id"],
            name=op.f("fk_review_seen_photo_round_id_review_round"),
        ),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image.id"], name=op.f("fk_review_seen_photo_image_id_image")
        ),
        sa.PrimaryKeyConstraint("round_id", "image_id", name=op.f("pk_review_seen_photo")),
    )
    op.create_index(op.f("ix_review_seen_photo_image_id"), "review_seen_photo", ["image_id"])


def _crossing() -> None:
    state = sa.Enum(*STATES, name="crossingstate", native_enum=False, length=20)
    galleries = ("gallery_id", "asked_for_id", "answers_id")
    op.create_table(
        "cross_listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in galleries),
        sa.Column("state", state, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("asked_for_id <> answers_id", name=op.f("ck_cross_listing_two")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_cross_listing_product_id_product")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["gallery.id"], name=op.f(f"fk_cross_listing_{name}_gallery")
            )
            for name in galleries
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_listing")),
    )
    op.create_index(op.f("ix_cross_listing_product_id"), "cross_listing", ["product_id"])
    op.create_index(
        "uq_cross_listing_one_asked",
        "cross_listing",
        ["product_id", "gallery_id"],
        unique=True,
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )
    op.create_index(
        "ix_cross_listing_answers_id", "cross_listing", ["answers_id", "state", "asked_at"]
    )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("vendor_application") as batch:
        for name in ("answered_at", "answered_by", "answer"):
            batch.drop_column(name)
    with op.batch_alter_table("review_note") as batch:
        batch.drop_column("words")
    for table in (
        "cross_listing",
        "review_seen_photo",
        "review_seen",
        "review_setting",
        "note_template",
        "assignment",
        "hold",
    ):
        op.drop_table(table)
