"""THE CONNECTION: engines, transactions and the bell, for SQLite and PostgreSQL."""

from sqlmodel import Session

from database.bell import Bell
from database.engines import connect
from database.schema import HEAD, is_empty, require_migrated
from database.sessions import reading, transaction
from database.troubles import DatabaseUnavailable, NotMigrated

__all__ = [
    "HEAD",
    "Bell",
    "DatabaseUnavailable",
    "NotMigrated",
    "Session",
    "connect",
    "is_empty",
    "reading",
    "require_migrated",
    "transaction",
]
