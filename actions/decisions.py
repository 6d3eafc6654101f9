"""Decide: the one place where a waiver is granted or denied, by one person.

No flow can import this module; `tests/test_house.py` keeps it so.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import find_case, keep_warnings, move, refusal
from actions.durations import keep_durations
from actions.duties import discharge
from actions.evidence import openings
from actions.expiry import look_ahead
from actions.mailing import applicant_of, chiefs_of, tell
from actions.offices import require_office
from actions.policies import policy_of
from actions.record import record, sha256
from actions.situations import wording
from actions.standing import DECIDE, duty_in_hand, has_recommended
from actions.versions import require_current
from models.cases import Case, CaseKind, CaseState
from models.decisions import Decision
from models.duties import Duty
from models.people import Holding, Person
from models.submissions import Alternative, Evidence, Reason, Submission, SupportingData
from notifications.compose import Template
from rules.calendar import new_york_date
from rules.decision import DecisionFacts, DecisionForm, check_decision, drafter_may_not_decide
from rules.findings import Finding, Findings, NoSuchCase, NotYourOffice, Refused
from rules.law import enforces


class DecisionIncomplete(Refused):
    """A decision lacks what 37P(c) asks of it; carries every gap at once."""


@enforces(1)
@enforces(12)
@enforces(13)
@enforces(14)
@enforces(15)
def decide_waiver(
    session: Session,
    number: str,
    form: DecisionForm,
    *,
    by: str,
    entered_by: str,
    now: datetime,
    version: int | None = None,
) -> Decision:
    """Grant or deny one application: what the commissioner believes, 37P(c).

    Closes the case and its duty, and tells the applicant and every chief. A
    complete application can be denied; nothing here depends on time or score.
    A term has the engine look ahead of its end; the end changes nothing.
    Where the form states no scope, it is the scope asked for. `version` is the
    one the decider read, where the door knows.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` is not the commissioner, acting or delegated; has
            stepped aside; or drafted a recommendation on this case.
        SomeoneElseActed: it was decided already, or another version was filed since.
        CannotMove: the case is not before the commissioner.
        DecisionIncomplete: carries every gap at once, each with its clause.
    """
    case = find_case(session, number)
    asked = _asked(session, case, form, by=by, now=now, version=version)
    duty, decider, holding, form, findings = asked
    scope = form.scope or ""
    if findings.refusals:
        raise DecisionIncomplete(findings.refusals)

    # Asked before anything is written, and written together then.
    chiefs, applicant = chiefs_of(session, case, now), applicant_of(session, case, now)
    decision = Decision(
        case_number=number,
        version=case.version,
        outcome=form.outcome,
        belief=form.belief,
        belief_sha256=sha256(wording(form.belief)),
        relied_on=list(form.relied_on),
        opened=openings(session, case, decider),
        scope=scope,
        conditions=list(form.conditions),
        until=form.until,
        law_version=case.law_version,
        by=decider.id or 0,
        holding_id=holding.id or 0,
        at=now,
    )
    session.add(decision)
    discharge(duty, by=decider, now=now)
    keep_warnings(
        session, case, findings.warnings, went_on_by=decider.email, reason=form.belief, now=now
    )
    move(case, CaseState.DECIDED, now=now)
    event = record(
        session,
        case,
        "waiver.decided",
        by=decider.email,
        entered_by=entered_by,
        now=now,
        data={
            "outcome": form.outcome.value,
            "version": case.version,
            "belief": form.belief,
            "relied_on": decision.relied_on,
            "opened": decision.opened,
            "scope": scope,
            "conditions": decision.conditions,
            "until": form.until.isoformat() if form.until else None,
            "law_version": case.law_version,
            "acting": holding.acting,
            "instrument_sha256": holding.instrument_sha256,
        },
    )
    tell(session, case, Template.WAIVER_DECIDED, [*applicant, *chiefs], event=event, now=now)
    keep_durations(session, case, now=now)
    case.ready_at = look_ahead(session, case)
    return decision


def read_over(
    session: Session,
    number: str,
    form: DecisionForm,
    *,
    by: str,
    now: datetime,
    version: int | None = None,
) -> list[Finding]:
    """Give what the decider should look at again before they sign. Changes nothing.

    Raises:
        NoSuchCase, NotYourOffice, SomeoneElseActed, CannotMove, DecisionIncomplete:
            as `decide_waiver` would.
    """
    case = session.get(Case, number)
    if case is None or case.kind is not CaseKind.WAIVER:
        raise NoSuchCase([refusal(f"There is no waiver case {number}.", where="NUMBER")])
    findings = _asked(session, case, form, by=by, now=now, version=version).findings
    if findings.refusals:
        raise DecisionIncomplete(findings.refusals)
    return findings.warnings


class _Asked(NamedTuple):
    duty: Duty
    decider: Person
    holding: Holding
    form: DecisionForm
    findings: Findings


def _asked(
    session: Session,
    case: Case,
    form: DecisionForm,
    *,
    by: str,
    now: datetime,
    version: int | None,
) -> _Asked:
    """Ask whether this person may decide this, and what the rules say of it."""
    duty, decider = duty_in_hand(session, case, DECIDE, by=by, now=now)
    require_current(session, case, version)
    today = new_york_date(now)
    _, holding = require_office(session, by, duty.office, duty.at, today)
    if has_recommended(session, case, decider):
        raise NotYourOffice([drafter_may_not_decide(decider.email)])
    submission = session.get_one(Submission, (case.number, case.version))
    scope = (submission.scope if form.scope is None else form.scope).strip()
    form = replace(form, belief=form.belief.strip(), scope=scope)
    return _Asked(duty, decider, holding, form, _check(session, case, form, today, holding))


def _check(
    session: Session, case: Case, form: DecisionForm, today: date, holding: Holding
) -> Findings:
    facts = DecisionFacts(
        on=today,
        filed_on=new_york_date(case.filed_at),
        known_items=item_ids(session, case),
        reasons=_reasons(session, case),
        copied_from=_cases_with_the_same_belief(session, case, form.belief),
        acting=holding.acting,
        has_instrument=bool(holding.instrument_sha256),
    )
    return check_decision(form, facts, policy_of(session, case))


def item_ids(session: Session, case: Case) -> tuple[str, ...]:
    """Give the ids that a decision on the version before the office may rely on."""
    before = {"number": case.number, "version": case.version}
    return tuple(session.scalars(_ITEMS, before))


_ITEMS = sa.union_all(
    *(
        select(table.id).where(
            col(table.case_number) == sa.bindparam("number"),
            col(table.version) == sa.bindparam("version"),
        )
        for table in (Evidence, Alternative, SupportingData)
    )
)


def _reasons(session: Session, case: Case) -> tuple[str, ...]:
    query = select(Reason.text).where(
        col(Reason.case_number) == case.number, col(Reason.version) == case.version
    )
    return tuple(session.exec(query.order_by(col(Reason.position))))


def _cases_with_the_same_belief(session: Session, case: Case, belief: str) -> tuple[str, ...]:
    query = select(Decision.case_number).where(
        col(Decision.belief_sha256) == sha256(wording(belief)),
        col(Decision.case_number) != case.number,
    )
    return tuple(session.exec(query.limit(3)))
