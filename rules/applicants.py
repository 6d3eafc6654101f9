"""Rules 1 to 3: under which text, and which bodies may apply."""

from collections.abc import Iterator

from models.duties import Authority
from models.registry import OrganizationKind
from rules import law
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import Matter

ELIGIBLE = frozenset(
    {
        OrganizationKind.MUNICIPAL,
        OrganizationKind.MUNICIPAL_NON_OPERATING,
        OrganizationKind.REGIONAL,
        OrganizationKind.COUNTY_AGRICULTURAL,
    }
)
"""The three classes of 37P(c); a town's department is one even where it runs no school."""


@warns(1)
def section_rewritten(matter: Matter) -> Iterator[Finding]:
    """Point out that the section was rewritten before the day of filing."""
    last_day = law.carried().in_force_until
    if last_day and matter.situation.on > last_day:
        yield finding(
            1,
            f"Filed after {last_day:%-d %B %Y}, under the section as it stood until then "
            f"({law.carried().citation}). St.2020 c.253 §79 rewrote it. Confirm the authority "
            "to act under the earlier text before going on.",
        )


@enforces(2)
def one_of_the_three_classes(matter: Matter) -> Iterator[Finding]:
    """Refuse a body of none of the classes that (c) names; charter schools have rule 3."""
    body = matter.situation.body
    if body.kind in ELIGIBLE or body.kind is OrganizationKind.COMMONWEALTH_CHARTER:
        return
    also = f" {_CHARTER}" if "charter" in body.listed_as.lower() else ""
    yield finding(
        2,
        f"{body.name} is listed as “{body.listed_as}”, which is none of the bodies that 37P(c) "
        "lets apply: a city's or town's school department, a regional school district, a county "
        f"agricultural school. If it is one of these, ask an operator to set its class.{also}",
        where="applicant",
    )


@enforces(3)
def no_charter_school(matter: Matter) -> Iterator[Finding]:
    """Refuse a commonwealth charter school, saying which clauses name it."""
    body = matter.situation.body
    if body.kind is OrganizationKind.COMMONWEALTH_CHARTER:
        yield finding(
            3,
            f"{body.name} is a commonwealth charter school. {_CHARTER} So it cannot open a "
            "waiver here; talk to the chief of the town where the school is about 37P(b).",
            where="applicant",
        )


@warns(2)
def runs_no_schools(matter: Matter) -> Iterator[Finding]:
    """Point out a town that runs no school department of its own."""
    body = matter.situation.body
    if body.kind is OrganizationKind.MUNICIPAL_NON_OPERATING:
        yield finding(
            2,
            f"{body.name} is on record as a town that runs no school department. 37P(c) speaks "
            "of a city's or town's school department: confirm that this body is the applicant.",
            where="applicant",
        )


@warns(2)
def class_set_by_hand(matter: Matter) -> Iterator[Finding]:
    """Point out a class that an operator set, with the basis given for it."""
    body = matter.situation.body
    if body.kind_set_by:
        yield finding(
            2,
            f"{body.name} is listed as “{body.listed_as}”; {body.kind_set_by} set its class to "
            f"“{body.kind.value.replace('_', ' ')}”, on this basis: "
            f"{body.kind_basis or 'none given'}.",
            where="applicant",
            authority=Authority.POLICY,
        )


_CHARTER = (
    "Commonwealth charter schools are named in 37P(b), but not in 37P(c), on waivers, "
    "or 37P(e), on want of resources."
)
