"""Drafts that operators type from papers, and the indexes that long lists are read by."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


OPEN = "state = 'open'"
ANOTHERS = 'entered_by <> "by"'
INDEXES: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("ix_duties_due", "duties", ["due_on", "id", "case_number", "paused_on"], OPEN),
    ("ix_duties_paused", "duties", ["paused_on", "id", "case_number"],
     f"{OPEN} and paused_on is not null"),
    ("ix_duties_age", "duties", ["office", "at", "opened_at"], OPEN),
    ("ix_cases_organization_code_number", "cases", ["organization_code", "number"], None),
    ("ix_messages_not_sent", "messages", ["state", "id"], "state <> 'sent'"),
    ("ix_events_entered", "events", ["at", "seq"], ANOTHERS),
    ("ix_events_entered_by", "events", ["entered_by", "at", "seq"], ANOTHERS),
)  # fmt: skip
"""Name, table, columns, and which rows."""
BEFORE: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("ix_duties_due", "duties", ["due_on"], OPEN),
    ("ix_cases_organization_code", "cases", ["organization_code"], None),
)


def upgrade() -> None:
    """Take the schema this step up."""
    _exchange(BEFORE, INDEXES)
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_index("ix_drafts_answers_once")
        drafts.add_column(sa.Column("paper_signer", sa.Integer(), nullable=True))
        drafts.add_column(sa.Column("came_on", sa.Date(), nullable=True))
        drafts.create_foreign_key(
            op.f("fk_drafts_paper_signer"), "people", ["paper_signer"], ["id"]
        )
    for name, whose in (
        ("ix_drafts_answers_once", "is null"),
        ("ix_drafts_answers_on_paper_once", "is not null"),
    ):
        only = sa.text(f"state = 'open' and paper_signer {whose}")
        op.create_index(
            name, "drafts", ["answers"], unique=True, postgresql_where=only, sqlite_where=only
        )


def _exchange(
    old: tuple[tuple[str, str, list[str], str | None], ...],
    new: tuple[tuple[str, str, list[str], str | None], ...],
) -> None:
    for name, table, _, _ in old:
        op.drop_index(name, table)
    for name, table, columns, rows in new:
        only: dict[str, Any] = {} if rows is None else {
            f"{kind}_where": sa.text(rows) for kind in ("postgresql", "sqlite")
        }  # fmt: skip
        op.create_index(name, table, columns, **only)


def downgrade() -> None:
    """Take the schema this step back. Drafts from papers are nobody's to sign without it."""
    _exchange(INDEXES, BEFORE)
    op.drop_index("ix_drafts_answers_on_paper_once", "drafts")
    op.drop_index("ix_drafts_answers_once", "drafts")
    op.execute("update drafts set state = 'discarded' where paper_signer is not null")
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_constraint(op.f("fk_drafts_paper_signer"), type_="foreignkey")
        drafts.drop_column("came_on")
        drafts.drop_column("paper_signer")
    only = sa.text("state = 'open'")
    op.create_index(
        "ix_drafts_answers_once", "drafts", ["answers"],
        unique=True, postgresql_where=only, sqlite_where=only,
    )  # fmt: skip
