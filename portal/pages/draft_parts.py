"""One part of a draft: written, saved by itself, its files put in and taken out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import UploadFile

from actions.draft_access import DraftClosed, files_of, signer_of
from actions.draft_fields import DraftTooLarge, Value, of_item
from actions.draft_files import attach_file
from actions.draft_items import taken_out
from actions.draft_papers import check_draft
from actions.draft_starting import questions_on
from actions.drafts import Edited, beside, edit_draft
from actions.situations import chiefs_concerned, organization
from database import Session
from documents import DocumentRefused, Examined
from models.drafts import Draft, DraftState
from models.duties import Authority
from portal.arriving import Caller
from portal.pages.draft_buttons import press
from portal.pages.drafts import draft_shown, policy_for
from portal.paper import LISTS, PARTS, Part, anchor, part_named, part_of, question_at
from portal.paper_forms import PartPage, boxes, part_page, typed_in
from portal.visits import NoSuchPage, Visit
from rules.calendar import new_york_date
from rules.completeness import ELEMENTS
from rules.findings import Finding, Refused
from rules.form_words import field_words
from rules.law import rule

pages = APIRouter()

Mistakes = dict[str, str]
"""What to mend, by the name of the box."""


@pages.get("/drafts/{draft}/parts/{part}")
def show(visit: Caller, draft: str, part: str) -> Response:
    """Show a part, with what was typed and what is missing; or give back what was kept."""
    kept = visit.given_back()
    over = typed_in(kept) if kept else {}
    seen = str(kept.get("seen") or "") if kept else None
    with visit.reading() as session:
        found = draft_shown(session, visit, draft)
        if found.state is not DraftState.OPEN:
            return visit.page("district/closed.html", draft=found, typed=_readable(over))
        return _page(session, visit, found, _part(part), over=over, seen=seen)


@dataclass(slots=True)
class _Kept:
    """The files of a form: those in the store now, and those not taken."""

    files: dict[str, tuple[Examined, str]] = field(default_factory=dict[str, tuple[Examined, str]])
    mistakes: Mistakes = field(default_factory=Mistakes)


@pages.post("/drafts/{draft}/parts/{part}")
def save(visit: Caller, draft: str, part: str) -> Response:
    """Save a part, with its files, and do what the button pressed says besides."""
    page, typed = _part(part), typed_in(visit.sent_form)
    kept = _stored(visit)
    try:
        with visit.acting() as session:
            edited = edit_draft(
                session, draft, typed, seen=_seen(visit), by=visit.by, now=visit.now
            )
            _attach(session, visit, draft, kept)
            onward = press(session, visit, edited.draft, page)
            answer = visit.to(onward.path, said=_said(edited, onward.said))
            if not kept.mistakes and not onward.refused:
                return answer
            return _page(
                session, visit, edited.draft, page,
                mistakes=kept.mistakes, refused=onward.refused,
            )  # fmt: skip
    except DraftClosed as closed:
        with visit.reading() as session:
            found = draft_shown(session, visit, draft)
            return visit.page(
                "district/closed.html", status=409, draft=found, typed=_readable(typed),
                findings=closed.findings,
            )  # fmt: skip
    except DraftTooLarge as refused:
        with visit.reading() as session:
            found = draft_shown(session, visit, draft)
            return _page(session, visit, found, page, over=typed, seen=visit.value("seen"),
                         refused=refused.findings)  # fmt: skip


@pages.post("/drafts/{draft}/parts/{part}/autosave")
def autosave(visit: Caller, draft: str, part: str) -> Response:
    """Save what is typed so far, and say what others changed meanwhile."""
    page = _part(part)
    try:
        with visit.acting() as session:
            edited = edit_draft(
                session, draft, typed_in(visit.sent_form),
                seen=_seen(visit), by=visit.by, now=visit.now,
            )  # fmt: skip
            return JSONResponse(_told(edited, page, visit))
    except Refused as refused:
        return JSONResponse({"said": str(refused), "stop": True})


def _told(edited: Edited, page: Part, visit: Visit) -> dict[str, object]:
    clashes = {one.clash.path: one.message for one in edited.clashes}
    moved: list[tuple[str, str]] = []
    again = False
    for path, value in edited.others.items():
        if part_of(path) is not page or path in clashes:
            continue
        try:
            kind = question_at(path).kind
        except Refused:  # a list or a file: items came, went or moved
            again = True
        else:
            moved += boxes(path, kind, value or "")
    said = "Saved"
    if clashes:
        said = "Kept, but not all of it is in the draft: somebody else changed the same. Press Save to see both"  # noqa: E501
    elif again:
        said = "Saved. Somebody else added, moved or removed parts: press Save to see them"
    return {
        "said": f"{said}.",
        "revision": edited.draft.revision,
        "others": moved,
        "clashes": clashes,
        "at": visit.now.isoformat(timespec="seconds"),
    }


def _part(slug: str) -> Part:
    found = part_named(slug)
    if found is None:
        raise NoSuchPage("An application has no part of this name.")
    return found


def _seen(visit: Visit) -> int:
    seen = visit.value("seen")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1  # noqa: PLR2004


def _stored(visit: Visit) -> _Kept:
    """Put the files sent into the store; each that is not taken is a mistake at its place."""
    kept = _Kept()
    for name, sent in visit.sent_form.multi_items():
        if isinstance(sent, UploadFile) and sent.filename and name.endswith(".file"):
            try:
                examined = visit.portal.store.put(sent.file, sent.filename)
                kept.files[name.removesuffix(".file")] = examined, sent.filename
            except DocumentRefused as refused:
                kept.mistakes[name] = f"{refused} Choose another file, or mend this one."
    return kept


def _attach(session: Session, visit: Visit, draft: str, kept: _Kept) -> None:
    for path, (examined, filename) in kept.files.items():
        try:
            with session.begin_nested():
                attach_file(session, draft, path, examined, filename,
                            instead_of=None, by=visit.by, now=visit.now)  # fmt: skip
        except Refused as refused:
            kept.mistakes[f"{path}.file"] = f"{filename}: {refused}"


def _said(edited: Edited, besides: str) -> str:
    if edited.clashes:
        return "Saved, except where somebody else had changed the same: see both texts below."
    return besides or "Saved."


def _readable(typed: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Give what was typed, to be copied from the page."""
    return [
        (field_words(path.replace("[", " ").replace("]", "")),
         "\n".join(value) if isinstance(value, list) else value)
        for path, value in typed.items()
        if value
    ]  # fmt: skip


def _page(
    session: Session,
    visit: Visit,
    draft: Draft,
    part: Part,
    *,
    over: Mapping[str, Value] | None = None,
    seen: str | None = None,
    mistakes: Mistakes | None = None,
    refused: tuple[Finding, ...] = (),
) -> Response:
    laid = part_page(
        draft, part, files_of(session, draft), today=new_york_date(visit.now), over=over
    )
    policy = policy_for(session, visit, draft)
    found = check_draft(session, draft, policy, visit.portal.store, now=visit.now)
    body = organization(session, draft.organization_code)
    facts: dict[str, Any] = {
        "draft": draft,
        "signer": signer_of(session, draft),
        "body": body,
        "part": part,
        "parts": PARTS,
        "laid": laid,
        "seen": draft.revision if seen is None else seen,
        "missing": [one for one in found.refusals if part_of(one.where) is part],
        "warnings": [one for one in found.warnings if part_of(one.where) is part],
        "asked": _asked_here(session, draft, part, laid),
        "set_asides": [one for one in beside(session, draft) if part_of(one.field) is part],
        "taken_out": _taken_out(session, draft, part),
        "clauses": _clauses(draft, part),
        "anchor": anchor,
        "chiefs": chiefs_concerned(session, body, new_york_date(visit.now)),
    }
    if not mistakes and not refused:
        return visit.page("district/part.html", form=laid.form, **facts)
    laid.form.unplaced = refused
    for name, words in (mistakes or {}).items():
        if name in laid.form:
            laid.form[name].errors = [words]
        else:
            laid.form.unplaced = [*laid.form.unplaced, _plain(words)]
    return visit.again("district/part.html", laid.form, **facts)


def _plain(words: str) -> Finding:
    return Finding(None, "files", Authority.POLICY, words)


def _asked_here(session: Session, draft: Draft, part: Part, laid: PartPage) -> dict[str, list[str]]:
    """Give the office's questions by the field, item or list on the page that they point to.

    Where that is gone from the draft, they stand at the top, under an empty name.
    """
    found: dict[str, list[str]] = {}
    for one in questions_on(session, draft):
        if part_of(one.path) is part:
            at = one.path if one.path in laid.paths else ""
            found.setdefault(at, []).append(one.text)
    return found


def _taken_out(session: Session, draft: Draft, part: Part) -> list[tuple[str, str, str]]:
    return [
        (path, who, LISTS[of_item(path)[0].rpartition(".")[2]].one.lower())
        for path, who in taken_out(session, draft)
        if part_of(path) is part
    ]


def _clauses(draft: Draft, part: Part) -> list[str]:
    elements = [one for one in ELEMENTS[draft.kind] if one.field in part.fields]
    return [*dict.fromkeys(one.clause or rule(one.rule).clause for one in elements)]
