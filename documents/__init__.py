"""WHAT IS FILED WITH A CASE: which files are taken, and where their bytes are kept."""

from documents.examining import LARGEST, DocumentRefused, Examined, examine
from documents.pdf import page_count, pages_in
from documents.store import (
    DocumentDamaged,
    DocumentMissing,
    DocumentStore,
    DocumentStoreUnavailable,
)
from documents.text import table_lines

__all__ = [
    "LARGEST",
    "DocumentDamaged",
    "DocumentMissing",
    "DocumentRefused",
    "DocumentStore",
    "DocumentStoreUnavailable",
    "Examined",
    "examine",
    "page_count",
    "pages_in",
    "table_lines",
]
