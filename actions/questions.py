"""Questions to a district, each tied to a field of its application."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session, col, select

from actions.cases import refusal
from models.cases import Case
from models.reviews import Question
from models.submissions import Submission
from rules.findings import Refused


class NoSuchField(Refused):
    """A question points to a field the application does not have."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the field of the form it is about: `evidence[0].period`."""

    field: str
    text: str


def require_fields(session: Session, case: Case, questions: Sequence[Asked]) -> None:
    """Check that every question says something about a field that was filed.

    Raises:
        NoSuchField: names each that does not.
    """
    if not questions:
        return
    content = json.loads(session.get_one(Submission, (case.number, case.version)).content)
    missing = [
        refusal(f"--question: the application has no field {asked.field!r}.", where=asked.field)
        for asked in questions
        if not _has_field(content, asked.field)
    ]
    empty = [
        refusal(f"--question {asked.field}: the question is empty.", where=asked.field)
        for asked in questions
        if not asked.text.strip()
    ]
    if missing or empty:
        raise NoSuchField([*missing, *empty])


def questions_of(session: Session, case: Case) -> Sequence[Question]:
    """Give the questions on the version now before the office, in the order asked."""
    query = select(Question).where(
        col(Question.case_number) == case.number, col(Question.version) == case.version
    )
    return session.exec(query.order_by(col(Question.id))).all()


def _has_field(content: Any, path: str) -> bool:
    """Tell whether `evidence[0].period` leads somewhere in the filed form."""
    if not re.fullmatch(r"[a-z_]+(\[\d+\])*(\.[a-z_]+(\[\d+\])*)*", path):
        return False
    here: Any = content
    for part in re.findall(r"[a-z_]+|\d+", path):
        if isinstance(here, dict) and part in here:
            here = cast("dict[str, Any]", here)[part]
        elif isinstance(here, list) and part.isdigit() and int(part) < len(cast("list[Any]", here)):
            here = cast("list[Any]", here)[int(part)]
        else:
            return False
    return path != "documents"
