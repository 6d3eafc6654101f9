"""Rounds of waiver applications: 37P(c), from filing to the commissioner's desk."""

from typing import Any

from prefect import flow

from actions.routing import route_waiver
from flows.rounds import LIMIT, carry
from models.cases import CaseKind


@flow(name="waiver-review", validate_parameters=False, persist_result=False)
def waiver_review(
    *, sweeping: bool = False, limit: int = LIMIT, linger: float = 0
) -> dict[str, Any]:
    """Hand every ready waiver to whoever acts next; with `sweeping`, look for lost ones too."""
    return carry(CaseKind.WAIVER, route_waiver, sweeping=sweeping, limit=limit, linger=linger)
