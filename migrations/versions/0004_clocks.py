"""Clocks: closures, changes of due dates, and what a duty needs to pause and to be reminded of."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.append_only import keep, let_go
from migrations.columns import one_of

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = {"clock_changes": ("id",)}
"""The append-only tables, with their keys."""


def upgrade() -> None:
    """Take the schema this step up."""
    op.add_column("duties", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column("duties", sa.Column("next_rung_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_duties_rung",
        "duties",
        ["next_rung_at"],
        unique=False,
        postgresql_where=sa.text("next_rung_at is not null"),
        sqlite_where=sa.text("next_rung_at is not null"),
    )
    op.create_table(
        "closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", one_of("kind", "closure", "holiday"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(length=254), nullable=True),
        sa.Column("lifted_entered_by", sa.String(length=254), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index(
        "ix_closures_in_force",
        "closures",
        ["day"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
        sqlite_where=sa.text("lifted_at is null"),
    )
    op.create_table(
        "clock_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column(
            "kind", one_of("kind", "paused", "resumed", "extended", "recomputed"), nullable=False
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("authority", one_of("authority", "law", "policy", "practice"), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_clock_changes_case_number")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_clock_changes_duty_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_changes")),
    )
    op.create_index(op.f("ix_clock_changes_case_number"), "clock_changes", ["case_number"])
    op.create_index(op.f("ix_clock_changes_duty_id"), "clock_changes", ["duty_id"])
    keep(KEPT)


def downgrade() -> None:
    """Take the schema this step back."""
    let_go(KEPT)
    op.drop_table("clock_changes")
    op.drop_table("closures")
    op.drop_index("ix_duties_rung", table_name="duties")
    op.drop_column("duties", "next_rung_at")
    op.drop_column("duties", "paused_on")
