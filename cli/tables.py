"""Read the registry's lists from files; every bad line is named at once."""

from pathlib import Path
from typing import Any

from actions.list_files import (
    LARGEST,
    Read,
    Tables,
    read_offices,
    read_organizations,
    read_schools,
)

__all__ = ["LARGEST", "Tables", "read_tables"]


def read_tables(
    *, organizations: Path | None = None, schools: Path | None = None, offices: Path | None = None
) -> Tables:
    """Read the files of an import; `organizations` may be the department's own list.

    What is wrong with them is kept for `Tables.require_sound`, as
    `actions.list_files.tables_of` has it.
    """
    tables = Tables()
    if organizations:
        tables.organizations = Read(str(organizations))
        read_organizations(_content(organizations, tables.organizations), tables.organizations)
    if schools:
        tables.schools = Read(str(schools))
        read_schools(_content(schools, tables.schools), tables.schools)
    if offices:
        tables.offices = Read(str(offices))
        read_offices(_content(offices, tables.offices), tables.offices)
    return tables


def _content(path: Path, read: Read[Any]) -> bytes | None:
    """Give the file's bytes; None, with the problem noted, where it cannot be read."""
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        read.unusable(None, None, "is not a file")
        return None
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        read.unusable(None, None, "there is no such file")
    except OSError as error:
        read.unusable(None, None, f"cannot be read: {error.strerror}")
    return None
