"""The passages of an application: what a question to a district can be about."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session

from models.cases import Case
from models.submissions import Submission
from rules.form_words import field_words

IN_ORDER = (
    "scope", "school_years", "signed_by", "chief_consultations", "reasons", "evidence",
    "alternatives", "name", "statement", "office", "dates", "mode", "summary", "view",
    "attested_by", "text", "title", "source", "period", "file", "kind", "description",
    "in_use_since", "supporting_data",
)  # fmt: skip
"""The fields as the form has them; what is frozen has them by the alphabet."""
NOT_ASKED_ABOUT = frozenset({"form", "applicant", "documents"})
NOT_STATED = "Not stated."


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of the application as filed, with what it says."""

    field: str
    words: str
    text: str

    def holds(self, quoted: str) -> bool:
        """Whether these words stand in it, however they are spaced."""
        return " ".join(quoted.casefold().split()) in " ".join(self.text.casefold().split())


def passages_of(session: Session, case: Case) -> list[Passage]:
    """Give every passage of the version before the office, in the order of the form."""
    content = json.loads(session.get_one(Submission, (case.number, case.version)).content)
    asked = {name: value for name, value in content.items() if name not in NOT_ASKED_ABOUT}
    return list(_passages("", asked))


def _passages(path: str, value: Any) -> Iterator[Passage]:
    if isinstance(value, dict):
        for key, inner in sorted(cast("dict[str, Any]", value).items(), key=_in_order):
            yield from _passages(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for position, inner in enumerate(cast("list[Any]", value)):
            yield from _passages(f"{path}[{position}]", inner)
    else:
        yield Passage(path, field_words(path), _text(value))


def _in_order(field: tuple[str, Any]) -> int:
    return IN_ORDER.index(field[0]) if field[0] in IN_ORDER else len(IN_ORDER)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in cast("list[Any]", value)) or NOT_STATED
    return NOT_STATED if value in (None, "") else str(value)
