"""The written forms as filed: `waiver/1`. Plain models; they check shape, not law.

A missing part is a gap for the rules to name, with its clause; a wrong type,
an unknown field or a control character is unreadable input.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from models.submissions import AlternativeKind

LINE = 500
"""Longest single-line text, in characters."""
TEXT = 20_000
"""Longest running text, in characters."""

_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NOT_IN_A_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _a_line(value: str) -> str:
    if _NOT_IN_A_LINE.search(value):
        raise ValueError("holds a line break or a control character")
    return value


def _a_text(value: str) -> str:
    if _NOT_IN_A_TEXT.search(value):
        raise ValueError("holds a control character")
    return value


def _a_period(value: str) -> str:
    try:
        start, end = (date.fromisoformat(part) for part in value.split("/"))
    except ValueError:
        raise ValueError(
            "is not a period: write two dates with a slash, 2025-07-01/2026-06-30"
        ) from None
    if end < start:
        raise ValueError("ends before it starts")
    return value


def _a_school_year(value: str) -> str:
    start, end = int(value[:4]), int(value[5:])
    if end != (start + 1) % 100:
        raise ValueError("is not a school year: the second year follows the first, 2026-27")
    return value


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LINE), AfterValidator(_a_line)
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_a_line)
]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=TEXT), AfterValidator(_a_text)
]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
Period = Annotated[str, AfterValidator(_a_period)]
SchoolYear = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$"), AfterValidator(_a_school_year)
]


class Form(BaseModel):
    """An unknown field is an error that names it; nothing is coerced."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SignedBy(Form):
    """Who signs, and the statement signed."""

    name: Name = ""
    statement: Text = ""


class ConsultationForm(Form):
    """A consultation with a chief, as the applicant attests it."""

    office: Name
    dates: list[date] = Field(min_length=1, max_length=50)
    mode: Name
    summary: Text
    view: Text | None = None
    attested_by: Name


class ReasonForm(Form):
    """37P(c)(i)."""

    text: Text


class ItemForm(Form):
    """A piece of data or evidence, with its file."""

    title: Line
    source: Line | None = None
    period: Period | None = None
    file: Line


class AlternativeForm(Form):
    """37P(c)(iii): one procedure or resource and its own supporting data."""

    kind: AlternativeKind = Field(strict=False)
    description: Text = ""
    in_use_since: date | None = None
    supporting_data: list[ItemForm] = Field(default_factory=list[ItemForm], max_length=200)


class WaiverForm(Form):
    """`waiver/1`: a written application under 37P(c)."""

    form: Literal["waiver/1"]
    applicant: Code
    scope: Text = ""
    school_years: list[SchoolYear] = Field(default_factory=list[str], max_length=20)
    signed_by: SignedBy | None = None
    chief_consultations: list[ConsultationForm] = Field(
        default_factory=list[ConsultationForm], max_length=200
    )
    reasons: list[ReasonForm] = Field(default_factory=list[ReasonForm], max_length=200)
    evidence: list[ItemForm] = Field(default_factory=list[ItemForm], max_length=200)
    alternatives: list[AlternativeForm] = Field(
        default_factory=list[AlternativeForm], max_length=200
    )

    def items(self) -> list[ItemForm]:
        """Give every item with a file: the evidence, then each alternative's own data."""
        return [*self.evidence, *(i for a in self.alternatives for i in a.supporting_data)]
