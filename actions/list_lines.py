"""What a line of each of the registry's lists says."""

import re
from datetime import date
from typing import Annotated, ClassVar, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
)

from actions.grants import Grant
from actions.lists import OfficeRow, OrganizationRow, SchoolRow
from models.forms import Name
from models.people import ChiefBasis, Office
from models.registry import OrganizationKind

NON_OPERATING = " (non-op)"
"""What the department's list puts after the name of a town that runs no schools."""

# The department's list names classes by how a body is governed; 37P by who answers for it.
# What is not here (charter, virtual and other schools) the section does not name plainly.
LISTED = {
    "municipal": OrganizationKind.MUNICIPAL,
    "municipal_non_operating": OrganizationKind.MUNICIPAL_NON_OPERATING,
    "regional_academic": OrganizationKind.REGIONAL,
    "regional_vocational_technical": OrganizationKind.REGIONAL,
    "county_agricultural": OrganizationKind.COUNTY_AGRICULTURAL,
}
WITH_ITS_TOWN = frozenset(
    {OrganizationKind.MUNICIPAL, OrganizationKind.MUNICIPAL_NON_OPERATING}
)  # fmt: skip

Row = TypeVar("Row")


def _eight_digits(value: str) -> str:
    if not re.fullmatch(r"[0-9]{8}", value):
        raise ValueError("is not a code of eight digits (spreadsheets drop leading zeros)")
    return value


def _a_day(value: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("is not a date: write it as 2026-09-01")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"is not a date: the calendar has no {value}") from None


def _some_towns(value: str) -> tuple[str, ...]:
    return tuple(town for part in value.split(";") if (town := part.strip()))


Code = Annotated[str, AfterValidator(_eight_digits)]
Town = Annotated[Name, StringConstraints(max_length=100)]
Towns = Annotated[tuple[Town, ...], BeforeValidator(_some_towns)]
Word = Annotated[Name, StringConstraints(max_length=60)]
Day = Annotated[date, BeforeValidator(_a_day)]


class Line(BaseModel, Generic[Row]):
    """One line of a list. A field without a default must be filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    may_lack: ClassVar[frozenset[str]] = frozenset()
    """Columns that a file may leave out."""

    def row(self, number: int) -> Row:
        """Give what the line says, as the registry takes it in."""
        raise NotImplementedError


class OrganizationLine(Line[OrganizationRow]):
    """A line of registry.csv."""

    code: Code
    name: Name
    kind: Word
    towns: Towns | None = None

    def row(self, number: int) -> OrganizationRow:
        """Give the body; a class the section does not know is kept as the word it is."""
        known = self.kind in {kind.value for kind in OrganizationKind}
        kind = OrganizationKind(self.kind) if known else OrganizationKind.OTHER
        return OrganizationRow(number, self.code, self.name, kind, self.kind, self.towns)


class ListedLine(Line[OrganizationRow]):
    """A line of the department's own list of districts (2020)."""

    dese_org_code: Code
    org_name: Name
    dese_org_type: Word
    derived_type: Word
    leader_function: Name | None = None
    office_town: Name | None = None
    office_zip: Word | None = None

    def row(self, number: int) -> OrganizationRow:
        """Give the body, with its town where its name is one.

        The office's town says nothing: it may be a post-office village
        (Agawam's is Feeding Hills), and others' offices stand anywhere.
        """
        kind = LISTED.get(self.derived_type, OrganizationKind.OTHER)
        town = (self.org_name.removesuffix(NON_OPERATING),)
        return OrganizationRow(
            number,
            self.dese_org_code,
            self.org_name,
            kind,
            self.derived_type,
            town if kind in WITH_ITS_TOWN else None,
        )


class SchoolLine(Line[SchoolRow]):
    """A line of schools.csv."""

    code: Code
    name: Name
    organization: Code
    town: Town

    def row(self, number: int) -> SchoolRow:
        """Give the school."""
        return SchoolRow(number, self.code, self.name, self.organization, self.town)


class OfficeLine(Line[OfficeRow]):
    """A line of offices.csv."""

    may_lack = frozenset({"basis", "since", "until", "acting"})

    office: Office
    at: Town
    email: str
    title: Name
    basis: ChiefBasis | None = None
    since: Day | None = None
    until: Day | None = None
    acting: bool = False

    def row(self, number: int) -> OfficeRow:
        """Give the office to be granted."""
        return OfficeRow(number, Grant(**self.model_dump()))
