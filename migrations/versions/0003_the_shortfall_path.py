"""The shortfall path, 37P(e): determinations, contacts, assignments, memoranda, filings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.append_only import keep, let_go
from migrations.columns import one_of

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = {
    "determinations": ("case_number",),
    "figures": ("case_number", "id"),
    "shortfall_schools": ("case_number", "school_code"),
    "contacts": ("id",),
    "assignments": ("id",),
    "memoranda": ("case_number", "version"),
    "memorandum_filings": ("id",),
}
"""The append-only tables, with their keys."""


def upgrade() -> None:
    """Take the schema this step up."""
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column(
            "outcome", one_of("outcome", "assigned", "no-appropriation", "pending"), nullable=False
        ),
        sa.Column("employer", one_of("employer", "state-police", "other"), nullable=True),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("candidate_considered", sa.Boolean(), nullable=False),
        sa.Column("appropriation", sa.String(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_assignments_by")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_assignments_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignments_case_number"), ["case_number"], unique=False
        )

    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome", one_of("outcome", "reached", "responded", "no-response"), nullable=False
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_contacts_by")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_contacts_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_case_number"), ["case_number"], unique=False)

    op.create_table(
        "determinations",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("office_basis", sa.String(), nullable=False),
        sa.Column("determination", sa.String(), nullable=False),
        sa.Column("resources_lacking", sa.JSON(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("consulted", sa.String(length=254), nullable=False),
        sa.Column("consulted_on", sa.String(), nullable=False),
        sa.Column("consulted_mode", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_determinations_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["people.id"], name=op.f("fk_determinations_signed_by")
        ),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_determinations")),
    )
    op.create_table(
        "memoranda",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("roles_page", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("signatories", sa.JSON(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_memoranda_by")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_memoranda_case_number")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["documents.sha256"], name=op.f("fk_memoranda_sha256")),
        sa.PrimaryKeyConstraint("case_number", "version", name=op.f("pk_memoranda")),
    )
    op.create_table(
        "figures",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["determinations.case_number"], name=op.f("fk_figures_case_number")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["documents.sha256"], name=op.f("fk_figures_sha256")),
        sa.PrimaryKeyConstraint("case_number", "id", name=op.f("pk_figures")),
    )
    op.create_table(
        "memorandum_filings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", one_of("place", "superintendent", "state-police"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("custodian", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("receipt_sha256", sa.String(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_memorandum_filings_by")),
        sa.ForeignKeyConstraint(
            ["case_number", "version"],
            ["memoranda.case_number", "memoranda.version"],
            name=op.f("fk_memorandum_filings_case_number_version"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_sha256"],
            ["documents.sha256"],
            name=op.f("fk_memorandum_filings_receipt_sha256"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memorandum_filings")),
        sa.UniqueConstraint(
            "case_number",
            "version",
            "place",
            name=op.f("uq_memorandum_filings_case_number_version_place"),
        ),
    )
    op.create_table(
        "shortfall_schools",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("school_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["determinations.case_number"],
            name=op.f("fk_shortfall_schools_case_number"),
        ),
        sa.ForeignKeyConstraint(
            ["school_code"], ["schools.code"], name=op.f("fk_shortfall_schools_school_code")
        ),
        sa.PrimaryKeyConstraint("case_number", "school_code", name=op.f("pk_shortfall_schools")),
    )
    keep(KEPT)


def downgrade() -> None:
    """Take the schema this step back."""
    let_go(KEPT)
    op.drop_table("shortfall_schools")
    op.drop_table("memorandum_filings")
    op.drop_table("figures")
    op.drop_table("memoranda")
    op.drop_table("determinations")
    op.drop_table("contacts")
    op.drop_table("assignments")
