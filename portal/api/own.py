"""Looking at what is one's own: the key, its duties, its bodies; the law; and a paper's check."""

from fastapi.responses import Response

from actions.answers import checked, finding_row
from actions.applying import what_applies
from actions.cases import refusal
from actions.chief_desk import bodies_for, towns_of
from actions.desks import OwedHere, bodies_of, in_hand, owed_by_offices
from actions.draft_access import writer_at
from actions.policies import parsed, policy_of
from actions.shortfalls import check_determination
from actions.status_words import owed_words
from actions.waivers import check_filing
from database import Session
from models.cases import CaseKind
from models.forms import WaiverForm
from portal.api.calls import Call, Caller, answered
from portal.api.files import filing_of
from portal.api.more_shapes import Bodies, BodyShown, Checked, Duties, LawShown, Whoami
from portal.api.routing import acts, reads, router
from portal.api.sent import PaperToCheck
from rules.findings import NotYourOffice
from rules.law import carried

routes = router()


@reads(routes, "/me", Whoami)
def who_am_i(call: Caller) -> Response:
    """Say which client this key is, for whom it acts, and within what."""
    offices = [
        {"office": one.office.value, "at": one.at, "title": one.title, "acting": one.acting}
        for one in call.holdings
    ]
    client = call.acting.client
    return answered(
        {"client": client.name, "acts_for": call.by, "scopes": client.scopes, "offices": offices}
    )


@reads(routes, "/duties", Duties)
def list_duties(call: Caller) -> Response:
    """List what the person has in hand and what the key's offices owe, the first due first."""
    with call.reading() as session:
        places = {(one.office, one.at) for one in call.holdings}
        mine = [
            one
            for one in in_hand(session, call.acting.person)
            if (one.duty.office, one.duty.at) in places
        ]
        others = owed_by_offices(session, call.acting.person, call.holdings)
        found = [
            *(_owed(session, one, mine=True) for one in mine),
            *(_owed(session, one, mine=False) for one in others),
        ]
    return answered({"duties": sorted(found, key=lambda one: str(one["due_on"]))})


def _owed(session: Session, one: OwedHere, *, mine: bool) -> dict[str, object]:
    duty = one.duty
    return {
        "case": one.case.number,
        "body": one.body,
        "what": duty.what,
        "words": owed_words(duty.what, policy_of(session, one.case)),
        "owed_by": duty.owed_by,
        "mine": mine,
        "due_on": duty.due_on.isoformat(),
        "authority": duty.authority.value,
        "basis": duty.basis,
        "paused_on": duty.paused_on.isoformat() if duty.paused_on else None,
    }


@reads(routes, "/bodies", Bodies)
def list_bodies(call: Caller) -> Response:
    """List the bodies at which the key's offices are held."""
    with call.reading() as session:
        found = [{"code": one.code, "name": one.name} for one in bodies_of(session, call.holdings)]
    return answered({"bodies": found})


@reads(routes, "/bodies/{code}", BodyShown)
def show_body(call: Caller, code: str) -> Response:
    """Say what applies to a body today: its class, the clauses that name it, its chiefs."""
    policy = parsed(call.portal.policy_text)
    with call.reading() as session:
        found = what_applies(session, code, policy, now=call.now)
        body = found.body
        return answered({
            "code": body.code,
            "name": body.name,
            "kind": body.kind.value,
            "may_apply": found.may_apply,
            "clauses": [
                {
                    "clause": one.clause,
                    "about": one.about,
                    "answer": one.answer,
                    "authority": one.authority.value,
                }
                for one in found.clauses
            ],
            "chiefs": [
                {
                    "town": one.town,
                    "schools": list(one.schools),
                    "titles": [held.title for held in one.holders],
                }
                for one in found.chiefs
            ],
            "in_the_way": [finding_row(one, where=False) for one in found.in_the_way],
            "to_know": [finding_row(one, where=False) for one in found.to_know],
        })  # fmt: skip


@reads(routes, "/law", LawShown)
def show_law() -> Response:
    """Show the text of the section that is carried, rule by rule. No key is needed."""
    text = carried()
    return answered({
        "id": text.id,
        "title": text.title,
        "citation": text.citation,
        "source": text.source,
        "notice": text.notice,
        "text_sha256": text.text_sha256,
        "rules": [
            {
                "number": one.number,
                "clause": one.clause,
                "authority": one.authority.value,
                "title": one.title,
                "enforce": one.enforce,
                "warn": one.warn,
                "record": one.record,
            }
            for one in text.rules
        ],
    })  # fmt: skip


@acts(routes, "/check", PaperToCheck, Checked, once=False, description="What the rules found")
def check(call: Caller) -> Response:
    """Say whether a paper would be accepted: every gap and warning, with rule and clause.

    Nothing is stored. Whoever writes for the body, or is chief for it, may ask.
    """
    sent = call.sent(PaperToCheck)
    policy = parsed(call.portal.policy_text)
    with call.reading() as session:
        if isinstance(sent.form, WaiverForm):
            writer_at(session, CaseKind.WAIVER, sent.form.applicant, by=call.by, now=call.now)
            waiver = filing_of(call, sent.form, sent.form.items(), sent.files)
            return answered(checked(check_filing(session, waiver, policy, now=call.now)))
        _require_near(session, call, sent.form.body)
        paper = filing_of(call, sent.form, sent.form.figures, sent.files)
        return answered(checked(check_determination(session, paper, policy, now=call.now)))


def _require_near(session: Session, call: Call, code: str) -> None:
    """Check that the person is chief for a body: what is on record of others is not told."""
    towns = towns_of(call.holdings)
    if code not in {body.code for body, _ in bodies_for(session, towns)}:
        message = f"This key does not act as chief for any school of {code}."
        raise NotYourOffice([refusal(message, where="form.body")])
