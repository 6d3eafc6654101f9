"""A chief's determination of a shortfall: written as a draft, and measured.

An operator writes one the same way from a paper that a chief has signed.
"""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from wtforms import RadioField

from actions.chief_desk import bodies_for, towns_of
from actions.draft_access import files_of, found_draft, require_open
from actions.draft_fields import of_item
from actions.draft_files import attach_file
from actions.draft_items import add_item, remove_item, taken_out
from actions.draft_papers import measure
from actions.draft_starting import last_filing, start_draft, start_from_filing
from actions.drafts import Edited, discard_draft, edit_draft, history, set_asides, settle
from actions.mailing import holders_of, title_of
from actions.policies import parsed
from actions.situations import organization, schools_of
from database import Session
from documents import Examined
from models.cases import CaseKind
from models.drafts import Draft
from models.people import Office
from portal.arriving import Caller
from portal.forms import PageForm, Tick, Upload, choices_of
from portal.pages.determination_form import DeterminationForm, figure_ids, form_of, shown, typed_in
from portal.pages.on_paper import stored
from portal.visits import Visit
from rules.findings import ApplicationIncomplete

pages = APIRouter()


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand writes: a chief's own, or an operator's for the chief who signed the paper."""

    signer: str
    root: str
    """Where the draft's pages stand."""
    on_paper: bool = False


def chiefs_hand(visit: Visit, id_: str) -> Hand:
    """Give a chief's own hand."""
    return Hand(visit.by, f"/determinations/{id_}")


class StartForm(PageForm):
    """For which body."""

    body = RadioField("Whose schools is it about?", validate_choice=False)
    last = Tick("Begin with what was filed last time", hint="If anything was; signed anew.")


@pages.get("/determinations/new")
def choose(visit: Caller) -> Response:
    """Ask for which body a determination is to be made."""
    return _choose(visit, visit.form(StartForm))


def _choose(visit: Visit, form: StartForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        bodies = bodies_for(session, towns_of(visit.holdings))
    form.body.choices = choices_of(
        (f"{body.code}@{town}", f"{body.name}, as chief in {town}") for body, town in bodies
    )
    answer = visit.again if again else visit.page
    return answer("chief/start.html", form=form, bodies=bodies)


@pages.post("/determinations/new")
def start(visit: Caller) -> Response:
    """Begin a draft, or take up the one that was begun."""
    form = visit.form(StartForm)
    code, _, town = str(form.body.data or "").partition("@")
    if not town:
        form.body.errors = ["Choose whose schools it is about."]
        return _choose(visit, form, again=True)
    try:
        with visit.acting() as session:
            draft = _begin(visit, session, code, town, last=bool(form.last.data))
            return visit.to(f"/determinations/{draft.id}")
    except ApplicationIncomplete as refused:
        form.take(refused)
        return _choose(visit, form, again=True)


def _begin(visit: Visit, session: Session, code: str, town: str, *, last: bool) -> Draft:
    """Begin a determination, with what was filed last time where that is wished and there."""
    before = last_filing(session, CaseKind.SHORTFALL, code, town=town) if last else None
    if before:
        return start_from_filing(session, before, by=visit.by, now=visit.now)
    return start_draft(session, CaseKind.SHORTFALL, code, by=visit.by, now=visit.now, town=town)


@pages.get("/determinations/{id}")
def write(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Show the draft."""
    return written(visit, id, chiefs_hand(visit, id))


def written(visit: Visit, id_: str, hand: Hand, edited: Edited | None = None) -> Response:
    """Show a draft as its form, with what it lacks, clause by clause."""
    with visit.reading() as session:
        draft, _ = found_draft(session, id_, by=visit.by, now=visit.now, lock=False)
        if draft.became:
            return RedirectResponse(f"/cases/{draft.became}", status_code=303)
        require_open(session, draft)
        kind = _form_kind(visit, session, draft)
        form = kind(data=shown(draft))
        form.seen.data = str(draft.revision)
        facts = _facts(visit, session, draft, hand, form)
        return visit.page("chief/determination.html", form=form, edited=edited, **facts)


def _form_kind(visit: Visit, session: Session, draft: Draft) -> type[DeterminationForm]:
    code = draft.organization_code
    people = [
        (one.email, f"{title_of(session, one.email, Office.SUPERINTENDENT, code)} ({one.email})")
        for one in holders_of(session, Office.SUPERINTENDENT, code, visit.now)
    ]
    return form_of(draft, schools_of(session, code), people)


def _facts(
    visit: Visit, session: Session, draft: Draft, hand: Hand, form: DeterminationForm
) -> dict[str, Any]:
    policy, store = parsed(visit.portal.policy_text), visit.portal.store
    files = files_of(session, draft)
    for item in figure_ids(draft):
        form[f"figures[{item}].had"].data = files[item].sha256 if item in files else ""
    return {
        "hand": hand,
        "draft": draft,
        "body": organization(session, draft.organization_code),
        "files": files,
        "figures": figure_ids(draft),
        "meter": measure(session, draft, policy, store, now=visit.now),
        "asides": set_asides(session, draft),
        "removed": [path for path, _ in taken_out(session, draft)],
        "changes": history(session, draft, limit=5),
    }


@pages.post("/determinations/{id}/save")
def autosave(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Take what has been typed so far; the page stays as it is."""
    return autosaved(visit, id)


def autosaved(visit: Visit, id_: str) -> Response:
    """Save without leaving the page, and say so."""
    with visit.acting() as session:
        draft, _ = found_draft(session, id_, by=visit.by, now=visit.now)
        form = visit.form(_form_kind(visit, session, draft))
        edited = _edit(visit, session, draft, form)
        revision = edited.draft.revision
    if edited.clashes or edited.others:
        words = "Saved. Somebody else changed this draft too: press Save to see how it is now."
        return Response(words, media_type="text/plain")
    headers = {"X-Revision": str(revision)}
    return Response("Saved.", media_type="text/plain", headers=headers)


def _edit(visit: Visit, session: Session, draft: Draft, form: DeterminationForm) -> Edited:
    seen = str(form.seen.data or "")
    return edit_draft(
        session,
        draft.id,
        typed_in(form, draft),
        seen=int(seen) if seen.isdecimal() and len(seen) < len(str(2**31)) else draft.revision,
        by=visit.by,
        now=visit.now,
    )


@pages.post("/determinations/{id}")
def save(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Take what was typed and chosen, and do what the button says."""
    return saved(visit, id, chiefs_hand(visit, id))


def saved(visit: Visit, id_: str, hand: Hand) -> Response:
    """Save a draft with its files; then stay, add or remove a figure, or go on to sign."""
    with visit.reading() as session:
        draft, _ = found_draft(session, id_, by=visit.by, now=visit.now, lock=False)
        form = visit.form(_form_kind(visit, session, draft))
        chosen, sound = _chosen(visit, draft, form)
        if not (form.validate() and sound):
            facts = _facts(visit, session, draft, hand, form)
            return visit.again("chief/determination.html", form, edited=None, **facts)
    with visit.acting() as session:
        draft, _ = found_draft(session, id_, by=visit.by, now=visit.now)
        edited = _edit(visit, session, draft, form)
        for path, (examined, name, had) in chosen.items():
            attach_file(
                session,
                id_,
                path,
                examined,
                name,
                instead_of=had or None,
                by=visit.by,
                now=visit.now,
            )
        onward, said = _press(visit, session, draft, hand)
        answer = visit.to(onward, said=said)
    return written(visit, id_, hand, edited) if edited.clashes else answer


Chosen = dict[str, tuple[Examined, str, str]]


def _chosen(visit: Visit, draft: Draft, form: DeterminationForm) -> tuple[Chosen, bool]:
    """Store what files were chosen; whether all of them are taken."""
    chosen: Chosen = {}
    sound = True
    for item in figure_ids(draft):
        path = f"figures[{item}]"
        field: Upload = form[f"{path}.file"]  # pyright: ignore[reportAssignmentType]
        if field.data is None:
            continue
        if examined := stored(visit, field):
            had = str(form[f"{path}.had"].data or "")
            chosen[path] = (examined, field.data.filename or "file", had)
        else:
            sound = False
    return chosen, sound


def _press(visit: Visit, session: Session, draft: Draft, hand: Hand) -> tuple[str, str]:
    pressed, _, path = visit.value("do").partition(":")
    who: dict[str, Any] = {"by": visit.by, "now": visit.now}
    if pressed == "add":
        _, item = of_item(add_item(session, draft.id, "figures", **who))
        return f"{hand.root}#{item}", "Saved. Describe the figure and attach its file."
    if pressed == "remove":
        remove_item(session, draft.id, path, seen=draft.revision, **who)
        return f"{hand.root}#figures", "The figure is taken out."
    if pressed == "settle" and path.isdecimal():
        settle(session, int(path), **who)
        return hand.root, "Put away."
    if pressed == "sign":
        return f"{hand.root}/sign", ""
    return hand.root, "Saved. You can leave it and find it again under For chiefs."


@pages.post("/determinations/{id}/discard")
def discard(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Give a draft up."""
    return discarded(visit, id, "/chief")


def discarded(visit: Visit, id_: str, onward: str) -> Response:
    """Give a draft up; what it says stays on record."""
    with visit.acting() as session:
        discard_draft(session, id_, by=visit.by, now=visit.now)
        return visit.to(onward, said="The draft is given up. Nothing was filed.")
