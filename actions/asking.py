"""Ask the record once: a session that only reads sees one moment, so an answer stays good."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlmodel import Session

Answer = TypeVar("Answer")

_ASKED = "asked"


def once(session: Session, what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Give what `ask` finds; in a session that only reads, what it found the first time.

    A page asks many rules who holds which office, and each of them looks it up.
    """
    if not session.get_bind().get_execution_options().get("reading"):
        return ask()
    asked: dict[Hashable, Any] = session.info.setdefault(_ASKED, {})
    if what not in asked:
        asked[what] = ask()
    return asked[what]
