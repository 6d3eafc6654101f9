"""Everything on record about a case, as one JSON-ready document."""

from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from actions.cases import refusal
from actions.clock_changes import changes_of
from actions.reminder_record import messages_of, reminders_of
from actions.shortfall_dossier import shortfall_parts
from models.cases import Case, CaseKind, CaseWarning
from models.clocks import ClockChange
from models.decisions import Decision
from models.duties import Duty
from models.events import Event
from models.notices import AcknowledgedMessage, Bounce, DeliveryAction
from models.people import Person
from models.registry import Organization
from models.reviews import Question, Recusal, Review
from models.submissions import Alternative, Consultation, Evidence, Submission, SupportingData
from rules.findings import NoSuchCase

Row = TypeVar("Row", bound=SQLModel)
Part = TypeVar("Part", Evidence, Alternative, SupportingData, Consultation)


def dossier(session: Session, number: str) -> dict[str, Any]:
    """Give the case as CONTRACT's `show --json` has it.

    Raises:
        NoSuchCase: there is none of this number.
    """
    case = session.get(Case, number)
    if case is None:
        raise NoSuchCase([refusal(f"There is no case {number}.", where="NUMBER")])
    body = session.get_one(Organization, case.organization_code)
    people = _People(session)
    return {
        "number": case.number,
        "kind": case.kind.value,
        "state": case.state.value,
        "step": case.step,
        "applicant": {"code": body.code, "name": body.name, "kind": body.kind.value},
        "law_version": case.law_version,
        "policy_version": case.policy_version,
        "version": case.version,
        **_parts_of_its_kind(session, case),
        "links": _links(session, case),
        "filed_at": moment(case.filed_at),
        "closed_at": moment(case.closed_at),
        "trouble": case.error,
        "warnings": _warnings(session, case),
        "duties": _duties(session, case, people),
        "reviews": [_review(one, people) for one in _of(session, Review, case, col(Review.id))],
        "questions": [
            {"version": one.version, "step": one.step, "field": one.field, "text": one.text}
            for one in _of(session, Question, case, col(Question.id))
        ],
        "recusals": [
            {
                "by": people.email(one.person_id),
                "reason": one.reason,
                "at": moment(one.at),
                "had_opened": one.had_opened,
            }
            for one in _of(session, Recusal, case, col(Recusal.id))
        ],
        "decision": _decision(session, case, people),
        "events": _events(session, case),
        "messages": _messages(session, case),
        "reminders": reminders_of(session, case),
    }


def moment(at: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC."""
    return at.isoformat(timespec="milliseconds") if at else None


def day(on: date | None) -> str | None:
    """Write a date as ISO 8601."""
    return on.isoformat() if on else None


class _People:
    """Addresses by id, each looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def email(self, person_id: int | None) -> str | None:
        person = self._session.get(Person, person_id) if person_id else None
        return person.email if person else None


def _of(session: Session, table: type[Row], case: Case, order: Any) -> list[Row]:
    number: Any = table.__dict__["case_number"]
    return list(session.exec(select(table).where(number == case.number).order_by(order)))


def _parts_of_its_kind(session: Session, case: Case) -> dict[str, Any]:
    if case.kind is CaseKind.SHORTFALL:
        return shortfall_parts(session, case)
    return {**_submission(session, case), "consultations": _consultations(session, case)}


def _links(session: Session, case: Case) -> list[dict[str, str]]:
    """Give the same body's cases of the other kind: (c) and (e) may overlap (rule 34)."""
    rows = session.exec(
        select(Case)
        .where(col(Case.organization_code) == case.organization_code, col(Case.kind) != case.kind)
        .order_by(col(Case.number))
    )
    return [{"number": one.number, "state": one.state.value} for one in rows]


def _submission(session: Session, case: Case) -> dict[str, Any]:
    submission = session.get(Submission, (case.number, case.version))
    if submission is None:
        return {"sha256": None, "evidence": [], "alternatives": []}
    data = [
        _item(one) | {"of": one.alternative_id} for one in _parts(session, SupportingData, case)
    ]
    return {
        "sha256": submission.sha256,
        "scope": submission.scope,
        "versions": _versions(session, case),
        "evidence": [_item(one) for one in _parts(session, Evidence, case)],
        "alternatives": [
            {
                "id": one.id,
                "kind": one.kind.value,
                "description": one.description,
                "in_use_since": day(one.in_use_since),
                "supporting_data": [
                    {key: value for key, value in item.items() if key != "of"}
                    for item in data
                    if item["of"] == one.id
                ],
            }
            for one in _parts(session, Alternative, case)
        ],
    }


def _parts(session: Session, table: type[Part], case: Case) -> list[Part]:
    rows = session.exec(
        select(table).where(
            col(table.case_number) == case.number, col(table.version) == case.version
        )
    )
    return sorted(rows, key=_in_order_filed)


def _in_order_filed(part: Evidence | Alternative | SupportingData | Consultation) -> list[int]:
    if isinstance(part, Consultation):
        return [part.position]
    return [int(number) for number in part.id[1:].split(".")]


def _item(one: Evidence | SupportingData) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "source": one.source,
        "period": one.period,
        "filename": one.filename,
        "sha256": one.sha256,
    }


def _versions(session: Session, case: Case) -> list[dict[str, Any]]:
    rows = _of(session, Submission, case, col(Submission.version))
    return [
        {"version": one.version, "sha256": one.sha256, "received_at": moment(one.received_at)}
        for one in rows
    ]


def _consultations(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "office": one.office,
            "dates": one.dates.split(","),
            "mode": one.mode,
            "summary": one.summary,
            "view": one.view,
            "attested_by": one.attested_by,
        }
        for one in _parts(session, Consultation, case)
    ]


def _warnings(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule,
            "clause": one.clause,
            "authority": one.authority,
            "message": one.message,
            "version": one.version,
            "went_on_by": one.went_on_by,
        }
        for one in _of(session, CaseWarning, case, col(CaseWarning.id))
    ]


def _duties(session: Session, case: Case, people: _People) -> list[dict[str, Any]]:
    duties = _of(session, Duty, case, col(Duty.id))
    changes = changes_of(session, duties)
    return [
        _duty(duty, people) | {"clock_changes": [clock_row(one) for one in changes[duty.id or 0]]}
        for duty in duties
    ]


def clock_row(change: ClockChange) -> dict[str, Any]:
    """Give a change of a due date as JSON has it: old, new, why, who."""
    return {
        "kind": change.kind.value,
        "on": day(change.effective_on),
        "days": change.days,
        "reason": change.reason,
        "authority": change.authority.value,
        "by": change.by,
        "entered_by": change.entered_by,
        "at": moment(change.at),
        "due_before": day(change.due_before),
        "due_after": day(change.due_after),
    }


def _duty(duty: Duty, people: _People) -> dict[str, Any]:
    return {
        "what": duty.what,
        "owed_by": duty.owed_by,
        "holder": people.email(duty.holder),
        "opened_at": moment(duty.opened_at),
        "due_on": day(duty.due_on),
        "authority": duty.authority.value,
        "basis": duty.basis,
        "state": duty.state.value,
        "done_at": moment(duty.done_at),
        "paused_on": day(duty.paused_on),
    }


def _review(review: Review, people: _People) -> dict[str, Any]:
    return {
        "step": review.step,
        "version": review.version,
        "outcome": review.outcome.value,
        "recommend": review.recommend.value if review.recommend else None,
        "by": people.email(review.by),
        "at": moment(review.at),
        "note": review.note,
    }


def _decision(session: Session, case: Case, people: _People) -> dict[str, Any] | None:
    decision = session.get(Decision, case.number)
    if decision is None:
        return None
    return {
        "outcome": decision.outcome.value,
        "belief": decision.belief,
        "relied_on": decision.relied_on,
        "opened": decision.opened,
        "by": people.email(decision.by),
        "at": moment(decision.at),
        "scope": decision.scope,
        "conditions": decision.conditions,
        "until": day(decision.until),
        "until_authority": "policy" if decision.until else None,
        "law_version": decision.law_version,
    }


def _events(session: Session, case: Case) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Event).where(col(Event.stream) == case.number).order_by(col(Event.seq))
    )
    return [
        {
            "seq": one.seq,
            "kind": one.kind,
            "at": moment(one.at),
            "by": one.by,
            "entered_by": one.entered_by,
            "hash": one.hash,
        }
        for one in rows
    ]


def _messages(session: Session, case: Case) -> list[dict[str, Any]]:
    messages = messages_of(session, case)
    ids = [one.id for one in messages]
    bounced = set(session.exec(
        select(Bounce.message_id).where(
            col(Bounce.message_id).in_(ids), col(Bounce.action) == DeliveryAction.FAILED
        )
    ))  # fmt: skip
    acknowledged = {
        one.message_id: one.at
        for one in session.exec(
            select(AcknowledgedMessage).where(col(AcknowledgedMessage.message_id).in_(ids))
        )
    }
    return [
        {
            "id": one.id,
            "template": one.template,
            "to": one.to_email,
            "office": one.to_office,
            "state": one.state.value,
            "queued_at": moment(one.queued_at),
            "sent_at": moment(one.sent_at),
            "message_id": one.message_id,
            "reason": one.reason,
            "bounced": one.id in bounced,
            "acknowledged_at": moment(acknowledged.get(one.id or 0)),
            "stands_in_for": one.about.get("for"),
        }
        for one in messages
    ]
