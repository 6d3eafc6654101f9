"""Passkeys: shown after the link or the provider, by those who registered one."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response

from actions.passkeys import (
    add_passkey,
    ask_for_passkey,
    passkey_shown,
    passkeys_of,
    remove_passkey,
    take_challenge,
)
from actions.sessions import renew
from models.sessions import PortalSession
from portal.arriving import Caller
from portal.cookies import give_session, new_token
from portal.entering import inside
from portal.limiting import Limit
from portal.visits import SignInNeeded, Visit

pages = APIRouter()


@pages.get("/sign-in/passkey")
def show(visit: Caller) -> Response:
    """Ask for the passkey."""
    onward = inside(visit.request.query_params.get("next"))
    if not _its(visit).passkey_owed:
        return RedirectResponse(onward, status_code=303)
    return visit.page("sign-in/passkey.html", onward=onward)


@pages.post("/sign-in/passkey/options")
def show_options(visit: Caller) -> Response:
    """Say what the passkey has to sign."""
    from portal.ceremonies import Site, ask_to_show

    with visit.acting() as session:
        known = passkeys_of(session, visit.who)
        asked = ask_to_show(Site(visit.asked_of, visit.origin), known)
        ask_for_passkey(session, _its(visit), asked.challenge)
    return Response(asked.options, media_type="application/json")


@pages.post("/sign-in/passkey")
def shown(visit: Caller) -> Response:
    """Check what was signed, and open the session under a new token."""
    from portal.ceremonies import Site, check_shown

    visit.limit(Limit.PASSKEY)
    challenge = _challenge(visit)
    token = new_token()
    with visit.acting() as session:
        passkey, count = check_shown(
            Site(visit.asked_of, visit.origin),
            visit.value("credential"),
            challenge,
            passkeys_of(session, visit.who),
        )
        passkey_shown(session, _its(visit), passkey, sign_count=count, now=visit.clock)
        renew(session, _its(visit), token)
    answer = JSONResponse({"onward": inside(visit.value("next"))})
    give_session(visit, answer, token)
    return answer


@pages.post("/account/passkeys/options")
def add_options(visit: Caller) -> Response:
    """Say what a new passkey has to sign."""
    from portal.ceremonies import Site, ask_to_add

    with visit.acting() as session:
        known = passkeys_of(session, visit.who)
        site = Site(visit.asked_of, visit.origin)
        asked = ask_to_add(site, visit.by, visit.who.id or 0, known)
        ask_for_passkey(session, _its(visit), asked.challenge)
    return Response(asked.options, media_type="application/json")


@pages.post("/account/passkeys")
def add(visit: Caller) -> Response:
    """Register a passkey."""
    from portal.ceremonies import Site, check_added

    site = Site(visit.asked_of, visit.origin)
    made = check_added(site, visit.value("credential"), _challenge(visit))
    with visit.acting() as session:
        add_passkey(
            session,
            visit.who,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=visit.value("name").strip(),
            now=visit.clock,
        )
    return JSONResponse({"onward": "/account"})


@pages.post("/account/passkeys/remove")
def remove(visit: Caller) -> Response:
    """Forget a passkey."""
    with visit.acting() as session:
        gone = remove_passkey(session, visit.who, visit.value("id"))
        said = "The passkey is removed." if gone else "There is no such passkey of yours."
        return visit.to("/account", said=said)


def _its(visit: Visit) -> PortalSession:
    if visit.session is None:
        raise SignInNeeded(visit)
    return visit.session


def _challenge(visit: Visit) -> str | None:
    """Take what was to be signed; it is used up even if what follows fails."""
    with visit.acting() as session:
        return take_challenge(session, _its(visit))
