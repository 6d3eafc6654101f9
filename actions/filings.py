"""Freeze what was filed: one version, its parts, its hash."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel import Session, SQLModel, col, select

from actions.record import canonical, sha256
from actions.situations import wording
from documents import Examined
from models.cases import Case
from models.documents import Document
from models.forms import Form, ItemForm, WaiverForm
from models.people import Person
from models.submissions import (
    Alternative,
    Consultation,
    Evidence,
    Reason,
    Submission,
    SupportingData,
)

FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True, slots=True)
class Filing(Generic[FormT]):
    """A form and the files that came with it, each by the form's name for it."""

    form: FormT
    files: Mapping[str, Examined]
    tables: Mapping[str, Iterable[str]] = field(default_factory=dict[str, Iterable[str]])
    """The lines of the files that are tables (CSV)."""

    def content(self) -> str:
        """Write the whole filing as the text that is hashed and frozen."""
        documents = {name: examined.sha256 for name, examined in self.files.items()}
        return canonical({**self.form.model_dump(mode="json"), "documents": documents})


def freeze(
    session: Session,
    case: Case,
    filing: Filing[WaiverForm],
    *,
    by: Person,
    entered_by: str,
    now: datetime,
) -> Submission:
    """Write one version of an application; triggers refuse any later change.

    Registers its documents, whose bytes must be in the store already.
    """
    form, content = filing.form, filing.content()
    submission = Submission(
        case_number=case.number,
        version=case.version,
        content=content,
        sha256=sha256(content),
        scope=form.scope,
        signed_by=by.id or 0,
        statement=form.signed_by.statement if form.signed_by else "",
        received_at=now,
        entered_by=entered_by,
    )
    session.add(submission)
    register(session, filing.files.values(), now=now)
    session.flush()
    session.add_all(_parts(case, filing))
    return submission


def register(session: Session, files: Any, *, now: datetime) -> None:
    """Put documents on record that are not there yet; their bytes are in the store."""
    by_hash: dict[str, Examined] = {examined.sha256: examined for examined in files}
    known = set(
        session.exec(select(Document.sha256).where(col(Document.sha256).in_(by_hash))).all()
    )
    session.add_all(
        Document(sha256=key, size=one.size, media_type=one.media_type, stored_at=now)
        for key, one in by_hash.items()
        if key not in known
    )


def _parts(case: Case, filing: Filing[WaiverForm]) -> list[SQLModel]:
    form = filing.form
    at: dict[str, Any] = {"case_number": case.number, "version": case.version}
    parts: list[SQLModel] = [
        Reason(position=n, text=reason.text, text_sha256=sha256(wording(reason.text)), **at)
        for n, reason in enumerate(form.reasons, 1)
    ]
    parts += [
        Evidence(id=f"E{n}", **item_facts(filing, item), **at)
        for n, item in enumerate(form.evidence, 1)
    ]
    for n, alternative in enumerate(form.alternatives, 1):
        parts.append(
            Alternative(
                id=f"A{n}",
                kind=alternative.kind,
                description=alternative.description,
                in_use_since=alternative.in_use_since,
                **at,
            )
        )
        parts += [
            SupportingData(id=f"A{n}.{m}", alternative_id=f"A{n}", **item_facts(filing, item), **at)
            for m, item in enumerate(alternative.supporting_data, 1)
        ]
    parts += [
        Consultation(
            position=n,
            dates=",".join(day.isoformat() for day in consultation.dates),
            **consultation.model_dump(exclude={"dates"}),
            **at,
        )
        for n, consultation in enumerate(form.chief_consultations, 1)
    ]
    return parts


def item_facts(filing: Filing[Any], item: ItemForm) -> dict[str, Any]:
    """Give what a row keeps of a filed item: its words, and its file's name and hash."""
    return {
        "title": item.title,
        "source": item.source,
        "period": item.period,
        "filename": item.file.rsplit("/", 1)[-1],
        "sha256": filing.files[item.file].sha256,
    }
