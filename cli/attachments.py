"""Read a form and its files from disk, and put the files in the store."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from actions.filings import Filing
from cli.filing import Problem, Unreadable, read_form
from documents import DocumentRefused, DocumentStore, Examined, examine, table_lines
from models.forms import Form, WaiverForm
from models.shortfall_form import ShortfallForm

FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True, slots=True)
class Read(Generic[FormT]):
    """A filing as read, and where its files lie."""

    filing: Filing[FormT]
    paths: dict[str, Path]

    def store(self, store: DocumentStore) -> None:
        """Put every file into the store, before the commit of the rows that point to it."""
        for name, examined in self.filing.files.items():
            store.put(self.paths[name], name, sha256=examined.sha256)


def read_filing(path: Path) -> Read[WaiverForm]:
    """Read a waiver form and examine every file it names; raises as `read`."""
    return read(path, WaiverForm)


def read_determination(path: Path) -> Read[ShortfallForm]:
    """Read a shortfall form and examine every file it names; raises as `read`."""
    return read(path, ShortfallForm)


def read(path: Path, model: type[FormT]) -> Read[FormT]:
    """Read a form and examine every file it names.

    Raises:
        Unreadable: names every problem with file, field and line.
    """
    found = read_form(path, model)
    files: dict[str, Examined] = {}
    problems: list[Problem] = []
    for name, attachment in found.attachments.items():
        try:
            files[name] = examine(attachment, name)
        except DocumentRefused as refused:
            problems.append(found.problem(name, refused.reason))
    if problems:
        raise Unreadable(problems)
    tables = {
        name: lines
        for name, examined in files.items()
        if (lines := table_lines(partial(found.attachments[name].open, "rb"), examined.media_type))
        is not None
    }
    return Read(Filing(found.form, files, tables), found.attachments)


def is_shortfall(path: Path) -> bool:
    """Tell whether a form says it is a `shortfall/1`; whether it can be read is another matter."""
    try:
        with path.open("rb") as file:
            return b"shortfall/1" in file.read(4096)
    except OSError:
        return False
