"""A draft as a whole: how full it is, who will be told, what to expect, and giving it up."""

from datetime import datetime
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from actions.draft_access import draft_in_hand, file_at, files_of, found_draft, signer_of
from actions.draft_papers import case_answered, check_draft
from actions.draft_signing import told_when_sent
from actions.draft_starting import questions_on
from actions.drafts import Changed, beside, discard_draft, history
from actions.policies import parsed, policy_of
from actions.situations import organization
from actions.statistics import if_filed_today
from database import Session
from models.cases import CaseKind
from models.drafts import Draft, DraftState
from portal.arriving import Caller
from portal.pages.documents import attachment
from portal.paper import PARTS, part_of, place_of
from portal.visits import NoSuchPage, Visit
from rules.completeness import Fullness, meter
from rules.policy import Policy

pages = APIRouter()

LOOKED_AT = 100
"""Changes looked at to say who wrote where."""


def draft_shown(session: Session, visit: Visit, draft_id: str) -> Draft:
    """Give a draft to look at."""
    draft, _ = found_draft(session, draft_id, by=visit.by, now=visit.now, lock=False)
    return draft


def policy_for(session: Session, visit: Visit, draft: Draft) -> Policy:
    """Give the policy that a draft is checked by: of the case it answers, or today's."""
    case = case_answered(session, draft)
    return policy_of(session, case) if case else parsed(visit.portal.policy_text)


def outlook(session: Session, visit: Visit, draft: Draft) -> dict[str, Any]:
    """Gather what is said before anything is sent: gaps, warnings, mail, days."""
    policy = policy_for(session, visit, draft)
    found = check_draft(session, draft, policy, visit.portal.store, now=visit.now)
    return {
        "draft": draft,
        "signer": signer_of(session, draft),
        "body": organization(session, draft.organization_code),
        "findings": found,
        "measured": meter(draft.kind, found),
        "told": told_when_sent(session, draft, by=visit.by, now=visit.now),
        "ahead": if_filed_today(session, policy, CaseKind.WAIVER, now=visit.now),
        "questions": questions_on(session, draft),
        "place": partial(place_of, draft.id),
        "part_of": part_of,
        "complete": Fullness.COMPLETE,
    }


@pages.get("/drafts/{draft}")
def overview(visit: Caller, draft: str) -> Response:
    """Show a draft as a whole."""
    with visit.reading() as session:
        found = draft_shown(session, visit, draft)
        if found.state is not DraftState.OPEN:
            return visit.page("district/closed.html", draft=found, typed=())
        return visit.page(
            "district/overview.html",
            **outlook(session, visit, found),
            parts=PARTS,
            writers=_writers(history(session, found, limit=LOOKED_AT)),
            set_asides=beside(session, found),
        )


def _writers(changes: list[Changed]) -> list[tuple[str, datetime, str]]:
    """Say who wrote, when last, and in which parts: the last to write first."""
    latest: dict[str, datetime] = {}
    parts: dict[str, dict[str, None]] = {}
    for one in changes:
        latest.setdefault(one.by, one.at)
        titles = (part.title for path in one.fields if (part := part_of(path)))
        parts.setdefault(one.by, {}).update(dict.fromkeys(titles))
    return [(by, at, "; ".join(parts[by])) for by, at in latest.items()]


@pages.get("/drafts/{draft}/files/{item}")
def download(visit: Caller, draft: str, item: str) -> Response:
    """Hand a file of a draft over."""
    with visit.reading() as session:
        found = file_at(session, draft_shown(session, visit, draft), item)
    if found is None:
        raise NoSuchPage("There is no such file in this draft.")
    return attachment(visit.portal.store.open_whole(found.sha256), found.filename)


@pages.get("/drafts/{draft}/give-up")
def ask_whether(visit: Caller, draft: str) -> Response:
    """Ask whether a draft is to be given up."""
    with visit.reading() as session:
        found = draft_shown(session, visit, draft)
        files = files_of(session, found)
        return visit.page("district/give-up.html", draft=found, files=files)


@pages.post("/drafts/{draft}/give-up")
def give_up(visit: Caller, draft: str) -> Response:
    """Give a draft up."""
    with visit.acting() as session:
        found, _ = draft_in_hand(session, draft, by=visit.by, now=visit.now)
        discard_draft(session, draft, by=visit.by, now=visit.now)
        onward = "/operators/paper" if found.paper_signer else "/drafts"
        return visit.to(onward, said="The draft was given up. Nothing was sent.")
