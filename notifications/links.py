"""Links that a mail carries: signed, for one message and its reader, until a day.

A link stands in a mail that others may read and that scanners follow, so it
can do one thing only: show what is acknowledged, and, by a button on that
page, acknowledge it. `docs/decisions/` says what was weighed.
"""

from dataclasses import dataclass
from datetime import date

from itsdangerous import BadSignature, URLSafeSerializer

from notifications.compose import Template

ACKNOWLEDGED = frozenset(
    {
        Template.WAIVER_NOTICE,
        Template.SHORTFALL_RECEIVED,
        Template.SHORTFALL_NOTICE,
        Template.CONSULTATION_ASKED,
        Template.ASSIGNMENT_ASKED,
        Template.OFFICER_ASSIGNED,
        Template.FILING_ASKED,
    }
)
"""The letters to chiefs, superintendents and the state police that carry such a link."""

PATH = "acknowledge"
"""Where the portal has the page."""

_SALT = "recourse.acknowledgement.1"
LONGEST = 1000
"""Characters of a token; no longer one was ever ours."""


class BadLink(ValueError):
    """The token was not signed by us, or holds something else."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a token names."""

    message: int
    email: str
    until: date
    """Its last day, New York."""


def acknowledgement_url(portal: str, key: str, link: Link) -> str:
    """Give the address of the page on which the reader may acknowledge a message."""
    return f"{portal}/{PATH}/{sign(key, link)}"


def sign(key: str, link: Link) -> str:
    """Give the token of a link."""
    named = [link.message, link.email, link.until.isoformat()]
    return _signer(key).dumps(named)


def open_link(key: str, token: str) -> Link:
    """Read a token that we signed; whether it still holds is for the caller to say.

    Raises:
        BadLink: we did not sign it.
    """
    if len(token) > LONGEST:
        raise BadLink("longer than any of ours")
    try:
        message, email, until = _signer(key).loads(token)
        return Link(int(message), str(email), date.fromisoformat(until))
    except (BadSignature, ValueError, TypeError) as trouble:
        raise BadLink(type(trouble).__name__) from None


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=_SALT)
