"""Passkeys: shown after the link or the provider, by those who registered one."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from actions.cases import refusal
from actions.passkeys import (
    add_passkey,
    ask_for_passkey,
    passkey_shown,
    passkeys_of,
    remove_passkey,
    take_challenge,
)
from actions.sessions import renew
from models.sessions import Passkey
from portal.arriving import Caller
from portal.cookies import give_session, new_token
from portal.entering import inside
from portal.limiting import Limit
from portal.visits import Visit
from rules.findings import NotYourOffice

pages = APIRouter()


class PasskeyNotShown(NotYourOffice):
    """What the browser sent is not signed by a passkey of this person's."""


@pages.get("/sign-in/passkey")
def show(visit: Caller) -> Response:
    """Ask for the passkey."""
    onward = inside(visit.request.query_params.get("next"))
    if visit.session is None or not visit.session.passkey_owed:
        return RedirectResponse(onward, status_code=303)
    return visit.page("sign-in/passkey.html", onward=onward)


@pages.post("/sign-in/passkey/options")
def show_options(visit: Caller) -> Response:
    """Say what the passkey has to sign."""
    with visit.acting() as session:
        known = passkeys_of(session, visit.who)
        options = generate_authentication_options(
            rp_id=visit.asked_of,
            allow_credentials=[_descriptor(one) for one in known],
            user_verification=UserVerificationRequirement.PREFERRED,
        )
        _ask(visit, session, options.challenge)
    return _json(options)


@pages.post("/sign-in/passkey")
def shown(visit: Caller) -> Response:
    """Check what was signed, and open the session under a new token."""
    visit.limit(Limit.PASSKEY)
    credential = _credential(visit)
    challenge = _challenge(visit)
    token = new_token()
    with visit.acting() as session:
        passkey = _named(passkeys_of(session, visit.who), credential)
        try:
            checked = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=visit.asked_of,
                expected_origin=visit.origin,
                credential_public_key=base64url_to_bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
            )
        except WebAuthnException as trouble:
            raise _not_shown() from trouble
        its = visit.session
        if its is not None:
            passkey_shown(session, its, passkey, sign_count=checked.new_sign_count, now=visit.clock)
            renew(session, its, token)
    answer = JSONResponse({"onward": inside(visit.value("next"))})
    give_session(visit, answer, token)
    return answer


@pages.post("/account/passkeys/options")
def add_options(visit: Caller) -> Response:
    """Say what a new passkey has to sign."""
    with visit.acting() as session:
        known = passkeys_of(session, visit.who)
        options = generate_registration_options(
            rp_id=visit.asked_of,
            rp_name="Recourse",
            user_name=visit.by,
            user_id=str(visit.who.id).encode(),
            exclude_credentials=[_descriptor(one) for one in known],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
        )
        _ask(visit, session, options.challenge)
    return _json(options)


@pages.post("/account/passkeys")
def add(visit: Caller) -> Response:
    """Register a passkey."""
    credential = _credential(visit)
    challenge = _challenge(visit)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=visit.asked_of,
            expected_origin=visit.origin,
        )
    except WebAuthnException as trouble:
        raise _not_shown() from trouble
    with visit.acting() as session:
        add_passkey(
            session,
            visit.who,
            credential_id=bytes_to_base64url(made.credential_id),
            public_key=bytes_to_base64url(made.credential_public_key),
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


def _ask(visit: Visit, session: Any, challenge: bytes) -> None:
    if visit.session is not None:
        ask_for_passkey(session, visit.session, bytes_to_base64url(challenge))


def _challenge(visit: Visit) -> bytes:
    """Take what was to be signed; it is used up even if what follows fails."""
    with visit.acting() as session:
        challenge = take_challenge(session, visit.session) if visit.session else None
    if challenge is None:
        raise _not_shown()
    return base64url_to_bytes(challenge)


def _credential(visit: Visit) -> dict[str, Any]:
    try:
        found: Any = json.loads(visit.value("credential"))
    except ValueError:
        raise _not_shown() from None
    if not isinstance(found, dict):
        raise _not_shown()
    return {str(name): value for name, value in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _named(passkeys: list[Passkey], credential: dict[str, Any]) -> Passkey:
    for passkey in passkeys:
        if passkey.credential_id == credential.get("id"):
            return passkey
    raise _not_shown()


def _not_shown() -> PasskeyNotShown:
    return PasskeyNotShown([refusal("No passkey of yours was shown. Try again.")])


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))


def _json(options: Any) -> Response:
    return Response(options_to_json(options), media_type="application/json")
