"""What keeps a program's request from being carried out, each named for the condition."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from models.clients import Scope
from models.people import Holding
from portal.access import Rule


class KeyNeeded(Exception):
    """The request carries no key."""


class KeyMissing(Exception):
    """The request is an act and carries no idempotency key."""


class LengthNeeded(Exception):
    """The request does not say how long it is."""


class WrongMediaType(Exception):
    """What was sent is of another kind than the route takes."""

    def __init__(self, wanted: str) -> None:
        """Keep what is wanted."""
        super().__init__(wanted)
        self.wanted = wanted


class ScopeNotAdmitted(Exception):
    """The key has none of the scopes that would open this."""

    def __init__(self, wanted: Iterable[Scope], has: Sequence[str]) -> None:
        """Keep both, for words."""
        super().__init__("scope missing")
        self.wanted = sorted(one.value for one in wanted)
        self.has = sorted(has)


class NotForThisKey(Exception):
    """The rule does not admit the person, within the offices that the key names."""

    def __init__(self, rule: Rule, held: Sequence[Holding]) -> None:
        """Keep both, for words."""
        super().__init__(rule.words)
        self.rule = rule
        self.held = [f"{one.office.value}@{one.at}" for one in held]


class NotAsDescribed(Exception):
    """What was sent is no JSON, or not as the API's document has it."""

    def __init__(self, error: ValidationError) -> None:
        """Keep what is wrong where."""
        super().__init__("not as described")
        self.errors: list[Any] = list(error.errors(include_url=False, include_input=False))


class Replayed(Exception):
    """The request was carried out before; this is the answer it had."""

    def __init__(self, status: int, text: str) -> None:
        """Keep the answer."""
        super().__init__("carried out before")
        self.status, self.text = status, text
