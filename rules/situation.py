"""The facts around a filing that the rules look at, gathered by the actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.people import ChiefBasis
from models.registry import OrganizationKind


@dataclass(frozen=True, slots=True)
class Body:
    """The applicant as the registry has it."""

    code: str
    name: str
    kind: OrganizationKind
    listed_as: str
    kind_set_by: str | None = None
    kind_basis: str | None = None


@dataclass(frozen=True, slots=True)
class ChiefHolder:
    """Somebody who holds the office of chief in a town."""

    email: str
    title: str
    basis: ChiefBasis
    acting: bool = False


@dataclass(frozen=True, slots=True)
class ChiefOffice:
    """The office of chief in one town, the schools that make it concerned, who holds it."""

    town: str
    schools: tuple[str, ...]
    holders: tuple[ChiefHolder, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What was so on the day (New York) of the filing."""

    on: date
    body: Body
    chiefs: tuple[ChiefOffice, ...]
    schools: tuple[str, ...] = ()
    """Names of the applicant's schools."""
    open_cases: tuple[str, ...] = ()
    """Numbers of the body's other open cases."""
    open_shortfalls: tuple[str, ...] = ()
    """Those of them that are shortfalls, 37P(e)."""
    copied_from: tuple[str, ...] = ()
    """Numbers of other cases in which a reason stands word for word."""
    hashes: Mapping[str, str] = field(default_factory=dict[str, str])
    """SHA-256 of each attached file, by the form's file name."""
    tables: Mapping[str, Iterable[str]] = field(default_factory=dict[str, Iterable[str]])
    """The lines of each attached CSV file, by the form's file name."""


@dataclass(frozen=True, slots=True)
class LocatedSchool:
    """A school of the body and the town it stands in."""

    code: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class ShortfallSituation:
    """What was so on the day (New York) of a chief's determination."""

    on: date
    body: Body
    chiefs: tuple[ChiefOffice, ...]
    """The offices of chief in the towns that concern the body, as `towns_concerned` has them."""
    superintendents: tuple[str, ...]
    """Addresses, in small letters, of those who hold superintendent at the body."""
    schools: tuple[LocatedSchool, ...] = ()
    """Every school of the body."""
    open_waivers: tuple[str, ...] = ()
    """Numbers of the body's open waivers."""
    open_shortfalls: tuple[str, ...] = ()
    """Numbers of the body's other open shortfalls."""
