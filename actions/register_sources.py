"""What an entry of the public register is made from, and what in it could tell of a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from actions.cases import CannotMove, refusal, words
from actions.record import canonical, sha256
from actions.situations import schools_of
from models.cases import Case, CaseKind, CaseState
from models.decisions import Decision
from models.people import Holding, Office, Person
from models.registry import Organization, OrganizationTown
from models.shortfalls import Determination
from models.submissions import Submission
from rules.calendar import new_york_date
from rules.redaction import Mark, personal_in


@dataclass(frozen=True, slots=True)
class Source:
    """The texts of a decision or a determination, and the facts beside them."""

    dated: date
    facts: Mapping[str, str]
    """Shown as they are: outcome, version of the law, term."""
    texts: Mapping[str, str]
    """Shown once a person has looked: belief, scope, conditions, titles; in the order read."""

    @property
    def sha256(self) -> str:
        """What a person looked at, in a word."""
        return sha256(canonical(dict(self.texts)))


def source_of(session: Session, case: Case) -> Source:
    """Gather what the register may say of a case.

    Raises:
        CannotMove: it is a waiver that is not decided, or was withdrawn.
    """
    if case.kind is CaseKind.SHORTFALL and case.state is not CaseState.WITHDRAWN:
        return _shortfall(session, case)
    if case.state is not CaseState.DECIDED:
        message = f"{case.number} is {words(case.state)}: the register shows what was decided."
        raise CannotMove([refusal(message)])
    decision = session.get_one(Decision, case.number)
    facts = {"outcome": decision.outcome.value, "law_version": decision.law_version}
    if decision.until:
        facts["until"] = decision.until.isoformat()
    texts = {
        "text": decision.belief,
        "scope": decision.scope,
        "decided_by": session.get_one(Holding, decision.holding_id).title,
    }
    texts |= {f"conditions[{n}]": one for n, one in enumerate(decision.conditions)}
    return Source(new_york_date(decision.at), facts, texts)


def first_cut(session: Session, case: Case, texts: Mapping[str, str]) -> list[Mark]:
    """Find what could tell of a person in texts about a case, to be offered to who publishes."""
    names, places = _names(session, case), _places(session, case)
    return [
        mark
        for field, text in texts.items()
        for mark in personal_in(field, text, names=names, places=places)
    ]


def _shortfall(session: Session, case: Case) -> Source:
    found = session.get_one(Determination, case.number)
    facts = {"law_version": case.law_version, "fiscal_year": str(found.fiscal_year)}
    texts = {"text": found.determination, "decided_by": found.office_basis}
    return Source(new_york_date(found.received_at), facts, texts)


def _names(session: Session, case: Case) -> set[str]:
    """Give names that are known to be persons': as signed, and as addresses tell them."""
    signed = _signed_name(session, case)
    emails = session.exec(
        select(Person.email)
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .where(
            (col(Holding.at) == case.organization_code)
            | (col(Holding.office) == Office.COMMISSIONER)
            | (col(Holding.office) == Office.CHIEF)
            & col(Holding.at).in_(
                select(OrganizationTown.town).where(
                    col(OrganizationTown.organization_code) == case.organization_code
                )
            )
        )
    )
    spelled = {_spelled(email.partition("@")[0]) for email in emails}
    return {name for name in {signed, *spelled} if len(name.split()) > 1}


def _signed_name(session: Session, case: Case) -> str:
    submission = session.get(Submission, (case.number, case.version))
    form: dict[str, Any] = json.loads(submission.content) if submission else {}
    signed: dict[str, Any] = form.get("signed_by") or {}
    name = str(signed.get("name", ""))
    titles = session.exec(select(Holding.title).where(col(Holding.title) == name).limit(1))
    return "" if titles.first() else name


def _spelled(local: str) -> str:
    return " ".join(part for part in local.replace("_", ".").split(".") if len(part) > 1)


def _places(session: Session, case: Case) -> set[str]:
    body = session.get_one(Organization, case.organization_code)
    schools = schools_of(session, body.code)
    return {body.name, *(one.name for one in schools), *(one.town for one in schools)}
