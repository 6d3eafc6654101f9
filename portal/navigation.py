"""The way around: which pages are offered from everywhere, and to whom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database import Session
from portal.matrix import MATRIX

if TYPE_CHECKING:
    from portal.visits import Visit


@dataclass(frozen=True, slots=True)
class Entry:
    """A page offered at the top of every page to whoever may see it."""

    path: str
    words: str


ENTRIES: tuple[Entry, ...] = (
    Entry("/desk", "My desk"),
    # districts
    Entry("/drafts", "Applications"),
    # chiefs
    Entry("/chief", "For chiefs"),
    # the commissioner's office
    Entry("/queue", "Queue"),
    Entry("/statistics", "Figures"),
    # the state police
    Entry("/state-police", "State police"),
    # operators
    Entry("/operators", "Operators"),
    # operators and counsel
    Entry("/publishing", "Publishing"),
    Entry("/register", "Register"),
    Entry("/how-it-works", "How it works"),
    Entry("/law", "The law"),
)
"""In the order shown. A path stands in the matrix; no path here names a case or body."""


def menu_of(visit: "Visit") -> tuple[Entry, ...]:
    """Give what this visitor may see, by the rules of the pages themselves."""
    with visit.reading() as session:
        return tuple(entry for entry in ENTRIES if _offered(session, visit, entry))


def _offered(session: Session, visit: "Visit", entry: Entry) -> bool:
    rule = MATRIX[f"GET {entry.path}"]
    if not rule.signed_in:
        return True
    if visit.person is None or (visit.session is not None and visit.session.passkey_owed):
        return False
    return rule.admits(visit.seeker(session))
