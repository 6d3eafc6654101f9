"""Tables whose rows never change, kept so by the database. Frozen, as the steps that use it."""

from collections.abc import Mapping

from alembic import op

Keys = Mapping[str, tuple[str, ...]]
"""Tables, with the columns of their keys."""


def keep(tables: Keys) -> None:
    """Refuse update, delete and truncate of these tables' rows from now on."""
    for table, key in tables.items():
        if op.get_bind().dialect.name == "sqlite":
            _keep_on_sqlite(table, key)
        else:
            _keep_on_postgresql(table)


def let_go(tables: Keys) -> None:
    """Take back what `keep` did."""
    for table in tables:
        if op.get_bind().dialect.name == "sqlite":
            for act in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_refuse_{act}")
        else:
            op.execute(f"DROP TRIGGER {table}_refuse_change ON {table}")


def _keep_on_sqlite(table: str, key: tuple[str, ...]) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: a row is never changed'); END"
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} {refuse}")
    # INSERT OR REPLACE removes the old row without a word to the triggers on delete.
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of our own
    op.execute(
        f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} WHEN {there} {refuse}"
    )


def _keep_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION recourse_refuse_change()"
    )
