"""Keep the registry: which bodies there are, of what class, and where their schools stand."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from actions.cases import refusal
from actions.grants import STREAM as OFFICES
from actions.grants import give
from actions.lists import BadRows, Lists, OfficeRow, OrganizationRow, SchoolRow, faults_in
from actions.offices import AGENCIES, DEPARTMENT, require_office
from actions.places import places_on_record
from actions.record import record
from actions.remembering import forget
from actions.situations import organization
from actions.turns import take_turns
from models.people import Office
from models.registry import Organization, OrganizationKind, OrganizationTown, School
from rules.calendar import new_york_date
from rules.findings import Refused
from rules.law import records

STREAM = "registry"
"""The log of what changed in the registry."""

LONGEST_BASIS = 500
"""Characters in which an operator says why a class was set."""


class NoBasis(Refused):
    """A class set by hand without saying why, or at too great a length."""


@dataclass(slots=True)
class Counts:
    """What became of the rows of one list."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Imported:
    """What an import did."""

    organizations: Counts
    schools: Counts
    offices: Counts


def import_lists(
    session: Session,
    lists: Lists,
    *,
    by: str,
    entered_by: str,
    now: datetime,
    agencies: Collection[str] = AGENCIES,
) -> Imported:
    """Take in lists of bodies, schools and offices: adds and corrects, never removes.

    All of them or nothing. Taking in the same twice changes nothing and logs
    nothing. A class that an operator set by hand stays; whoever is not on the
    list of offices keeps what they hold, and a grant that differs counts as
    added, for the old holding stays on record. `agencies` are the policy's.

    Raises:
        BadRows: names every line that cannot be taken in.
    """
    take_turns(session, STREAM)
    take_turns(session, OFFICES)
    if faults := faults_in(session, lists, agencies):
        raise BadRows(faults)
    who: dict[str, Any] = {"by": by, "entered_by": entered_by, "now": now}
    towns = _Towns(session)
    return Imported(
        organizations=_take_organizations(session, lists.organizations, towns, **who),
        schools=_take_schools(session, lists.schools, towns, **who),
        offices=_take_offices(session, lists.offices, agencies, **who),
    )


@records(2)
def classify(
    session: Session,
    code: str,
    kind: OrganizationKind,
    basis: str,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> Organization:
    """Set a body's class by hand, on the basis given; no later import changes it.

    Who set it and why is shown to every reviewer of the body's cases.

    Raises:
        UnknownBody: the registry has no such code.
        NotYourOffice: `by` is no operator.
        NoBasis: the basis is empty, or too long.
    """
    take_turns(session, STREAM)
    on = new_york_date(now)
    operator, _ = require_office(session, by, Office.OPERATOR, DEPARTMENT, on)
    if not 0 < len(basis.strip()) <= LONGEST_BASIS:
        message = f"Say in at most {LONGEST_BASIS} characters why the body is of this class."
        raise NoBasis([refusal(message, where="basis")])
    body = organization(session, code)
    changes = _set(body, kind=kind, kind_basis=basis.strip(), kind_set_by=operator.email)
    if changes:
        body.kind_set_at = now
        data = {"code": code, **changes}
        record(
            session, STREAM, "registry.classified", by=by, entered_by=entered_by, now=now, data=data
        )
    return body


class _Towns:
    """The towns on record, and one spelling for each: `Port example` is Port Example."""

    def __init__(self, session: Session) -> None:
        self.spelling = dict(places_on_record(session).towns)
        self.of: dict[str, dict[str, OrganizationTown]] = defaultdict(dict)
        for row in session.exec(select(OrganizationTown)):
            self.of[row.organization_code][row.town] = row

    def spelled(self, town: str) -> str:
        """Give the spelling on record; a new town's becomes it."""
        return self.spelling.setdefault(town.casefold(), town)


@dataclass(slots=True)
class _Changes:
    """What an import adds and changes, for the log."""

    added: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    changed: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def log(self, session: Session, kind: str, rows: int, **who: Any) -> Counts:
        """Append one event that tells all of them, if there are any, and count."""
        if self.added or self.changed:
            data = {"added": self.added, "changed": self.changed}
            record(session, STREAM, kind, data=data, **who)
        added, changed = len(self.added), len(self.changed)
        return Counts(added, changed, rows - added - changed)


def _take_organizations(
    session: Session, rows: Collection[OrganizationRow], towns: _Towns, **who: Any
) -> Counts:
    known = {one.code: one for one in session.exec(select(Organization))}
    changes = _Changes()
    new_towns: list[OrganizationTown] = []
    for row in rows:
        body = known.get(row.code)
        moved = _change_towns(session, row, towns, new_towns)
        if body is None:
            new = Organization(
                code=row.code, name=row.name, kind=row.kind, listed_as=row.listed_as
            )  # fmt: skip
            session.add(new)
            shown = new.model_dump(mode="json", include={"code", "name", "kind", "listed_as"})
            changes.added.append(shown | moved)
            continue
        kind = body.kind if body.kind_set_by else row.kind
        corrected = _set(body, name=row.name, kind=kind, listed_as=row.listed_as)
        if corrected or moved:
            changes.changed.append({"code": row.code, **corrected, **moved})
    session.flush()
    session.add_all(new_towns)
    forget(session, OrganizationTown)
    return changes.log(session, "registry.organizations_imported", len(rows), **who)


def _change_towns(
    session: Session, row: OrganizationRow, towns: _Towns, new: list[OrganizationTown]
) -> dict[str, list[list[str]]]:
    """Set a body's towns, leaving the new ones to be stored; give before and after."""
    known = towns.of[row.code]
    wanted = known.keys() if row.towns is None else {towns.spelled(town) for town in row.towns}
    if wanted == known.keys():
        return {}
    new += [OrganizationTown(organization_code=row.code, town=town) for town in wanted - {*known}]
    for town in known.keys() - wanted:
        session.delete(known[town])
    return {"towns": [sorted(known), sorted(wanted)]}


def _take_schools(
    session: Session, rows: Collection[SchoolRow], towns: _Towns, **who: Any
) -> Counts:
    known = {one.code: one for one in session.exec(select(School))}
    changes = _Changes()
    for row in rows:
        town = towns.spelled(row.town)
        school = known.get(row.code)
        if school is None:
            new = School(
                code=row.code, name=row.name, organization_code=row.organization, town=town
            )  # fmt: skip
            session.add(new)
            changes.added.append(new.model_dump())
        elif corrected := _set(school, name=row.name, town=town):
            changes.changed.append({"code": row.code, **corrected})
    forget(session, School)
    return changes.log(session, "registry.schools_imported", len(rows), **who)


def _take_offices(
    session: Session, rows: Collection[OfficeRow], agencies: Collection[str], **who: Any
) -> Counts:
    session.flush()
    places = places_on_record(session, agencies)
    _, added = give(session, [row.grant for row in rows], places, **who)
    return Counts(added=added, unchanged=len(rows) - added)


def _set(row: Organization | School, **values: Any) -> dict[str, list[Any]]:
    """Set what differs; give before and after of each."""
    changes = {
        name: [getattr(row, name), value]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    return changes
