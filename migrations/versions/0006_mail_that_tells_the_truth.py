"""Absences, what became of each message, acknowledgements, calendar feeds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.append_only import keep, let_go
from migrations.columns import one_of

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = {
    "handovers": ("message_id", "number"),
    "bounces": ("id",),
    "acknowledged_messages": ("message_id",),
}
"""The append-only tables, with their keys."""


def upgrade() -> None:
    """Take the schema this step up."""
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["people.id"], name=op.f("fk_absences_stand_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_person_id"), ["person_id"], unique=False)

    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_feeds_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_feeds_token_sha256")),
    )
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feeds_person_id"), ["person_id"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("server", sa.String(length=300), nullable=False),
        sa.Column("outcome", one_of("outcome", "accepted", "put-off", "refused"), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_handovers_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_handovers")),
    )
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("report_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "action",
            one_of("action", "failed", "delayed", "delivered", "relayed", "expanded"),
            nullable=False,
        ),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("diagnostic", sa.String(length=500), nullable=False),
        sa.Column("reported_by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_bounces_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint(
            "message_id", "report_sha256", name=op.f("uq_bounces_message_id_report_sha256")
        ),
    )
    op.create_table(
        "acknowledged_messages",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_acknowledged_messages_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_acknowledged_messages")),
    )
    # A delivery report names a message by its Message-ID alone.
    op.create_index(op.f("ix_messages_message_id"), "messages", ["message_id"], unique=False)
    keep(KEPT)


def downgrade() -> None:
    """Take the schema this step back."""
    let_go(KEPT)
    op.drop_index(op.f("ix_messages_message_id"), table_name="messages")
    op.drop_table("acknowledged_messages")
    op.drop_table("bounces")
    op.drop_table("handovers")
    op.drop_table("feeds")
    op.drop_table("absences")
