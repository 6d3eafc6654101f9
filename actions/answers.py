"""What an act or a check answers, as JSON has it: the same at the command line and in the API."""

from collections.abc import Iterable
from typing import Any

from models.cases import Case
from rules.findings import Finding, Findings


def finding_row(finding: Finding, *, where: bool) -> dict[str, Any]:
    """Give a finding: rule, clause, authority, message, and its place where wanted."""
    row: dict[str, Any] = {
        "rule": finding.rule,
        "clause": finding.clause,
        "authority": finding.authority.value,
        "message": finding.message,
    }
    return row | {"where": finding.where} if where else row


def receipt(
    case: Case, version: int, sha256: str, warnings: Iterable[Finding], *, repeated: bool
) -> dict[str, Any]:
    """Give what a filing answers; `repeated` when the same paper was on file already."""
    return {
        "number": case.number,
        "state": case.state.value,
        "version": version,
        "sha256": sha256,
        "warnings": [finding_row(one, where=False) for one in warnings],
        "repeated": repeated,
    }


def checked(found: Findings) -> dict[str, Any]:
    """Give what a check answers: whether it would be accepted, every gap, every warning."""
    return {
        "accepted": not found.refusals,
        "refused": [finding_row(one, where=True) for one in found.refusals],
        "warnings": [finding_row(one, where=True) for one in found.warnings],
    }
