"""Sign what is posted to a webhook, and check a signature as a receiver does.

The header is `Recourse-Signature: t=1790000000,v1=…`: when it was signed, and
the HMAC-SHA256, under the webhook's secret, of that time, a point, and the body.
"""

import hashlib
import hmac
import re

HEADER = "Recourse-Signature"

WINDOW = 300
"""Seconds within which a receiver takes a delivery: an old one may be a replay."""

_SIGNED = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def sign(secret: str, body: bytes, *, at: int) -> str:
    """Give the header's value for a body that leaves now (`at`, seconds since 1970)."""
    return f"t={at},v1={_digest(secret, body, at)}"


def is_signed(secret: str, body: bytes, signature: str, *, now: int, window: int = WINDOW) -> bool:
    """Tell whether a body came from us, unchanged, within the window."""
    found = _SIGNED.fullmatch(signature)
    if found is None:
        return False
    at = int(found.group(1))
    fresh = abs(now - at) <= window
    return hmac.compare_digest(_digest(secret, body, at), found.group(2)) and fresh


def _digest(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
