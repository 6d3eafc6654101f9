"""Rules 1 to 3: under which text, and for which bodies, under (c) and (e) alike."""

from collections.abc import Iterator

from models.duties import Authority
from models.registry import OrganizationKind
from rules import law
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import OfABody

ELIGIBLE = frozenset(
    {
        OrganizationKind.MUNICIPAL,
        OrganizationKind.MUNICIPAL_NON_OPERATING,
        OrganizationKind.REGIONAL,
        OrganizationKind.COUNTY_AGRICULTURAL,
    }
)
"""The three classes of 37P(c), which (e) shares; a town that runs no school is one as well."""


@warns(1)
def section_rewritten(matter: OfABody) -> Iterator[Finding]:
    """Point out that the section was rewritten before the day of filing."""
    last_day = law.carried().in_force_until
    if last_day and matter.on > last_day:
        yield finding(
            1,
            f"Filed after {last_day:%-d %B %Y}, under the section as it stood until then "
            f"({law.carried().citation}). St.2020 c.253 §79 rewrote it. Confirm the authority "
            "to act under the earlier text before going on.",
        )


@enforces(2)
def one_of_the_three_classes(matter: OfABody) -> Iterator[Finding]:
    """Refuse a body of none of the classes that (c) names; charter schools have rule 3."""
    body = matter.body
    if body.kind in ELIGIBLE or body.kind is OrganizationKind.COMMONWEALTH_CHARTER:
        return
    also = f" {_CHARTER}" if "charter" in body.listed_as.lower() else ""
    yield finding(
        2,
        f"{body.name} is listed as “{body.listed_as}”, which is none of the bodies that "
        f"{matter.clause} is for: a city's or town's school department, a regional school "
        "district, a county agricultural school. If it is one of these, ask an operator to set "
        f"its class.{also}",
        where=matter.body_field,
        clause=matter.clause,
    )


@enforces(3)
def no_charter_school(matter: OfABody) -> Iterator[Finding]:
    """Refuse a commonwealth charter school, saying which clauses name it."""
    body = matter.body
    if body.kind is OrganizationKind.COMMONWEALTH_CHARTER:
        yield finding(
            3,
            f"{body.name} is a commonwealth charter school. {_CHARTER} Nothing can "
            "be opened for it here; the chief of the town where the school is can say more about "
            "37P(b).",
            where=matter.body_field,
        )


@warns(2)
def runs_no_schools(matter: OfABody) -> Iterator[Finding]:
    """Point out a town that runs no school department of its own."""
    body = matter.body
    if body.kind is OrganizationKind.MUNICIPAL_NON_OPERATING:
        yield finding(
            2,
            f"{body.name} is on record as a town that runs no school department. {matter.clause} "
            "is for a city's or town's school department: confirm that this is the body meant.",
            where=matter.body_field,
            clause=matter.clause,
        )


@warns(2)
def class_set_by_hand(matter: OfABody) -> Iterator[Finding]:
    """Point out a class that an operator set, with the basis given for it."""
    body = matter.body
    if body.kind_set_by:
        yield finding(
            2,
            f"{body.name} is listed as “{body.listed_as}”; {body.kind_set_by} set its class to "
            f"“{body.kind.value.replace('_', ' ')}”, on this basis: "
            f"{body.kind_basis or 'none given'}.",
            where=matter.body_field,
            clause=matter.clause,
            authority=Authority.POLICY,
        )


_CHARTER = (
    "Commonwealth charter schools are named in 37P(b), but not in 37P(c), on waivers, "
    "or 37P(e), on want of resources."
)
