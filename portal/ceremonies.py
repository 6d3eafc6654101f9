"""What passkeys are asked to sign, and whether they did (WebAuthn).

Imported by the pages when somebody uses a passkey: the library takes a quarter
of a second that the first page does not wait for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from models.sessions import Passkey
from rules.findings import NotYourOffice


class PasskeyNotShown(NotYourOffice):
    """What the browser sent is not signed by a passkey of this person's."""

    def __init__(self) -> None:
        """Say so, and no more."""
        super().__init__([refusal("No passkey of yours was shown. Try again.")])


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey is for: this portal, by its name and origin."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is handed, and the challenge in it."""

    options: str
    challenge: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, as it is put on record."""

    credential_id: str
    public_key: str
    sign_count: int


def ask_to_show(site: Site, known: Sequence[Passkey]) -> Asked:
    """Say what one of these passkeys has to sign."""
    options = generate_authentication_options(
        rp_id=site.name,
        allow_credentials=[_descriptor(one) for one in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def check_shown(
    site: Site, sent: str, challenge: str | None, known: Sequence[Passkey]
) -> tuple[Passkey, int]:
    """Give the passkey that signed, and its new count.

    Raises:
        PasskeyNotShown: none of these did.
    """
    credential = _credential(sent)
    passkey = next((one for one in known if one.credential_id == credential.get("id")), None)
    if passkey is None or challenge is None:
        raise PasskeyNotShown
    try:
        checked = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except WebAuthnException:
        raise PasskeyNotShown from None
    return passkey, checked.new_sign_count


def ask_to_add(site: Site, email: str, person_id: int, known: Sequence[Passkey]) -> Asked:
    """Say what a new passkey has to sign."""
    options = generate_registration_options(
        rp_id=site.name,
        rp_name="Recourse",
        user_name=email,
        user_id=str(person_id).encode(),
        exclude_credentials=[_descriptor(one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def check_added(site: Site, sent: str, challenge: str | None) -> Made:
    """Give the passkey that a browser made.

    Raises:
        PasskeyNotShown: it did not sign what it was asked to.
    """
    credential = _credential(sent)
    if challenge is None:
        raise PasskeyNotShown
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except WebAuthnException:
        raise PasskeyNotShown from None
    return Made(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
    )


def _credential(sent: str) -> dict[str, Any]:
    try:
        found: Any = json.loads(sent)
    except (ValueError, RecursionError):
        raise PasskeyNotShown from None
    if not isinstance(found, dict):
        raise PasskeyNotShown
    return {str(name): value for name, value in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))
