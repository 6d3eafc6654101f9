"""What is filed, decided or logged stays as it was; what is ready or due rings.

On PostgreSQL a ring costs a row some microseconds: the server folds the rings
of one transaction into one. SQLite has no way to ring: there, one looks.
"""

from collections.abc import Sequence

from alembic import op

from migrations.append_only import keep, let_go

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = {
    "events": ("stream", "seq"),
    "decisions": ("case_number",),
    "submissions": ("case_number", "version"),
    "reasons": ("case_number", "version", "position"),
    "evidence": ("case_number", "version", "id"),
    "alternatives": ("case_number", "version", "id"),
    "supporting_data": ("case_number", "version", "id"),
    "consultations": ("case_number", "version", "position"),
}
"""The append-only tables, with their keys."""

RINGING = {"cases": "ready_at", "messages": "due_at"}
"""The columns that say, once they hold a time, that there is something to do."""


def upgrade() -> None:
    """Take the schema this step up."""
    if op.get_bind().dialect.name == "sqlite":
        keep(KEPT)
        return
    op.execute(REFUSE)
    op.execute(RING)
    keep(KEPT)
    for table, column in RINGING.items():
        _ring_on_postgresql(table, column)


def downgrade() -> None:
    """Take the schema this step back."""
    let_go(KEPT)
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in RINGING:
        op.execute(f"DROP TRIGGER {table}_ring ON {table}")
    op.execute("DROP FUNCTION recourse_refuse_change()")
    op.execute("DROP FUNCTION recourse_ring()")


def _ring_on_postgresql(table: str, column: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_ring AFTER INSERT OR UPDATE OF {column} ON {table} "
        f"FOR EACH ROW WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION recourse_ring()"
    )


REFUSE = """
CREATE FUNCTION recourse_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a row is never changed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

RING = """
CREATE FUNCTION recourse_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('recourse', '');
    RETURN NULL;
END $$
"""
