"""Open the house for one command: configuration, database, documents, clock, who is here."""

import getpass
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from database import connect, is_empty, require_migrated
from documents import DocumentStore
from rules.policy import default_policy_text
from settings import Settings


@dataclass(frozen=True, slots=True)
class Door:
    """What a command needs to act."""

    settings: Settings
    engine: Engine
    store: DocumentStore
    now: datetime
    entered_by: str
    """Who is at the keyboard, recorded beside whoever acts."""

    @property
    def policy_text(self) -> str:
        """The operator's policy, or the one that ships."""
        path = self.settings.policy
        return path.read_text(encoding="utf-8") if path else default_policy_text()


def open_door() -> Door:
    """Read the configuration and connect; the embedded database is made on first use.

    Raises:
        NotMigrated: the database's schema is not this program's.
        DatabaseUnavailable: it cannot be reached.
    """
    settings = Settings()
    engine = connect(settings.database)
    if settings.embedded_database and is_empty(engine):
        from migrations import upgrade

        upgrade(settings.database)
    require_migrated(engine)
    return Door(
        settings=settings,
        engine=engine,
        store=DocumentStore(documents_folder(settings)),
        now=settings.present(),
        entered_by=settings.operator or getpass.getuser(),
    )


def documents_folder(settings: Settings) -> Path:
    """Say where the documents are kept."""
    return settings.home / "documents"
