"""The files a form names: beside it, or in folders below, and nowhere else."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from cli.written import Place, Written
from documents import LARGEST

NAMED = "file"
"""The field, anywhere in a form, that names one."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What the form itself refuses in a name."""


class NoSuchAttachment(Exception):
    """Why a name does not lead to a file that could be attached."""


def names(written: Written) -> Iterator[tuple[Place, str]]:
    """Yield each place that names a file, with the name."""
    for place, name in written.spelled.items():
        if place[-1:] == (NAMED,) and not _CONTROL.search(name):
            yield place, name.strip()


def find(folder: Path, name: str) -> Path:
    """Give the path of a file that a form in `folder` names.

    Raises:
        NoSuchAttachment: it is not there, lies outside of the folder, is not a
            file, or is too large.
    """
    if not name:
        raise NoSuchAttachment("is empty: name the file")
    if Path(name).is_absolute():
        raise NoSuchAttachment("must start from the form's own folder, as in files/data.csv")
    try:
        home = folder.resolve()
        path = (home / name).resolve()
        if not path.is_relative_to(home):
            raise NoSuchAttachment(f"{name} leads out of the form's folder: put the file in")
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchAttachment(f"there is no file {name} in the form's folder") from None
    except (OSError, RuntimeError) as error:  # no permission, a link to itself, an endless name
        raise NoSuchAttachment(f"{name[:200]} cannot be read") from error
    if not stat.S_ISREG(facts.st_mode):
        raise NoSuchAttachment(f"{name} is not a file")
    if facts.st_size > LARGEST:
        raise NoSuchAttachment(f"{name} is larger than {LARGEST // 1024**2} MB")
    return path
