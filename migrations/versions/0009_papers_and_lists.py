"""Drafts that operators type from papers, and the indexes that long lists are read by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Take the schema this step up."""
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


def downgrade() -> None:
    """Take the schema this step back. Drafts from papers are nobody's to sign without it."""
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
