"""WHAT IS FILED WITH A CASE: which files are taken, and where their bytes are kept."""

from documents.examining import LARGEST, DocumentRefused, Examined, examine
from documents.pdf import page_count, pages_in
from documents.store import DocumentMissing, DocumentStore, DocumentStoreUnavailable
from documents.text import table_text

__all__ = [
    "LARGEST",
    "DocumentMissing",
    "DocumentRefused",
    "DocumentStore",
    "DocumentStoreUnavailable",
    "Examined",
    "examine",
    "page_count",
    "pages_in",
    "table_text",
]
