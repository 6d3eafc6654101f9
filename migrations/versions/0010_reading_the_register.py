"""The public register looked up by outcome, and why there is a new edition."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import one_of

revision: str = "0010"
down_revision = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PUBLISHED = sa.text("state = 'published'")
PROPOSED = sa.text("state = 'proposed'")


def upgrade() -> None:
    """Take the schema this step up."""
    _drop_earlier_indexes()
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome", one_of("outcome", "granted", "denied")))
        batch_op.add_column(sa.Column("because", sa.String(), nullable=True))
    op.execute(
        "update register_entries set outcome = (select d.outcome from decisions d "
        "where d.case_number = register_entries.case_number) where kind = 'waiver'"
    )
    _make_earlier_indexes()
    op.create_index(
        "ix_register_entries_outcome",
        "register_entries",
        ["kind", "outcome", "dated", "case_number"],
        unique=False,
        postgresql_where=PUBLISHED,
        sqlite_where=PUBLISHED,
    )
    op.create_index(
        "ix_register_entries_proposed",
        "register_entries",
        ["proposed_at"],
        unique=False,
        postgresql_where=PROPOSED,
        sqlite_where=PROPOSED,
    )


def downgrade() -> None:
    """Take the schema this step back."""
    op.drop_index("ix_register_entries_proposed", table_name="register_entries")
    op.drop_index("ix_register_entries_outcome", table_name="register_entries")
    _drop_earlier_indexes()
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.drop_column("because")
        batch_op.drop_constraint(op.f("ck_register_entries_outcome"), type_="check")
        batch_op.drop_column("outcome")
    _make_earlier_indexes()


# SQLite makes the table anew to add a column with a CHECK: its indexes have conditions, which
# are told again rather than read back.
def _drop_earlier_indexes() -> None:
    op.drop_index("ix_register_entries_published_once", table_name="register_entries")
    op.drop_index("ix_register_entries_public", table_name="register_entries")


def _make_earlier_indexes() -> None:
    for name, columns, unique in (
        ("ix_register_entries_public", ["kind", "dated", "case_number"], False),
        ("ix_register_entries_published_once", ["case_number"], True),
    ):
        op.create_index(
            name,
            "register_entries",
            columns,
            unique=unique,
            postgresql_where=PUBLISHED,
            sqlite_where=PUBLISHED,
        )
