"""Sign-in links: made and mailed out of the way of the answer, opened once."""

import secrets
from dataclasses import dataclass

import structlog
from itsdangerous import BadSignature, URLSafeTimedSerializer

from actions.cases import refusal
from actions.signing_in import GOOD_FOR, LinkNoLongerGood, make_link
from database import transaction
from notifications.route import parse_route
from notifications.send import Result
from notifications.sign_in import SignInMail, send_sign_in_mail, was_taken
from portal.surroundings import Surroundings

log = structlog.get_logger("recourse.portal")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link holds: its nonce, and where to go on."""

    nonce: str
    onward: str


def ask_for_link(portal: Surroundings, email: str, *, origin: str, onward: str) -> None:
    """See to a link in the background: the answer says and takes the same for any address."""
    portal.background.submit(_make_and_send, portal, email, origin, onward)


def _make_and_send(portal: Surroundings, email: str, origin: str, onward: str) -> None:
    try:
        link = new_link(portal, email, origin=origin, onward=onward)
        if link is not None:
            result = _send(portal, email, link)
            if not was_taken(result):
                log.warning("sign_in_mail_not_sent", result=str(result))
    except Exception:
        log.exception("sign_in_mail_failed")


def new_link(portal: Surroundings, email: str, *, origin: str, onward: str = "") -> str | None:
    """Make a link for whoever has this address; None where it is not to be sent."""
    nonce = secrets.token_urlsafe(24)
    with transaction(portal.engine) as session:
        if make_link(session, email, nonce=nonce, now=portal.clock()) is None:
            return None
    return f"{origin}/sign-in/link?token={_signer(portal).dumps([nonce, onward])}"


def _send(portal: Surroundings, email: str, link: str) -> Result:
    now = portal.clock()
    mail = SignInMail(email.casefold(), link, now + GOOD_FOR)
    route = parse_route(portal.settings.smtp_url or "")
    return send_sign_in_mail(mail, route, sender=portal.settings.mail_from, now=now)


def open_link(portal: Surroundings, token: str) -> Opened:
    """Read what a link holds. It uses nothing up.

    Raises:
        LinkNoLongerGood: it is not one of ours, or too old.
    """
    try:
        nonce, onward = _signer(portal).loads(token, max_age=int(GOOD_FOR.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        raise LinkNoLongerGood(
            [refusal("This link is more than 15 minutes old, or was not copied whole.")]
        ) from None
    return Opened(str(nonce), str(onward))


def _signer(portal: Surroundings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(portal.key("sign-in"))
