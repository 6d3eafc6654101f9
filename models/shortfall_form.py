"""A chief's determination as filed: `shortfall/1`. Shape only, as in `models.forms`."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from models.forms import Code, Form, ItemForm, Line, Name, Text


class Resource(StrEnum):
    """What there may be too little of to assign an officer, 37P(e)."""

    PERSONNEL = "personnel"
    FUNDS = "funds"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    OTHER = "other"


def _each_once(codes: list[str]) -> list[str]:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"names {', '.join(twice)} more than once")
    return codes


Address = Annotated[Name, StringConstraints(to_lower=True)]
"""An e-mail address, as people are known by: in small letters."""
Lacking = Annotated[Resource, Field(strict=False)]
FiscalYear = Annotated[int, Field(ge=2000, le=2100)]
Schools = Annotated[list[Code], AfterValidator(_each_once)]


class SuperintendentConsultationForm(Form):
    """The consultation with the superintendent, as the chief attests it."""

    by: Address = ""
    """The superintendent consulted."""
    dates: list[date] = Field(default_factory=list[date], max_length=50)
    mode: Name = ""
    view: Text | None = None
    """The superintendent's own view, whole: agreement is not required."""


class ShortfallForm(Form):
    """`shortfall/1`: a determination of insufficient resources under 37P(e)."""

    form: Literal["shortfall/1"]
    body: Code
    determined_by: Address = ""
    """Who signs: the chief, or a member of the board or the officer having control."""
    office_basis: Line = ""
    """37P(a): on what basis the signer counts as chief, in words."""
    determination: Text = ""
    resources_lacking: list[Lacking] = Field(default_factory=list[Resource], max_length=20)
    fiscal_year: FiscalYear | None = None
    """By the year it ends in: 2027 is 1 July 2026 to 30 June 2027."""
    figures: list[ItemForm] = Field(default_factory=list[ItemForm], max_length=200)
    superintendent_consultation: SuperintendentConsultationForm | None = None
    schools: Schools = Field(default_factory=list[str], max_length=1000)
    """The schools it is about; none named: every school of the body."""

    def items(self) -> list[ItemForm]:
        """Give every item with a file: the figures."""
        return [*self.figures]
