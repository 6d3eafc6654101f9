"""Begin a draft: empty, from what was filed before, or to answer a returned case."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.cases import CannotMove, find_any, refusal, words
from actions.draft_access import WRITERS, writer_at
from actions.draft_fields import FORMS, Content, Shape, shape
from actions.draft_files import bare_name
from actions.draft_papers import ineligible
from actions.offices import DEPARTMENT, require_office
from actions.signed_papers import note_begun
from actions.situations import organization
from models.cases import Case, CaseKind, CaseState
from models.drafts import Draft, DraftFile, DraftState
from models.people import Office, Person
from models.reviews import Question
from models.shortfalls import Determination
from models.submissions import Submission
from rules.calendar import new_york_date
from rules.findings import ApplicationIncomplete

ANEW = ("signed_by", "chief_consultations", "superintendent_consultation", "fiscal_year")
"""What last time's filing says of its own time only: signed, consulted and counted anew."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the office, at the part of the draft it is about."""

    path: str
    text: str
    step: str


@dataclass(frozen=True, slots=True)
class FromPaper:
    """A paper that an operator types a draft from."""

    signed_by: str
    came_on: date
    """When it was received."""


def start_draft(
    session: Session,
    kind: CaseKind,
    code: str,
    *,
    by: str,
    now: datetime,
    town: str | None = None,
    paper: FromPaper | None = None,
) -> Draft:
    """Begin an empty draft for a body; a shortfall's is a chief's, in a `town`.

    Pressed twice, it gives the same draft while nothing is written in it. An
    operator begins one from a `paper`, which the log keeps, with who signed it.

    Raises:
        UnknownBody: the registry has no body of this code.
        NotYourOffice: `by` writes no drafts there, or who signed the paper signs none.
        CannotMove: the paper is said to come on a day that is still ahead.
        ApplicationIncomplete: the section is not for this body; says which clauses name it.
    """
    body = organization(session, code)
    writer, signer = _hands(session, kind, town or code, paper, by=by, now=now)
    if found := ineligible(session, kind, body, now=now):
        raise ApplicationIncomplete(found)
    blank: Content = {"determined_by": signer.email} if kind is CaseKind.SHORTFALL else {}
    draft = _draft(kind, code, town, blank, by=writer, now=now)
    _mark(draft, paper, signer)
    return _untouched(session, draft) or _kept(session, draft)


def start_from_filing(session: Session, number: str, *, by: str, now: datetime) -> Draft:
    """Begin a draft with what an earlier case of the same body said.

    Signature, consultations and fiscal year are left out: they are of that time.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` writes no drafts for its body, or town.
    """
    case = find_any(session, number)
    town = _town(session, case)
    at = town or case.organization_code
    writer = writer_at(session, case.kind, at, by=by, now=now)
    content, files = _filed(session, case, leaving_out=ANEW)
    if case.kind is CaseKind.SHORTFALL:
        content["determined_by"] = writer.email
    draft = _draft(case.kind, case.organization_code, town, content, by=writer, now=now)
    draft.started_from = number
    return _untouched(session, draft) or _kept(session, draft, files)


def start_answer(
    session: Session, number: str, *, by: str, now: datetime, paper: FromPaper | None = None
) -> Draft:
    """Begin the answer to a returned case, with the version that was returned.

    There is one such draft: whoever comes later takes it up. An answer that came
    on `paper` has a draft of its own, an operator's.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` writes no drafts for its body.
        CannotMove: it is not returned.
    """
    case = find_any(session, number)
    writer, signer = _hands(session, case.kind, case.organization_code, paper, by=by, now=now)
    if case.state is not CaseState.RETURNED:
        message = f"{number} is {words(case.state)}: there are no questions to answer."
        raise CannotMove([refusal(message)])
    query = select(Draft).where(
        col(Draft.answers) == number,
        col(Draft.state) == DraftState.OPEN,
        col(Draft.paper_signer).is_not(None) if paper else col(Draft.paper_signer).is_(None),
    )
    if there := session.exec(query).first():
        return there
    content, files = _filed(session, case)
    draft = _draft(case.kind, case.organization_code, None, content, by=writer, now=now)
    draft.answers, draft.answers_version = number, case.version
    _mark(draft, paper, signer)
    return _kept(session, draft, files)


def last_filing(
    session: Session, kind: CaseKind, code: str, *, town: str | None = None
) -> str | None:
    """Give the number of a body's newest case of a kind: what `start_from_filing` may take."""
    query = select(Case.number).where(col(Case.kind) == kind, col(Case.organization_code) == code)
    if town:
        query = query.join(Determination, col(Determination.case_number) == col(Case.number)).where(
            col(Determination.town) == town
        )
    return session.exec(query.order_by(col(Case.filed_at).desc()).limit(1)).first()


def questions_on(session: Session, draft: Draft) -> list[Asking]:
    """Give the questions that a draft is to answer, each at its part of the draft."""
    if draft.answers is None:
        return []
    rows = session.exec(
        select(Question)
        .where(
            col(Question.case_number) == draft.answers,
            col(Question.version) == draft.answers_version,
        )
        .order_by(col(Question.id))
    )
    form = shape(FORMS[draft.kind])
    return [Asking(_by_id(one.field, form), one.text, one.step) for one in rows]


def _hands(
    session: Session, kind: CaseKind, at: str, paper: FromPaper | None, *, by: str, now: datetime
) -> tuple[Person, Person]:
    """Give who writes, and who signs: one of a paper may have been signed by another."""
    if paper is None:
        writer = writer_at(session, kind, at, by=by, now=now)
        return writer, writer
    today = new_york_date(now)
    typist, _ = require_office(session, by, Office.OPERATOR, DEPARTMENT, today)
    signer, _ = require_office(session, paper.signed_by, WRITERS[kind][0], at, today)
    if paper.came_on > today:
        message = "That day is still ahead: say on which day the paper was received."
        raise CannotMove([refusal(message, where="came_on")])
    return typist, signer


def _mark(draft: Draft, paper: FromPaper | None, signer: Person) -> None:
    if paper is not None:
        draft.paper_signer, draft.came_on = signer.id, paper.came_on


def _draft(
    kind: CaseKind, code: str, town: str | None, content: Content, *, by: Person, now: datetime
) -> Draft:
    return Draft(
        id=secrets.token_urlsafe(12),
        kind=kind,
        organization_code=code,
        town=town,
        content=content,
        started_by=by.id or 0,
        started_at=now,
        touched_by=by.id or 0,
        touched_at=now,
    )


def _untouched(session: Session, draft: Draft) -> Draft | None:
    """Find the same draft, begun by the same person and not written in yet."""
    origin = col(Draft.started_from)
    query = select(Draft).where(
        col(Draft.kind) == draft.kind,
        col(Draft.organization_code) == draft.organization_code,
        col(Draft.town).is_not_distinct_from(draft.town),
        col(Draft.state) == DraftState.OPEN,
        col(Draft.started_by) == draft.started_by,
        col(Draft.revision) == 0,
        col(Draft.answers).is_(None),
        origin.is_not_distinct_from(draft.started_from),
        col(Draft.paper_signer).is_not_distinct_from(draft.paper_signer),
        col(Draft.came_on).is_not_distinct_from(draft.came_on),
    )
    return session.exec(query.limit(1)).first()


def _kept(session: Session, draft: Draft, files: dict[str, tuple[str, str]] | None = None) -> Draft:
    session.add(draft)
    session.flush()
    session.add_all(
        DraftFile(
            draft_id=draft.id,
            item=item,
            sha256=sha256,
            filename=name,
            attached_by=draft.started_by,
            attached_at=draft.started_at,
        )
        for item, (sha256, name) in (files or {}).items()
    )
    if draft.paper_signer is not None:
        note_begun(session, draft)
    return draft


def _town(session: Session, case: Case) -> str | None:
    found = session.get(Determination, case.number)
    return found.town if found else None


def _filed(
    session: Session, case: Case, *, leaving_out: tuple[str, ...] = ()
) -> tuple[Content, dict[str, tuple[str, str]]]:
    """Give the newest version of a case as a draft's content, and its files by item."""
    if case.kind is CaseKind.SHORTFALL:
        text = session.get_one(Determination, case.number).content
    else:
        text = session.get_one(Submission, (case.number, case.version)).content
    form: dict[str, Any] = json.loads(text)
    documents: dict[str, str] = form.pop("documents", {})
    files: dict[str, tuple[str, str]] = {}
    kept = {name: value for name, value in form.items() if name not in leaving_out}
    content = _as_draft(kept, shape(FORMS[case.kind]), "", documents, files)
    return content, files


def _as_draft(
    form: dict[str, Any],
    known: Shape,
    within: str,
    documents: dict[str, str],
    files: dict[str, tuple[str, str]],
) -> Content:
    content: Content = {}
    for leaf, several in known.leaves.items():
        outer, _, name = leaf.rpartition(".")
        value = (form.get(outer) or {} if outer else form).get(name)
        if value:
            here = content.setdefault(outer, {}) if outer else content
            here[name] = [str(one) for one in value] if several else str(value)
    for name, inner in known.lists.items():
        for number, item in enumerate(form.get(name) or [], 1):
            key = _id(within, name, number)
            made = _as_draft(item, inner, key, documents, files)
            content.setdefault(name, []).append({"id": key, **made})
            if inner.takes_file:
                files[key] = documents[item["file"]], bare_name(item["file"])
    return content


def _id(within: str, name: str, number: int) -> str:
    """Give the id of an item that was filed: it follows from its place in that version."""
    return f"{within}{name[0]}{number}"


def _by_id(path: str, known: Shape) -> str:
    """Rewrite `evidence[0].period` as the draft made from that version has it."""
    found, within, form = list[str](), "", known
    for part in path.split("."):
        name, _, place = part.rstrip("]").partition("[")
        if name not in form.lists or not place:
            found.append(name)
            continue
        within = _id(within, name, int(place.partition("]")[0]) + 1)
        found.append(f"{name}[{within}]")
        form = form.lists[name]
    return ".".join(found)
