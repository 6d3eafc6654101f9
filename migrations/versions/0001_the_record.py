"""The record."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.columns import one_of

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Take the schema this step up."""
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_documents")),
    )
    op.create_table(
        "events",
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_events")),
    )
    op.create_table(
        "intake_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_changes")),
    )
    op.create_table(
        "numbering",
        sa.Column("kind", one_of("kind", "waiver", "shortfall"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_numbering")),
    )
    op.create_table(
        "organizations",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            one_of(
                "kind",
                "municipal",
                "municipal_non_operating",
                "regional",
                "county_agricultural",
                "commonwealth_charter",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("listed_as", sa.String(length=60), nullable=False),
        sa.Column("kind_set_by", sa.String(length=254), nullable=True),
        sa.Column("kind_basis", sa.String(length=500), nullable=True),
        sa.Column("kind_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organizations")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "policies",
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policies")),
    )
    op.create_table(
        "refused_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("organization_code", sa.String(length=60), nullable=True),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_attempts")),
    )
    op.create_table(
        "cases",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", one_of("kind", "waiver", "shortfall"), nullable=False),
        sa.Column(
            "state",
            one_of(
                "state",
                "draft",
                "submitted",
                "in_review",
                "returned",
                "decided",
                "withdrawn",
                "determined",
                "consulting",
                "awaiting_assignment",
                "unfunded",
                "assigned",
                "awaiting_filing",
                "complete",
            ),
            nullable=False,
        ),
        sa.Column("organization_code", sa.String(), nullable=False),
        sa.Column("law_version", sa.String(length=40), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_filing", sa.String(length=80), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("event_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_code"], ["organizations.code"], name=op.f("fk_cases_organization_code")
        ),
        sa.ForeignKeyConstraint(
            ["policy_version"], ["policies.version"], name=op.f("fk_cases_policy_version")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
        sa.UniqueConstraint("open_filing", name=op.f("uq_cases_open_filing")),
    )
    op.create_index(op.f("ix_cases_kind_state"), "cases", ["kind", "state"], unique=False)
    op.create_index(
        op.f("ix_cases_organization_code"), "cases", ["organization_code"], unique=False
    )
    op.create_index(
        "ix_cases_ready",
        "cases",
        ["kind", "ready_at"],
        unique=False,
        postgresql_where=sa.text("ready_at is not null"),
        sqlite_where=sa.text("ready_at is not null"),
    )
    op.create_table(
        "holdings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "office",
            one_of(
                "office",
                "superintendent",
                "editor",
                "chief",
                "intake",
                "program",
                "counsel",
                "commissioner",
                "state_police",
                "operator",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("basis", one_of("basis", "chief", "board", "officer"), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("instrument_sha256", sa.String(), nullable=True),
        sa.Column("granted_by", sa.String(length=254), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instrument_sha256"], ["documents.sha256"], name=op.f("fk_holdings_instrument_sha256")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_holdings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holdings")),
    )
    op.create_index(op.f("ix_holdings_office_at"), "holdings", ["office", "at"], unique=False)
    op.create_index(op.f("ix_holdings_person_id"), "holdings", ["person_id"], unique=False)
    op.create_table(
        "organization_towns",
        sa.Column("organization_code", sa.String(), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_code"],
            ["organizations.code"],
            name=op.f("fk_organization_towns_organization_code"),
        ),
        sa.PrimaryKeyConstraint("organization_code", "town", name=op.f("pk_organization_towns")),
    )
    op.create_table(
        "schools",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organization_code", sa.String(), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_code"], ["organizations.code"], name=op.f("fk_schools_organization_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_schools")),
    )
    op.create_index(
        op.f("ix_schools_organization_code"), "schools", ["organization_code"], unique=False
    )
    op.create_table(
        "decisions",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", one_of("outcome", "granted", "denied"), nullable=False),
        sa.Column("belief", sa.String(), nullable=False),
        sa.Column("belief_sha256", sa.String(length=64), nullable=False),
        sa.Column("relied_on", sa.JSON(), nullable=False),
        sa.Column("opened", sa.JSON(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("law_version", sa.String(length=40), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("holding_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_decisions_by")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_decisions_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["holding_id"], ["holdings.id"], name=op.f("fk_decisions_holding_id")
        ),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_decisions")),
    )
    op.create_index(
        op.f("ix_decisions_belief_sha256"), "decisions", ["belief_sha256"], unique=False
    )
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column(
            "office",
            one_of(
                "office",
                "superintendent",
                "editor",
                "chief",
                "intake",
                "program",
                "counsel",
                "commissioner",
                "state_police",
                "operator",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.String(length=100), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("authority", one_of("authority", "law", "policy", "practice"), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("state", one_of("state", "open", "done", "dropped"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_duties_case_number")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_duties_done_by")),
        sa.ForeignKeyConstraint(["holder"], ["people.id"], name=op.f("fk_duties_holder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    op.create_index(op.f("ix_duties_case_number"), "duties", ["case_number"], unique=False)
    op.create_index(
        "ix_duties_due",
        "duties",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_duties_load",
        "duties",
        ["holder"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_duties_open_once",
        "duties",
        ["case_number", "what"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("to_office", sa.String(length=120), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            one_of("state", "queued", "sent", "retrying", "failed", "withheld"),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("template_version", sa.String(length=64), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_messages_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_messages_key")),
    )
    op.create_index(op.f("ix_messages_case_number"), "messages", ["case_number"], unique=False)
    op.create_index(
        "ix_messages_due",
        "messages",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at is not null"),
        sqlite_where=sa.text("due_at is not null"),
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_openings_case_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_openings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
    )
    op.create_index(
        op.f("ix_openings_case_number_person_id"),
        "openings",
        ["case_number", "person_id"],
        unique=False,
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_questions_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(
        op.f("ix_questions_case_number_version"),
        "questions",
        ["case_number", "version"],
        unique=False,
    )
    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("had_opened", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_recusals_case_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recusals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint(
            "case_number", "person_id", name=op.f("uq_recusals_case_number_person_id")
        ),
    )
    op.create_table(
        "submissions",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_submissions_case_number")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["people.id"], name=op.f("fk_submissions_signed_by")
        ),
        sa.PrimaryKeyConstraint("case_number", "version", name=op.f("pk_submissions")),
    )
    op.create_table(
        "warnings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(length=80), nullable=False),
        sa.Column("authority", sa.String(length=20), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("went_on_by", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_warnings_case_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warnings")),
    )
    op.create_index(op.f("ix_warnings_case_number"), "warnings", ["case_number"], unique=False)
    op.create_table(
        "alternatives",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("kind", one_of("kind", "procedure", "resource"), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("in_use_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number", "version"],
            ["submissions.case_number", "submissions.version"],
            name=op.f("fk_alternatives_case_number_version"),
        ),
        sa.PrimaryKeyConstraint("case_number", "version", "id", name=op.f("pk_alternatives")),
    )
    op.create_table(
        "consultations",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("dates", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=True),
        sa.Column("attested_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number", "version"],
            ["submissions.case_number", "submissions.version"],
            name=op.f("fk_consultations_case_number_version"),
        ),
        sa.PrimaryKeyConstraint(
            "case_number", "version", "position", name=op.f("pk_consultations")
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number", "version"],
            ["submissions.case_number", "submissions.version"],
            name=op.f("fk_evidence_case_number_version"),
        ),
        sa.ForeignKeyConstraint(["sha256"], ["documents.sha256"], name=op.f("fk_evidence_sha256")),
        sa.PrimaryKeyConstraint("case_number", "version", "id", name=op.f("pk_evidence")),
    )
    op.create_table(
        "reasons",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number", "version"],
            ["submissions.case_number", "submissions.version"],
            name=op.f("fk_reasons_case_number_version"),
        ),
        sa.PrimaryKeyConstraint("case_number", "version", "position", name=op.f("pk_reasons")),
    )
    op.create_index(op.f("ix_reasons_text_sha256"), "reasons", ["text_sha256"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("outcome", one_of("outcome", "forward", "return"), nullable=False),
        sa.Column("recommend", one_of("recommend", "grant", "deny"), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_reviews_by")),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name=op.f("fk_reviews_case_number")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_reviews_duty_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("duty_id", name=op.f("uq_reviews_duty_id")),
    )
    op.create_index(op.f("ix_reviews_case_number"), "reviews", ["case_number"], unique=False)
    op.create_table(
        "supporting_data",
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("alternative_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number", "version"],
            ["submissions.case_number", "submissions.version"],
            name=op.f("fk_supporting_data_case_number_version"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["documents.sha256"], name=op.f("fk_supporting_data_sha256")
        ),
        sa.PrimaryKeyConstraint("case_number", "version", "id", name=op.f("pk_supporting_data")),
    )


def downgrade() -> None:
    """Take the schema this step back."""
    op.drop_table("supporting_data")
    op.drop_table("reviews")
    op.drop_table("reasons")
    op.drop_table("evidence")
    op.drop_table("consultations")
    op.drop_table("alternatives")
    op.drop_table("warnings")
    op.drop_table("submissions")
    op.drop_table("recusals")
    op.drop_table("questions")
    op.drop_table("openings")
    op.drop_table("messages")
    op.drop_table("duties")
    op.drop_table("decisions")
    op.drop_table("schools")
    op.drop_table("organization_towns")
    op.drop_table("holdings")
    op.drop_table("cases")
    op.drop_table("refused_attempts")
    op.drop_table("policies")
    op.drop_table("people")
    op.drop_table("organizations")
    op.drop_table("numbering")
    op.drop_table("intake_changes")
    op.drop_table("events")
    op.drop_table("documents")
