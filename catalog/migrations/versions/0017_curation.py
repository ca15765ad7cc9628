"""curation: rubrics, scores, evidence and incidents

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WITHDRAWN = sa.text("withdrawn_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.add_column("product", sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
    _partial("ix_product_withdrawn_at", "product", ["withdrawn_at"], WITHDRAWN, unique=False)
    op.create_table(
        "vendor_reseller",
        _id("vendor_id"),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("flagged_by", sa.Uuid(), nullable=True),
        sa.Column("flagged_at", sa.DateTime(), nullable=False),
        _to("vendor_reseller", "vendor_id", "vendor"),
        sa.PrimaryKeyConstraint("vendor_id", name=op.f("pk_vendor_reseller")),
    )
    _rubrics()
    _scores()
    _origin()
    _incidents()


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _pk(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _partial(
    name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = True
) -> None:
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where
    )


def _rubrics() -> None:
    op.create_table(
        "rubric",
        _id(),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("least_a", sa.Integer(), nullable=False),
        sa.Column("least_b", sa.Integer(), nullable=False),
        sa.Column("least_c", sa.Integer(), nullable=False),
        sa.Column("gap_tenths", sa.Integer(), nullable=False),
        sa.Column("raters_low", sa.Integer(), nullable=False),
        sa.Column("raters_high", sa.Integer(), nullable=False),
        sa.Column("publish_from", sa.String(length=1), nullable=False),
        sa.Column("destinations", JSON, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("certainty", sa.String(length=1), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _id("based_on_id", nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        _id("made_by", nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("active_from", sa.DateTime(), nullable=True),
        _id("activated_by", nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "least_a > least_b AND least_b > least_c AND least_c >= 1", name=op.f("ck_rubric_order")
        ),
        sa.CheckConstraint(
            "raters_high >= raters_low AND raters_low >= 1", name=op.f("ck_rubric_raters")
        ),
        _to("rubric", "based_on_id", "rubric"),
        _pk("rubric"),
        sa.UniqueConstraint("key", "version", name=op.f("uq_rubric_key_version")),
    )
    for state in ("active", "draft"):
        _partial(f"uq_rubric_one_{state}", "rubric", ["key"], sa.text(f"state = '{state}'"))
    op.create_table(
        "rubric_criterion",
        _id(),
        _id("rubric_id"),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("hint", JSON, nullable=False),
        sa.Column("anchors", JSON, nullable=False),
        sa.Column("next_step", JSON, nullable=False),
        sa.Column("may_not_apply", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("certainty", sa.String(length=1), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "weight BETWEEN 1 AND 100", name=op.f("ck_rubric_criterion_weight")
        ),
        _to("rubric_criterion", "rubric_id", "rubric"),
        _pk("rubric_criterion"),
        sa.UniqueConstraint("rubric_id", "key", name=op.f("uq_rubric_criterion_rubric_id_key")),
    )
    op.create_index(op.f("ix_rubric_criterion_rubric_id"), "rubric_criterion", ["rubric_id"])


def _scores() -> None:
    op.create_table(
        "assessment",
        _id(),
        _id("product_id"),
        _id("rubric_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.Numeric(5, 2), nullable=True),
        sa.Column("reached", sa.String(length=1), nullable=True),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        _id("opened_by", nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        _to("assessment", "product_id", "product"),
        _to("assessment", "rubric_id", "rubric"),
        _pk("assessment"),
    )
    op.create_index("uq_assessment_number", "assessment", ["product_id", "number"], unique=True)
    _partial("uq_assessment_one_current", "assessment", ["product_id"], sa.text("is_current"))
    op.create_index("ix_assessment_state", "assessment", ["state", "opened_at", "id"])
    op.create_index(op.f("ix_assessment_rubric_id"), "assessment", ["rubric_id"])
    op.create_table(
        "rating",
        _id(),
        _id("assessment_id"),
        _id("rater_id"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Numeric(5, 2), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        _to("rating", "assessment_id", "assessment"),
        _pk("rating"),
    )
    op.create_index(op.f("ix_rating_assessment_id"), "rating", ["assessment_id"])
    op.create_index(op.f("ix_rating_rater_id"), "rating", ["rater_id"])
    for state in ("draft", "sent"):
        where = sa.text(f"state = '{state}'")
        _partial(f"uq_rating_one_{state}", "rating", ["assessment_id", "rater_id"], where)
    op.create_table(
        "rating_line",
        _id("rating_id"),
        _id("criterion_id"),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=600), nullable=False),
        sa.CheckConstraint(
            "points IS NULL OR points BETWEEN 0 AND 4", name=op.f("ck_rating_line_points")
        ),
        _to("rating_line", "rating_id", "rating"),
        _to("rating_line", "criterion_id", "rubric_criterion"),
        sa.PrimaryKeyConstraint("rating_id", "criterion_id", name=op.f("pk_rating_line")),
    )
    op.create_table(
        "grade_decision",
        _id(),
        _id("product_id"),
        _id("assessment_id"),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("before", sa.String(length=1), nullable=True),
        sa.Column("percent", sa.Numeric(5, 2), nullable=False),
        sa.Column("destination", sa.String(length=20), nullable=False),
        sa.Column("is_single", sa.Boolean(), nullable=False),
        sa.Column("rating_ids", JSON, nullable=False),
        _id("decided_by", nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        _to("grade_decision", "product_id", "product"),
        _to("grade_decision", "assessment_id", "assessment"),
        _pk("grade_decision"),
    )
    op.create_index(
        "ix_grade_decision_product", "grade_decision", ["product_id", "decided_at", "id"]
    )
    op.create_index(op.f("ix_grade_decision_assessment_id"), "grade_decision", ["assessment_id"])


def _origin() -> None:
    op.create_table(
        "origin_evidence",
        _id(),
        _id("vendor_id"),
        _id("product_id", nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _id("image_id", nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        _id("recorded_by", nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        _id("revoked_by", nullable=True),
        sa.Column("revoked_for", sa.String(length=300), nullable=False),
        _to("origin_evidence", "vendor_id", "vendor"),
        _to("origin_evidence", "product_id", "product"),
        _to("origin_evidence", "image_id", "image"),
        _pk("origin_evidence"),
    )
    op.create_index(
        "ix_origin_evidence_vendor", "origin_evidence", ["vendor_id", "recorded_at", "id"]
    )
    for column in ("product_id", "image_id"):
        op.create_index(op.f(f"ix_origin_evidence_{column}"), "origin_evidence", [column])


def _incidents() -> None:
    op.create_table(
        "incident",
        _id(),
        _id("vendor_id"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("covers_all", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        _id("image_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        _id("opened_by", nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        _id("closed_by", nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_for", sa.String(length=600), nullable=False),
        _to("incident", "vendor_id", "vendor"),
        _to("incident", "image_id", "image"),
        _pk("incident"),
    )
    op.create_index("ix_incident_state", "incident", ["state", "opened_at", "id"])
    op.create_index("ix_incident_vendor", "incident", ["vendor_id", "opened_at", "id"])
    op.create_index(op.f("ix_incident_image_id"), "incident", ["image_id"])
    op.create_table(
        "incident_product",
        _id("incident_id"),
        _id("product_id"),
        _to("incident_product", "incident_id", "incident"),
        _to("incident_product", "product_id", "product"),
        sa.PrimaryKeyConstraint("incident_id", "product_id", name=op.f("pk_incident_product")),
    )
    op.create_index(op.f("ix_incident_product_product_id"), "incident_product", ["product_id"])
    op.create_table(
        "incident_task",
        _id(),
        _id("incident_id"),
        _id("product_id"),
        _id("gallery_id"),
        sa.Column("shelf", sa.String(length=20), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("pulled_at", sa.DateTime(), nullable=True),
        _id("pulled_by", nullable=True),
        _to("incident_task", "incident_id", "incident"),
        _to("incident_task", "product_id", "product"),
        _to("incident_task", "gallery_id", "gallery"),
        _pk("incident_task"),
    )
    op.create_index(
        "uq_incident_task", "incident_task", ["incident_id", "product_id", "gallery_id"],
        unique=True,
    )
    op.create_index("ix_incident_task_gallery", "incident_task", ["gallery_id", "pulled_at"])
    op.create_table(
        "incident_action",
        _id(),
        _id("incident_id"),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _id("image_id", nullable=True),
        _id("made_by", nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _to("incident_action", "incident_id", "incident"),
        _to("incident_action", "image_id", "image"),
        _pk("incident_action"),
    )
    for column in ("incident_id", "image_id"):
        op.create_index(op.f(f"ix_incident_action_{column}"), "incident_action", [column])


def downgrade() -> None:
    """Undo."""
    for name in (
        "incident_action", "incident_task", "incident_product", "incident", "origin_evidence",
        "grade_decision", "rating_line", "rating", "assessment", "rubric_criterion", "rubric",
        "vendor_reseller",
    ):
        op.drop_table(name)
    op.drop_index("ix_product_withdrawn_at", "product")
    op.drop_column("product", "withdrawn_at")
