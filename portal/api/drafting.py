"""Drafts: begun, read, written in together, given up, signed. The merge is the portal's own."""

from datetime import datetime
from typing import Any

from fastapi.responses import Response

from actions.answers import finding_row, receipt
from actions.draft_access import drafts_of, file_at, files_of, found_draft
from actions.draft_fields import flat
from actions.draft_papers import case_answered, check_draft, paper_of
from actions.draft_signing import submit_draft, told_when_sent
from actions.draft_starting import questions_on, start_answer, start_draft, start_from_filing
from actions.drafts import Clashing, beside, discard_draft, edit_draft
from actions.policies import adopt_policy, parsed, policy_of
from actions.situations import organization
from database import Session
from models.drafts import Draft, DraftState
from portal.api.calls import Call, Caller, answered
from portal.api.cases import BYTES
from portal.api.draft_shapes import DraftClosed, Drafts, DraftShown, EditedDraft
from portal.api.more_shapes import Receipt
from portal.api.routing import acts, reads, router
from portal.api.sent import DraftBegun, FieldsWritten, Nothing, Signature
from portal.pages.documents import attachment
from portal.visits import NoSuchPage
from rules.completeness import meter

routes = router()


@reads(routes, "/drafts", Drafts)
def list_drafts(call: Caller) -> Response:
    """List the open drafts that the key's offices write, the last touched first."""
    with call.reading() as session:
        found = [
            {
                "id": one.id,
                "kind": one.kind.value,
                "body": one.organization_code,
                "town": one.town,
                "revision": one.revision,
                "answers": one.answers,
                "touched_at": moment(one.touched_at),
            }
            for one in drafts_of(session, by=call.by, now=call.now)
        ]
    return answered({"drafts": found})


def moment(at: datetime) -> str:
    """Write an instant as ISO 8601."""
    return at.isoformat(timespec="milliseconds")


@acts(routes, "/drafts", DraftBegun, DraftShown, status=201, description="The draft, begun")
def begin_draft(call: Caller) -> Response:
    """Begin a draft: an empty one for a body, or with what an earlier case said.

    Of a shortfall, a chief begins it and names the town. Asked twice while
    nothing is written in it, the same draft is given.
    """
    sent = call.sent(DraftBegun)
    with call.acting_once() as session:
        if sent.from_case is not None:
            draft = start_from_filing(session, sent.from_case, by=call.by, now=call.now)
        else:
            draft = start_draft(
                session, sent.kind, sent.body or "", by=call.by, now=call.now, town=sent.town
            )
        return call.done(shown(session, call, draft), status=201)


@acts(
    routes, "/cases/{number}/answer", Nothing, DraftShown, status=201, description="The one draft"
)
def begin_answer(call: Caller, number: str) -> Response:
    """Begin the answer to the office's questions, or take it up: there is one draft of it."""
    call.sent(Nothing)
    with call.acting_once() as session:
        draft = start_answer(session, number, by=call.by, now=call.now)
        return call.done(shown(session, call, draft), status=201)


@reads(routes, "/drafts/{draft}", DraftShown)
def show_draft(call: Caller, draft: str) -> Response:
    """Show a draft: what it says, what it lacks by clause, who will be told, what to sign.

    `sha256` stands for exactly what would be sent. A program without the scope
    `file` leaves it there: `sign_at` is the page on which it is read and signed.
    """
    with call.reading() as session:
        found, _ = found_draft(session, draft, by=call.by, now=call.now, lock=False)
        return answered(shown(session, call, found))


def shown(session: Session, call: Call, draft: Draft) -> dict[str, Any]:
    """Give a draft as a whole."""
    store, now = call.portal.store, call.now
    case = case_answered(session, draft)
    policy = policy_of(session, case) if case else parsed(call.portal.policy_text)
    found = check_draft(session, draft, policy, store, now=now)
    paper = paper_of(session, draft)
    body = organization(session, draft.organization_code)
    open_still = draft.state is DraftState.OPEN
    return {
        "id": draft.id,
        "kind": draft.kind.value,
        "body": {"code": body.code, "name": body.name},
        "town": draft.town,
        "state": draft.state.value,
        "revision": draft.revision,
        "answers": draft.answers,
        "started_from": draft.started_from,
        "became": draft.became,
        "touched_at": moment(draft.touched_at),
        "fields": flat(draft.content, draft.kind),
        "files": _files(session, draft),
        "missing": [finding_row(one, where=True) for one in found.refusals],
        "warnings": [finding_row(one, where=True) for one in found.warnings],
        "parts": [
            {
                "field": one.element.field,
                "title": one.element.title,
                "clause": one.clause,
                "state": one.state.value,
            }
            for one in meter(draft.kind, found)
        ],
        "told": [
            {"email": one.email, "title": one.title, "place": one.place, "template": one.template}
            for one in told_when_sent(session, draft, by=call.by, now=now)
        ],
        "questions": [
            {"field": one.path, "text": one.text, "step": one.step}
            for one in questions_on(session, draft)
        ],
        "set_asides": [
            {
                "id": one.id,
                "field": one.field,
                "typed": list(one.typed),
                "by": one.by,
                "at": moment(one.at),
                "changed_by": one.changed_by,
                "changed_at": moment(one.changed_at),
            }
            for one in beside(session, draft)
        ],
        "sha256": paper.sha256 or None,
        "sign_at": f"{call.origin}/drafts/{draft.id}/sign"
        if open_still and not draft.town
        else None,
    }


def _files(session: Session, draft: Draft) -> list[dict[str, str | None]]:
    fields = flat(draft.content, draft.kind)
    places = {
        item: f"{listed}[{item}]"
        for listed, ids in fields.items()
        if isinstance(ids, list)
        for item in ids
    }
    return [
        {
            "path": places.get(item),
            "item": item,
            "filename": one.filename,
            "sha256": one.sha256,
        }
        for item, one in files_of(session, draft).items()
    ]


@acts(routes, "/drafts/{draft}/fields", FieldsWritten, EditedDraft, description="What came of it")
def write_fields(call: Caller, draft: str) -> Response:
    """Write fields of a draft, as far as nobody else changed the same since `seen`.

    A field that somebody else changed keeps their text; what was sent is kept
    beside it and told in `clashes`. Fields are named as the draft shows them:
    `scope`, `evidence[k1].title`.
    """
    sent = call.sent(FieldsWritten)
    with call.acting_once() as session:
        typed = dict(sent.fields)
        edited = edit_draft(session, draft, typed, seen=sent.seen, by=call.by, now=call.now)
        return call.done(
            {
                "id": edited.draft.id,
                "revision": edited.draft.revision,
                "taken": list(edited.taken),
                "clashes": [_clash(one) for one in edited.clashes],
                "others": dict(edited.others),
            }
        )


def _clash(one: Clashing) -> dict[str, Any]:
    return {
        "field": one.clash.path,
        "typed": one.clash.typed,
        "theirs": one.clash.theirs,
        "changed_by": one.changed_by,
        "changed_at": moment(one.changed_at),
        "message": one.message,
    }


@reads(routes, "/drafts/{draft}/files/{item}", None, responses=BYTES, response_class=Response)
def get_draft_file(call: Caller, draft: str, item: str) -> Response:
    """Hand a file of a draft over, as an attachment."""
    with call.reading() as session:
        there, _ = found_draft(session, draft, by=call.by, now=call.now, lock=False)
        found = file_at(session, there, item)
    if found is None:
        raise NoSuchPage("There is no such file in this draft.")
    return attachment(call.portal.store.open_whole(found.sha256), found.filename)


@acts(routes, "/drafts/{draft}/give-up", Nothing, DraftClosed, description="It is given up")
def give_up_draft(call: Caller, draft: str) -> Response:
    """Give a draft up. Nothing is sent; what it says stays on record."""
    call.sent(Nothing)
    with call.acting_once() as session:
        gone = discard_draft(session, draft, by=call.by, now=call.now)
        return call.done({"id": gone.id, "state": gone.state.value})


@acts(routes, "/drafts/{draft}/signature", Signature, Receipt, description="It is filed")
def sign_draft(call: Caller, draft: str) -> Response:
    """Sign a draft and file exactly what was read: what the hash `saw` stands for.

    For who signs, by a key with the scope `file`. A draft that is another by
    now is not sent: 409 says who changed it.
    """
    sent = call.sent(Signature)
    with call.acting_once() as session:
        policy = adopt_policy(session, call.portal.policy_text, now=call.now)
        filed = submit_draft(
            session, draft, policy, call.portal.store,
            saw=sent.saw, by=call.by, entered_by=call.entered_by, now=call.now,
        )  # fmt: skip
        warned = filed.warnings
        return call.done(
            receipt(filed.case, filed.version, filed.sha256, warned, repeated=filed.repeated)
        )
