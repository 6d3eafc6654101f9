"""Read a form and its files from disk, and put the files in the store."""

from dataclasses import dataclass
from pathlib import Path

from actions.filings import Filing
from cli.filing import Problem, Unreadable, read_waiver
from documents import DocumentRefused, DocumentStore, Examined, examine

CSV = "text/csv"


@dataclass(frozen=True, slots=True)
class Read:
    """A filing as read, and where its files lie."""

    filing: Filing
    paths: dict[str, Path]

    def store(self, store: DocumentStore) -> None:
        """Put every file into the store, safely on disk before any row points to it."""
        for name, examined in self.filing.files.items():
            store.put(self.paths[name], name, sha256=examined.sha256)


def read_filing(form: Path) -> Read:
    """Read a waiver form and examine every file it names.

    Raises:
        Unreadable: names every problem with file, field and line.
    """
    waiver = read_waiver(form)
    files: dict[str, Examined] = {}
    problems: list[Problem] = []
    for name, path in waiver.attachments.items():
        try:
            files[name] = examine(path, name)
        except DocumentRefused as refused:
            problems.append(Problem(name, "file", None, refused.reason))
    if problems:
        raise Unreadable(problems)
    tables = {
        name: waiver.attachments[name].read_text(encoding="utf-8-sig")
        for name, examined in files.items()
        if examined.media_type == CSV
    }
    return Read(Filing(waiver.form, files, tables), waiver.attachments)
