"""Which clauses of the section name a class of body, for a body that asks what applies to it."""

from dataclasses import dataclass

from models.duties import Authority
from models.registry import OrganizationKind
from rules.applicants import ELIGIBLE
from rules.matter import MUNICIPAL_KINDS


@dataclass(frozen=True, slots=True)
class Naming:
    """A clause, what it is about, and whether it is for the body."""

    clause: str
    about: str
    answer: str
    authority: Authority = Authority.LAW


def clauses_for(kind: OrganizationKind) -> tuple[Naming, ...]:
    """Say of each clause whether it names bodies of this class."""
    charter = kind is OrganizationKind.COMMONWEALTH_CHARTER
    return (
        _naming("37P(b)", OFFICER, kind, names=charter or kind in ELIGIBLE),
        _naming("37P(c)", WAIVER, kind, names=kind in ELIGIBLE),
        _naming("37P(e)", SHORTFALL, kind, names=kind in ELIGIBLE),
        _consulting(kind),
    )


OFFICER = "An officer for schools, and the memorandum that goes with one"
WAIVER = "A waiver, asked of the commissioner"
SHORTFALL = "Want of resources, determined by the chief of police"
CONSULTING = "Consulting the chief of police before asking for a waiver"


def _naming(clause: str, about: str, kind: OrganizationKind, *, names: bool) -> Naming:
    if names:
        return Naming(clause, about, "Names this class of body")
    if kind is OrganizationKind.OTHER:
        return Naming(clause, about, "Not known until an operator has set the class")
    return Naming(clause, about, "Does not name this class of body")


def _consulting(kind: OrganizationKind) -> Naming:
    if kind in MUNICIPAL_KINDS:
        return Naming("37P(c)", CONSULTING, "Has to be done, and recorded")
    if kind in ELIGIBLE:
        advised = "Not asked of this class; advised all the same"
        return Naming("37P(c)", CONSULTING, advised, Authority.PRACTICE)
    return Naming("37P(c)", CONSULTING, "Does not arise")
