"""The ledger of reminders, digests among the messages, acknowledgements."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.append_only import keep, let_go
from migrations.columns import one_of

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = {"acknowledgements": ("id",)}
"""The append-only tables, with their keys."""


def upgrade() -> None:
    """Take the schema this step up."""
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.alter_column("case_number", existing_type=sa.String(), nullable=True)
        batch_op.add_column(sa.Column("digest_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_messages_digest",
        "messages",
        ["to_office", "digest_on"],
        unique=False,
        postgresql_where=sa.text("digest_on is not null"),
        sqlite_where=sa.text("digest_on is not null"),
    )
    op.create_index(
        "ix_messages_sent_at",
        "messages",
        ["sent_at"],
        unique=False,
        postgresql_where=sa.text("sent_at is not null"),
        sqlite_where=sa.text("sent_at is not null"),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_acknowledgements_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["duties.id"], name=op.f("fk_acknowledgements_duty_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
    )
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acknowledgements_case_number"), ["case_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_acknowledgements_duty_id"), ["duty_id"], unique=False)
    op.create_table(
        "reminder_troubles",
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["duties.id"], name=op.f("fk_reminder_troubles_duty_id")
        ),
        sa.PrimaryKeyConstraint("duty_id", name=op.f("pk_reminder_troubles")),
    )
    op.create_table(
        "reminders",
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=80), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("kind", one_of("kind", "remind", "escalate", "telephone"), nullable=False),
        sa.Column(
            "state",
            one_of("state", "queued", "sent", "overtaken", "stopped", "untold"),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("digest_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_reminders_case_number")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_reminders_duty_id")),
        sa.PrimaryKeyConstraint("duty_id", "rung", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminders_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminders_case_number"), ["case_number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reminders_office_digest_on"), ["office", "digest_on"], unique=False
        )
        batch_op.create_index(
            "ix_reminders_waiting",
            ["digest_from"],
            unique=False,
            postgresql_where=sa.text("digest_from is not null"),
            sqlite_where=sa.text("digest_from is not null"),
        )
    keep(KEPT)


def downgrade() -> None:
    """Take the schema this step back; digests, which belong to no one case, go with it."""
    let_go(KEPT)
    op.drop_table("reminders")
    op.drop_table("reminder_troubles")
    op.drop_table("acknowledgements")
    op.execute("DELETE FROM messages WHERE case_number IS NULL")
    op.drop_index("ix_messages_digest", table_name="messages")
    op.drop_index("ix_messages_sent_at", table_name="messages")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("digest_on")
        batch_op.alter_column("case_number", existing_type=sa.String(), nullable=False)
