"""Rounds of shortfalls: 37P(e), from a chief's determination to a memorandum in two offices."""

from prefect import flow

from actions.shortfall_routing import route_shortfall
from flows.rounds import LIMIT, carry
from models.cases import CaseKind


@flow(name="police-fallback", validate_parameters=False, persist_result=False)
def police_fallback(
    *, sweeping: bool = False, limit: int = LIMIT, linger: float = 0
) -> dict[str, int]:
    """Hand every ready shortfall to whoever acts next; with `sweeping`, look for lost ones too."""
    return carry(CaseKind.SHORTFALL, route_shortfall, sweeping=sweeping, limit=limit, linger=linger)
