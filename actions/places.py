"""Where an office can be held: a body of the registry, a town, an agency."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from actions.offices import AGENCIES, AT_A_BODY
from models.people import Office
from models.registry import Organization, OrganizationTown, School


@dataclass(frozen=True, slots=True)
class Places:
    """The registry's bodies and towns, and the policy's agencies."""

    bodies: frozenset[str]
    towns: Mapping[str, str]
    """Casefolded name to the registry's spelling."""
    agencies: Mapping[str, str]
    """Casefolded name to the policy's spelling."""

    def spelled(self, office: Office, at: str) -> str | None:
        """Give the place as it is on record, or None where the office cannot be held there."""
        if office is Office.CHIEF:
            return self.towns.get(at.casefold())
        if office in AT_A_BODY:
            return at if at in self.bodies else None
        return self.agencies.get(at.casefold())


def places_on_record(session: Session, agencies: Collection[str] = AGENCIES) -> Places:
    """Give every place where an office can be held."""
    towns = {*session.exec(select(OrganizationTown.town)), *session.exec(select(School.town))}
    return Places(
        bodies=frozenset(session.exec(select(Organization.code))),
        towns={town.casefold(): town for town in sorted(towns)},
        agencies={agency.casefold(): agency for agency in agencies},
    )
