"""The versions of a case, and what changed from one to another."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from actions.cases import refusal
from models.submissions import Submission
from rules.changes import Change, compare
from rules.findings import Refused


class NoSuchVersion(Refused):
    """The case has no version of this number."""

    exit_code = 2


def versions_of(session: Session, number: str) -> Sequence[Submission]:
    """Give every version of an application, the first one first."""
    query = select(Submission).where(col(Submission.case_number) == number)
    return session.exec(query.order_by(col(Submission.version))).all()


def compare_versions(session: Session, number: str, before: int, after: int) -> list[Change]:
    """Give the fields that differ between two versions, with what each said.

    Raises:
        NoSuchVersion: the case has not both.
    """
    old, new = (version_of(session, number, one) for one in (before, after))
    return compare(old.content, new.content)


def version_of(session: Session, number: str, version: int) -> Submission:
    """Give one version of an application.

    Raises:
        NoSuchVersion: the case has none of this number.
    """
    found = session.get(Submission, (number, version))
    if found is None:
        raise NoSuchVersion([refusal(f"{number} has no version {version}.", where="version")])
    return found
