"""The versions of a case, and what changed from one to another."""

from collections.abc import Sequence

from sqlmodel import Session

from actions.cases import refusal
from actions.remembering import rows_read
from models.cases import Case
from models.people import Person
from models.submissions import Submission
from rules.changes import Change, compare
from rules.findings import Refused, SomeoneElseActed


class NoSuchVersion(Refused):
    """The case has no version of this number."""

    exit_code = 2


class NewVersionFiled(SomeoneElseActed):
    """The applicant filed a new version since this one was read."""


def require_current(session: Session, case: Case, read: int | None) -> None:
    """Check that the version somebody read is still the one before the office.

    Where `read` is None nobody said which: what is before the office is meant.

    Raises:
        NewVersionFiled: says who filed another, and when.
    """
    if read in (None, case.version):
        return
    submission = session.get_one(Submission, (case.number, case.version))
    signer = session.get_one(Person, submission.signed_by)
    message = (
        f"{signer.email} filed version {case.version} of {case.number} at "
        f"{submission.received_at:%Y-%m-%d %H:%M} UTC; you had read version {read}. "
        "Nothing was changed. Read what is new, then act on it."
    )
    raise NewVersionFiled([refusal(message)])


def versions_of(session: Session, number: str) -> Sequence[Submission]:
    """Give every version of an application, the first one first."""
    return rows_read(session, Submission, "case_number", number)


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
