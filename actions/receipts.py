"""The receipt of a filing: what was received, its hashes, and who was told of it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from actions.mailing import title_of
from actions.versions import version_of
from models.cases import CaseWarning
from models.documents import Document
from models.messages import Message, MessageState
from models.people import Office, Person
from models.registry import Organization
from models.submissions import Submission
from notifications.compose import Template

OF_A_FILING = (Template.WAIVER_RECEIVED.value, Template.WAIVER_NOTICE.value)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was received."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Told:
    """A mail about the filing."""

    title: str
    place: str
    email: str
    template: Template
    state: MessageState


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received, as it was received."""

    number: str
    version: int
    received_at: datetime
    signed_by: str
    sha256: str
    files: tuple[Kept, ...]
    told: tuple[Told, ...]
    warnings: tuple[CaseWarning, ...]
    entered_by: str

    @property
    def on_paper(self) -> bool:
        """Whether somebody of the office entered it for whoever signed."""
        return self.entered_by != self.signed_by and "@" in self.entered_by


def receipt_of(session: Session, number: str, version: int) -> Receipt:
    """Give the receipt of one version of an application.

    Raises:
        NoSuchVersion: the case has none of this number.
    """
    filed = version_of(session, number, version)
    return Receipt(
        number,
        version,
        filed.received_at,
        session.get_one(Person, filed.signed_by).email,
        filed.sha256,
        _files(session, filed),
        _told(session, filed),
        _warnings(session, filed),
        filed.entered_by,
    )


def _files(session: Session, filed: Submission) -> tuple[Kept, ...]:
    documents: dict[str, str] = json.loads(filed.content)["documents"]
    return tuple(
        Kept(name, sha256, session.get_one(Document, sha256).size)
        for name, sha256 in documents.items()
    )


def _told(session: Session, filed: Submission) -> tuple[Told, ...]:
    rows = session.exec(
        select(Message)
        .where(
            col(Message.case_number) == filed.case_number,
            col(Message.template).in_(OF_A_FILING),
            col(Message.queued_at) == filed.received_at,
        )
        .order_by(col(Message.id))
    )
    return tuple(_by_title(session, one) for one in rows)


def _by_title(session: Session, message: Message) -> Told:
    office, _, at = message.to_office.partition("@")
    body = session.get(Organization, at)
    title = title_of(session, message.to_email, Office(office), at)
    return Told(
        title, body.name if body else at, message.to_email, Template(message.template),
        message.state,
    )  # fmt: skip


def _warnings(session: Session, filed: Submission) -> tuple[CaseWarning, ...]:
    rows = session.exec(
        select(CaseWarning)
        .where(
            col(CaseWarning.case_number) == filed.case_number,
            col(CaseWarning.version) == filed.version,
        )
        .order_by(col(CaseWarning.id))
    )
    return tuple(rows)
