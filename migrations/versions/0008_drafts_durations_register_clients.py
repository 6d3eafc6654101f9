"""Drafts, how long cases took, the public register, clients of the API and their webhooks."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import one_of

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SECONDS = {
    "sqlite": "cast(round((julianday({end}) - julianday({start})) * 86400) as integer)",
    "postgresql": "cast(round(extract(epoch from ({end} - {start}))) as integer)",
}
# A year begins in winter, when New York is five hours behind.
YEAR = {
    "sqlite": "cast(strftime('%Y', c.closed_at, '-5 hours') as integer)",
    "postgresql": "cast(extract(year from (c.closed_at at time zone 'UTC') - interval '5 hours')"
    " as integer)",
}


def upgrade() -> None:
    """Take the schema this step up."""
    op.create_table(
        "api_clients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("key_begins", sa.String(length=12), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("acts_for", sa.Integer(), nullable=False),
        sa.Column("offices", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(["acts_for"], ["people.id"], name=op.f("fk_api_clients_acts_for")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_clients")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_api_clients_key_sha256")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("kind", one_of("kind", "waiver", "shortfall"), nullable=False),
        sa.Column("organization_code", sa.String(), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=True),
        sa.Column("state", one_of("state", "open", "submitted", "discarded"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.String(), nullable=True),
        sa.Column("answers_version", sa.Integer(), nullable=True),
        sa.Column("started_from", sa.String(), nullable=True),
        sa.Column("became", sa.String(), nullable=True),
        sa.Column("became_version", sa.Integer(), nullable=True),
        sa.Column("sent_sha256", sa.String(length=64), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_by", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answers"], ["cases.number"], name=op.f("fk_drafts_answers")),
        sa.ForeignKeyConstraint(["became"], ["cases.number"], name=op.f("fk_drafts_became")),
        sa.ForeignKeyConstraint(
            ["organization_code"], ["organizations.code"], name=op.f("fk_drafts_organization_code")
        ),
        sa.ForeignKeyConstraint(["started_by"], ["people.id"], name=op.f("fk_drafts_started_by")),
        sa.ForeignKeyConstraint(
            ["started_from"], ["cases.number"], name=op.f("fk_drafts_started_from")
        ),
        sa.ForeignKeyConstraint(["touched_by"], ["people.id"], name=op.f("fk_drafts_touched_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_drafts_answers_once",
            ["answers"],
            unique=True,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            batch_op.f("ix_drafts_organization_code_state"),
            ["organization_code", "state"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_drafts_town_state"), ["town", "state"], unique=False)

    op.create_table(
        "durations",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("kind", one_of("kind", "waiver", "shortfall"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_durations_case_number")
        ),
        sa.PrimaryKeyConstraint("case_number", "part", name=op.f("pk_durations")),
    )
    with op.batch_alter_table("durations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_durations_kind_part_year_seconds"),
            ["kind", "part", "year", "seconds"],
            unique=False,
        )

    op.create_table(
        "idempotency_keys",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_clients.id"], name=op.f("fk_idempotency_keys_client_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "key", name=op.f("pk_idempotency_keys")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_keys_client_id_expires_at"),
            ["client_id", "expires_at"],
            unique=False,
        )

    op.create_table(
        "register_entries",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("kind", "waiver", "shortfall"), nullable=False),
        sa.Column(
            "state",
            one_of("state", "proposed", "published", "superseded", "withdrawn"),
            nullable=False,
        ),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("body_name", sa.String(length=200), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("redactions", sa.JSON(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("proposed_by", sa.String(length=254), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_register_entries_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["people.id"], name=op.f("fk_register_entries_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["people.id"], name=op.f("fk_register_entries_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("case_number", "edition", name=op.f("pk_register_entries")),
    )
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_register_entries_public",
            ["kind", "dated", "case_number"],
            unique=False,
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        )
        batch_op.create_index(
            "ix_register_entries_published_once",
            ["case_number"],
            unique=True,
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        )

    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_clients.id"], name=op.f("fk_webhooks_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhooks_client_id"), ["client_id"], unique=False)

    op.create_table(
        "draft_edits",
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_draft_edits_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_edits_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "revision", name=op.f("pk_draft_edits")),
    )
    op.create_table(
        "draft_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("attached_by", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attached_by"], ["people.id"], name=op.f("fk_draft_files_attached_by")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_files_draft_id")),
        sa.ForeignKeyConstraint(
            ["sha256"], ["documents.sha256"], name=op.f("fk_draft_files_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_files")),
    )
    with op.batch_alter_table("draft_files", schema=None) as batch_op:
        batch_op.create_index(
            "ix_draft_files_item_once",
            ["draft_id", "item"],
            unique=True,
            postgresql_where=sa.text("removed_at is null"),
            sqlite_where=sa.text("removed_at is null"),
        )

    op.create_table(
        "draft_set_asides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_draft_set_asides_by")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["people.id"], name=op.f("fk_draft_set_asides_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_set_asides_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_set_asides")),
        sa.UniqueConstraint(
            "draft_id", "field", "by", name=op.f("uq_draft_set_asides_draft_id_field_by")
        ),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "state",
            one_of("state", "queued", "retrying", "delivered", "failed", "withheld"),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["stream", "seq"],
            ["events.stream", "events.seq"],
            name=op.f("fk_webhook_deliveries_stream_seq"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint(
            "webhook_id", "stream", "seq", name=op.f("uq_webhook_deliveries_webhook_id_stream_seq")
        ),
    )
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_webhook_deliveries_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("due_at is not null"),
            sqlite_where=sa.text("due_at is not null"),
        )
        batch_op.create_index(
            "ix_webhook_deliveries_failed",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state = 'failed'"),
            sqlite_where=sa.text("state = 'failed'"),
        )

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cases_kind_filed_at_state"), ["kind", "filed_at", "state"], unique=False
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER webhook_deliveries_ring AFTER INSERT OR UPDATE OF due_at "
            "ON webhook_deliveries FOR EACH ROW WHEN (NEW.due_at IS NOT NULL) "
            "EXECUTE FUNCTION recourse_ring()"
        )
    _keep_durations_of_closed_cases()


def _keep_durations_of_closed_cases() -> None:
    """Write down how long the cases took that closed before, without the time for questions."""
    dialect = op.get_bind().dialect.name
    whole = SECONDS[dialect].format(start="c.filed_at", end="c.closed_at")
    duty = SECONDS[dialect].format(start="d.opened_at", end="d.done_at")
    finished = "c.state in ('decided', 'complete') and c.closed_at is not null"
    answering = (
        f"coalesce((select sum({duty}) from duties d where d.case_number = c.number "  # noqa: S608 - words of our own, here and below
        "and d.what = 'answer:questions' and d.state = 'done'), 0)"
    )
    step = "substr(d.what, 8)"  # after `review:` and `decide:`
    into = "insert into durations (case_number, part, kind, year, seconds, paused, closed_at)"
    op.execute(
        f"{into} select c.number, 'whole', c.kind, {YEAR[dialect]}, {whole} - {answering}, "  # noqa: S608
        f"{answering}, c.closed_at from cases c where {finished}"
    )
    op.execute(
        f"{into} select c.number, {step}, c.kind, {YEAR[dialect]}, sum({duty}), 0, c.closed_at "  # noqa: S608
        f"from cases c join duties d on d.case_number = c.number where {finished} "
        "and d.state = 'done' and (d.what like 'review:%' or d.what like 'decide:%') "
        f"group by c.number, c.kind, c.closed_at, {step}"
    )


def downgrade() -> None:
    """Take the schema this step back."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_kind_filed_at_state"))

    op.drop_table("webhook_deliveries")
    op.drop_table("draft_set_asides")
    op.drop_table("draft_files")
    op.drop_table("draft_edits")
    op.drop_table("webhooks")
    op.drop_table("register_entries")
    op.drop_table("idempotency_keys")
    op.drop_table("durations")
    op.drop_table("drafts")
    op.drop_table("api_clients")
