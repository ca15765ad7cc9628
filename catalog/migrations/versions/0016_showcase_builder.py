"""showcases: working copies, versions, pictures, and what each part of the page needs

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KIND = sa.Enum("story", "export", name="showcasekind", native_enum=False, length=20)
OLD_LAYOUTS = ("feature", "grid", "quote")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("showcase") as batch:
        batch.add_column(sa.Column("kind", KIND, nullable=False, server_default="story"))
    # What promised export without a market was a story all the same.
    op.execute("UPDATE showcase SET kind = 'export' WHERE is_export AND market_code IS NOT NULL")
    op.execute("UPDATE showcase SET is_export = (kind = 'export')")
    with op.batch_alter_table("showcase") as batch:
        batch.create_check_constraint(
            op.f("ck_showcase_market"), "kind = 'story' OR market_code IS NOT NULL"
        )
    with op.batch_alter_table("showcase_section") as batch:
        batch.add_column(sa.Column("extras", JSON, nullable=False, server_default="{}"))
    op.create_table(
        "showcase_draft",
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_revision", sa.Integer(), nullable=True),
        sa.Column("content", JSON, nullable=False),
        sa.Column("stamps", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_showcase_draft_revision")),
        sa.ForeignKeyConstraint(
            ["showcase_id"], ["showcase.id"], name=op.f("fk_showcase_draft_showcase_id_showcase")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["person.id"], name=op.f("fk_showcase_draft_saved_by_person")
        ),
        sa.PrimaryKeyConstraint("showcase_id", name=op.f("pk_showcase_draft")),
    )
    op.create_table(
        "showcase_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "auto", "named", "published", "restored",
                name="versionkind", native_enum=False, length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["showcase_id"], ["showcase.id"], name=op.f("fk_showcase_version_showcase_id_showcase")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_showcase_version_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_version")),
        sa.UniqueConstraint(
            "showcase_id", "number", name=op.f("uq_showcase_version_showcase_id_number")
        ),
    )
    op.create_table(
        "showcase_photo",
        sa.Column("showcase_id", sa.Uuid(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["showcase_id"], ["showcase.id"], name=op.f("fk_showcase_photo_showcase_id_showcase")
        ),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image.id"], name=op.f("fk_showcase_photo_image_id_image")
        ),
        sa.ForeignKeyConstraint(
            ["added_by"], ["person.id"], name=op.f("fk_showcase_photo_added_by_person")
        ),
        sa.PrimaryKeyConstraint("showcase_id", "image_id", name=op.f("pk_showcase_photo")),
    )
    op.create_index("ix_showcase_photo_image_id", "showcase_photo", ["image_id"])


def downgrade() -> None:
    """Undo; parts that the old pages do not know become rows of pieces."""
    op.drop_index("ix_showcase_photo_image_id", "showcase_photo")
    op.drop_table("showcase_photo")
    op.drop_table("showcase_version")
    op.drop_table("showcase_draft")
    section = sa.table("showcase_section", sa.column("layout", sa.String))
    op.execute(
        section.update().where(section.c.layout.not_in(OLD_LAYOUTS)).values(layout="grid")
    )
    with op.batch_alter_table("showcase_section") as batch:
        batch.drop_column("extras")
    with op.batch_alter_table("showcase") as batch:
        batch.drop_constraint(op.f("ck_showcase_market"), type_="check")
        batch.drop_column("kind")
