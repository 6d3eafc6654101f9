"""Keep a refused filing on record: who tried, for which body, on what grounds."""

from datetime import datetime

from sqlmodel import Session

from models.events import RefusedAttempt
from rules.findings import Refused
from rules.law import records


@records(3)
def record_refused(
    session: Session,
    refused: Refused,
    *,
    act: str,
    organization_code: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> RefusedAttempt:
    """Write down an attempt the rules refused. It runs after the refused act was undone."""
    attempt = RefusedAttempt(
        at=now,
        act=act,
        organization_code=organization_code,
        by=by,
        entered_by=entered_by,
        findings=[
            {
                "rule": finding.rule,
                "clause": finding.clause,
                "authority": finding.authority.value,
                "message": finding.message,
                "where": finding.where,
            }
            for finding in refused.findings
        ],
    )
    session.add(attempt)
    return attempt
