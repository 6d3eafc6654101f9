"""The policy a case is filed under, kept as it stood."""

from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.remembering import reading_once, remember
from models.cases import Case
from models.columns import UtcDateTime
from models.policies import PolicyVersion
from models.registry import Organization
from rules.policy import Policy, parse_policy

parsed = lru_cache(maxsize=64)(parse_policy)
"""`parse_policy`, once for each text."""


def adopt_policy(session: Session, text: str, *, now: datetime) -> Policy:
    """Give the policy in `text`, keeping the text when this version is new."""
    policy = parsed(text)
    if session.get(PolicyVersion, policy.version) is None:
        # Two filings may be the first under a policy at the same moment.
        session.connection().execute(
            sa.text(
                "insert into policies (version, content, first_used_at) "
                "values (:version, :content, :at) on conflict do nothing"
            ).bindparams(sa.bindparam("at", type_=UtcDateTime)),
            {"version": policy.version, "content": text, "at": now},
        )
    return policy


def policy_of(session: Session, case: Case) -> Policy:
    """Give the policy the case was filed under, whatever holds today."""
    key = ("policy", case.policy_version)
    return parsed(
        reading_once(
            session, key, lambda: session.get_one(PolicyVersion, case.policy_version).content
        )
    )


def case_to_admit(session: Session, number: str) -> Case | None:
    """Give a case with what its rules ask for: its policy and its body come along."""
    found = session.exec(_CASE, params={"number": number}).first()
    if found is None:
        return None
    case, policy, _ = found
    remember(session, ("policy", policy.version), policy.content)
    return case


_CASE = (
    select(Case, PolicyVersion, Organization)
    .join(PolicyVersion, col(PolicyVersion.version) == col(Case.policy_version))
    .join(Organization, col(Organization.code) == col(Case.organization_code))
    .where(col(Case.number) == sa.bindparam("number"))
)
