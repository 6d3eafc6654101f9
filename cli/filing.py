"""Read a written form, and find the files it names. Every problem is told at once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from actions.problems import Problem, Unreadable
from cli.marks import NotWritten
from cli.named_files import NoSuchAttachment, find, names
from cli.written import Place, Written, read_json, read_yaml
from models.forms import Form, WaiverForm
from rules.form_words import form_name, plain_words

__all__ = ["FormFile", "Problem", "Unreadable", "WaiverFiling", "read_form", "read_waiver"]

LARGEST = 1024 * 1024
"""Bytes of a form's own file."""

READERS = {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json}

FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True, slots=True)
class FormFile(Generic[FormT]):
    """A form as read, and the files it names."""

    form: FormT
    attachments: dict[str, Path]
    """Where each file lies, by the form's own name for it."""
    path: Path
    written: Written

    def problem(self, attachment: str, message: str) -> Problem:
        """Tell of an attachment, with the field and the line that name it."""
        place = next(place for place, name in names(self.written) if name == attachment)
        line = self.written.line_of(place)
        return Problem(str(self.path), field_name(place), line, f"{attachment} {message}")


WaiverFiling = FormFile[WaiverForm]


def read_waiver(path: Path) -> WaiverFiling:
    """Read a `waiver/1` form, as `read_form` does."""
    return read_form(path, WaiverForm)


def read_form(path: Path, model: type[FormT]) -> FormFile[FormT]:
    """Read a form, YAML or JSON by its name, and find the files it names.

    The files are not read: `documents.examine` does that.

    Raises:
        Unreadable: names every problem, each with its line and field.
    """
    written = _written(path)
    form = _form(written, model) if _is_a(written, model) else None
    attachments = _attachments(written, path.parent)
    if form is None or written.faults:
        faults = sorted(written.faults.values(), key=lambda fault: fault.line)
        raise Unreadable(
            [Problem(str(path), field_name(at), line, words) for at, line, words in faults]
        )
    return FormFile(form, attachments, path, written)


def field_name(place: Place) -> str:
    """Write a place as people do: `evidence[0].period`."""
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part[:60]}" for part in place)
    return name.removeprefix(".")


def _written(path: Path) -> Written:
    reader = READERS.get(path.suffix.lower())
    line = None
    try:
        if reader is not None:
            return reader(_text(path))
        words = f"is no form: the name of one ends in {', '.join(READERS)}"
    except NotWritten as error:
        line, words = error.line or None, str(error)
    except FileNotFoundError:
        words = "there is no such file"
    except OSError as error:
        words = f"cannot be read: {error.strerror or error}"
    raise Unreadable([Problem(str(path), None, line, words)])


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        raise NotWritten(0, "is not a file")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotWritten(0, f"is larger than {LARGEST // 1024**2} MB, which no form is")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotWritten(line, "is not UTF-8 text: save the file as UTF-8") from error


def _is_a(written: Written, model: type[Form]) -> bool:
    """Whether it is this form at all: against another one every field would look wrong."""
    wanted = form_name(model)
    data: Any = written.data
    if not isinstance(data, dict):
        written.fault((), f"holds no form: the first line of one is form: {wanted}")
        return False
    if "form" not in data:
        written.fault(("form",), f"is missing: the first line is form: {wanted}")
        return True
    if data["form"] == wanted:
        return True
    found = written.spelled.get(("form",), "something else")
    written.fault(("form",), f"is {found[:60]}, but {wanted} is read here")
    return False


def _form(written: Written, model: type[FormT]) -> FormT | None:
    try:
        # As JSON: there a date may be text, and nothing else may be what it is not.
        return model.model_validate_json(json.dumps(written.data))
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            place = error["loc"]
            words = plain_words(error, model, spelled=written.spelled.get(place))
            written.fault(place, words)
        return None


def _attachments(written: Written, folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for place, name in names(written):
        try:
            found[name] = find(folder, name)
        except NoSuchAttachment as error:
            written.fault(place, str(error))
    return found
