"""Lists to take in to the registry: their rows, and what is wrong with them, all at once."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, select

from actions.grants import Grant, gaps
from actions.offices import AGENCIES
from actions.places import Places, places_on_record
from models.registry import OrganizationKind, School


class ListName(StrEnum):
    """Which of the lists a row stands on."""

    ORGANIZATIONS = "organizations"
    SCHOOLS = "schools"
    OFFICES = "offices"


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """A body as a list has it."""

    line: int
    code: str
    name: str
    kind: OrganizationKind
    listed_as: str
    """The class in the list's own word."""
    towns: tuple[str, ...] | None
    """None where the list does not say: the towns on record stay."""


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school as a list has it; `organization` is its body's code."""

    line: int
    code: str
    name: str
    organization: str
    town: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office and who holds it, as a list has it."""

    line: int
    grant: Grant


@dataclass(frozen=True, slots=True)
class Lists:
    """What is to be taken in together: a school may stand beside its new body."""

    organizations: Sequence[OrganizationRow] = ()
    schools: Sequence[SchoolRow] = ()
    offices: Sequence[OfficeRow] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line of a list."""

    on: ListName
    line: int
    field: str
    message: str


class BadRows(Exception):
    """Lists that cannot be taken in: every fault at once, and nothing stored."""

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the text is a line each."""
        self.faults = tuple(faults)
        super().__init__(
            "\n".join(f"{one.on}:{one.line}: {one.field}: {one.message}" for one in faults)
        )


def faults_in(session: Session, lists: Lists, agencies: Collection[str] = AGENCIES) -> list[Fault]:
    """Name every line that cannot be taken in as the registry is now. Changes nothing."""
    on_record = places_on_record(session, agencies)
    places = _with_new(on_record, lists)
    under = dict(session.exec(select(School.code, School.organization_code)).all())
    bodies = [(row.line, row.code) for row in lists.organizations]
    schools = [(row.line, row.code) for row in lists.schools]
    offices = [
        (row.line, (row.grant.office, row.grant.at.casefold(), row.grant.email.casefold()))
        for row in lists.offices
    ]
    return [
        *_twice(ListName.ORGANIZATIONS, "code", bodies),
        *_twice(ListName.SCHOOLS, "code", schools),
        *_misplaced(lists.schools, under, places),
        *_twice(ListName.OFFICES, "email", offices),
        *_ungrantable(lists.offices, places),
    ]


def _with_new(places: Places, lists: Lists) -> Places:
    """Add the bodies and towns that the lists themselves bring."""
    towns = [town for row in lists.organizations for town in row.towns or ()]
    towns += [row.town for row in lists.schools]
    return Places(
        bodies=places.bodies | {row.code for row in lists.organizations},
        towns={town.casefold(): town for town in towns} | dict(places.towns),
        agencies=places.agencies,
    )


def _twice(on: ListName, field: str, keys: Iterable[tuple[int, Hashable]]) -> Iterator[Fault]:
    first: dict[Hashable, int] = {}
    for line, key in keys:
        if (before := first.setdefault(key, line)) != line:
            yield Fault(on, line, field, f"the same stands on line {before} already")


def _misplaced(
    rows: Sequence[SchoolRow], under: Mapping[str, str], places: Places
) -> Iterator[Fault]:
    for row in rows:
        on_record = under.get(row.code, row.organization)
        if row.organization not in places.bodies:
            message = f"the registry has no body with the code {row.organization}"
        elif on_record != row.organization:
            message = f"school {row.code} is on record under {on_record}: it cannot move"
        else:
            continue
        yield Fault(ListName.SCHOOLS, row.line, "organization", message)


def _ungrantable(rows: Sequence[OfficeRow], places: Places) -> Iterator[Fault]:
    for row in rows:
        for where, message in gaps(row.grant, places):
            yield Fault(ListName.OFFICES, row.line, where, message)
