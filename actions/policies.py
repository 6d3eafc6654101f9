"""The policy a case is filed under, kept as it stood."""

from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session

from models.cases import Case
from models.columns import UtcDateTime
from models.policies import PolicyVersion
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
    return parsed(session.get_one(PolicyVersion, case.policy_version).content)
