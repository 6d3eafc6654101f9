"""Sign a draft and send exactly what was signed; before that, say who will be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from actions.cases import refusal
from actions.draft_access import WRITERS, found_draft, held_at, require_open, signer_of
from actions.draft_papers import case_answered, paper_of
from actions.filings import Filing
from actions.mailing import holders_of, title_of
from actions.offices import require_office
from actions.policies import policy_of
from actions.shortfalls import determine_shortfall, told_of_determination
from actions.waivers import resubmit_waiver, submit_waiver, told_of_filing
from documents import DocumentStore
from models.cases import Case, CaseKind
from models.drafts import Draft, DraftState
from models.people import Office, Person
from models.registry import Organization
from notifications.compose import Recipient, Template
from rules.calendar import new_york_date
from rules.findings import ApplicationIncomplete, Finding, SomeoneElseActed
from rules.policy import Policy


class ChangedSinceSigned(SomeoneElseActed):
    """The draft is not what the signer saw any more; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of signing a draft; `repeated` when it had been sent already."""

    case: Case
    version: int
    sha256: str
    warnings: tuple[Finding, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ToBeTold:
    """Somebody who will be mailed when a draft is sent, by title and place, and of what."""

    email: str
    title: str
    place: str
    template: Template


def submit_draft(
    session: Session,
    draft_id: str,
    policy: Policy,
    store: DocumentStore,
    *,
    saw: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> Sent:
    """Sign a draft and file it: what `saw`, the hash the signer was shown, stands for.

    Files a new application or determination, or the answer to a returned case,
    in this transaction, and closes the draft. Of two signers at once the second
    is given what the first sent. What is typed from a paper is sent by the operator
    `by`, and is the act of whoever signed the paper.

    Raises:
        NoSuchDraft: there is none.
        NotYourOffice: `by` does not hold the office that signs.
        DraftClosed: it was given up.
        ChangedSinceSigned: somebody changed it since; says who.
        ApplicationIncomplete: carries every gap at once, at its part of the draft.
        CannotMove: the case it answers is not returned any more.
    """
    draft, _ = found_draft(session, draft_id, by=by, now=now)
    signer = signer_of(session, draft) or by
    require_office(session, signer, WRITERS[draft.kind][0], held_at(draft), new_york_date(now))
    if draft.became is not None and draft.sent_sha256 == saw:
        case = session.get_one(Case, draft.became)
        return Sent(case, draft.became_version or 1, saw, repeated=True)
    require_open(session, draft)
    paper = paper_of(session, draft, store)
    if paper.gaps:
        raise ApplicationIncomplete(paper.gaps)
    if paper.sha256 != saw:
        raise _changed(session, draft)
    try:
        sent = _file(
            session, draft, paper.filing, policy, by=signer, entered_by=entered_by, now=now
        )
    except ApplicationIncomplete as refused:
        raise ApplicationIncomplete([paper.at_home(one) for one in refused.findings]) from None
    draft.state, draft.closed_at, draft.sent_sha256 = DraftState.SUBMITTED, now, saw
    draft.became, draft.became_version = sent.case.number, sent.version
    return sent


def _file(
    session: Session,
    draft: Draft,
    filing: Filing[Any],
    policy: Policy,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> Sent:
    acting: dict[str, Any] = {"by": by, "entered_by": entered_by, "now": now}
    if draft.kind is CaseKind.SHORTFALL:
        made = determine_shortfall(session, filing, policy, **acting)
        return Sent(made.case, 1, made.determination.sha256, tuple(made.warnings), made.repeated)
    if (case := case_answered(session, draft)) is not None:
        its_own = policy_of(session, case)
        filed = resubmit_waiver(session, case.number, filing, its_own, **acting)
    else:
        filed = submit_waiver(session, filing, policy, **acting)
    version = filed.submission.version
    return Sent(filed.case, version, filed.submission.sha256, tuple(filed.warnings), filed.repeated)


def told_when_sent(
    session: Session, draft: Draft, *, by: str, now: datetime
) -> tuple[ToBeTold, ...]:
    """Say who will be mailed when `by` sends this draft: those the act itself tells.

    Where `by` may not sign, the receipt is shown as going to whoever may; of a paper,
    to whoever signed it.
    """
    by = signer_of(session, draft) or by
    office, at = WRITERS[draft.kind][0], held_at(draft)
    signers = holders_of(session, office, at, now)
    own = [one.email for one in signers if one.email == by.casefold()]
    told: dict[tuple[str, Template], Recipient] = {}
    for signer in own or [one.email for one in signers]:
        for template, to in _told(session, draft, signer, now).items():
            told |= {(one.email, template): one for one in to}
    return tuple(_by_title(session, one, template) for (_, template), one in told.items())


def _told(
    session: Session, draft: Draft, signer: str, now: datetime
) -> dict[Template, list[Recipient]]:
    if draft.kind is CaseKind.WAIVER:
        return told_of_filing(session, draft.organization_code, signer, now)
    return told_of_determination(session, draft.organization_code, signer, held_at(draft), now)


def _by_title(session: Session, to: Recipient, template: Template) -> ToBeTold:
    office, _, at = to.office.partition("@")
    body = session.get(Organization, at)
    title = title_of(session, to.email, Office(office), at)
    return ToBeTold(to.email, title, body.name if body else at, template)


def _changed(session: Session, draft: Draft) -> ChangedSinceSigned:
    who = session.get_one(Person, draft.touched_by).email
    message = (
        f"{who} changed the draft at {draft.touched_at:%Y-%m-%d %H:%M} UTC, after you had read "
        "it. Nothing was sent. Read it as it is now, then sign."
    )
    return ChangedSinceSigned([refusal(message)])
