"""The completeness meter: what of a form is there, clause by clause. It scores nothing.

Complete is not granted: whether to waive is the commissioner's alone (rule 13).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.cases import CaseKind
from rules.findings import Finding, Findings
from rules.law import rule


class Fullness(StrEnum):
    """How a part of a form stands."""

    COMPLETE = "complete"
    MISSING = "missing"
    NOT_ASKED = "not_asked"
    """The body may not file this at all, so the part was not looked at."""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a form that a clause asks for, or that the form has besides."""

    field: str
    title: str
    rule: int
    clause: str | None = None
    """Where it is narrower than the rule's own."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A part of a form, and what the rules say of it."""

    element: Element
    state: Fullness
    missing: tuple[Finding, ...] = ()
    """Each with the field to go to."""
    warnings: tuple[Finding, ...] = ()

    @property
    def clause(self) -> str:
        """The clause that asks for it."""
        return self.element.clause or rule(self.element.rule).clause


ELEMENTS: Mapping[CaseKind, tuple[Element, ...]] = {
    CaseKind.WAIVER: (
        Element("applicant", "Who applies", 2),
        Element("chief_consultations", "Consultation with the chief of police", 4),
        Element("reasons", "Reasons for the request", 9, "37P(c)(i)"),
        Element("evidence", "Data or evidence that supports the request", 10, "37P(c)(ii)"),
        Element(
            "alternatives",
            "Alternative procedures and resources, with supporting data",
            11,
            "37P(c)(iii)",
        ),
        Element("scope", "What is to be waived", 16),
        Element("school_years", "School years", 17),
        Element("signed_by", "Signature", 9),
    ),
    CaseKind.SHORTFALL: (
        Element("body", "Which body's schools", 2, "37P(e)"),
        Element("determined_by", "Who determines", 19),
        Element("office_basis", "On what basis the signer is chief", 6),
        Element("determination", "The determination", 19),
        Element("superintendent_consultation", "Consultation with the superintendent", 19),
        Element("resources_lacking", "Which resources are lacking", 20),
        Element("fiscal_year", "Fiscal year", 20),
        Element("figures", "Figures", 20),
        Element("schools", "Which schools", 7),
    ),
}
"""By kind of form, in its order; the first is whether the section is for the body."""


def meter(kind: CaseKind, findings: Findings) -> tuple[Measured, ...]:
    """Sort what the rules found by the part of the form it is about."""
    first = ELEMENTS[kind][0]
    barred = any(found.rule in {2, 3} for found in findings.refusals)
    return tuple(
        Measured(element, Fullness.NOT_ASKED)
        if barred and element is not first
        else _measured(element, first, findings)
        for element in ELEMENTS[kind]
    )


def rule_of(kind: CaseKind, where: str) -> int:
    """Give the rule that asks for a field."""
    return next((one.rule for one in ELEMENTS[kind] if one.field == _top(where)), 9)


def _measured(element: Element, first: Element, findings: Findings) -> Measured:
    mine = [
        tuple(one for one in found if (_top(one.where) or first.field) == element.field)
        for found in (findings.refusals, findings.warnings)
    ]
    state = Fullness.MISSING if mine[0] else Fullness.COMPLETE
    return Measured(element, state, *mine)


def _top(where: str | None) -> str:
    return re.split(r"[.\[]", where or "", maxsplit=1)[0]
