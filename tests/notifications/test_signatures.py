"""A receiver knows that a delivery is ours, unchanged, and fresh."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.signatures import WINDOW, is_signed, sign

NOW = 1_790_000_000


def test_signature_is_the_one_that_is_documented() -> None:
    """HMAC-SHA256 over time, point and body, as any language can compute it."""
    expected = hmac.new(b"whsec_x", f"{NOW}.".encode() + b'{"a":1}', hashlib.sha256).hexdigest()
    assert sign("whsec_x", b'{"a":1}', at=NOW) == f"t={NOW},v1={expected}"


@given(st.text(min_size=1), st.binary(), st.integers(-WINDOW, WINDOW))
def test_what_was_signed_is_taken_within_the_window(key: str, body: bytes, late: int) -> None:
    """Five minutes either way: clocks differ."""
    try:
        key.encode()
    except UnicodeEncodeError:
        return
    assert is_signed(key, body, sign(key, body, at=NOW), now=NOW + late)


@given(st.binary(), st.binary(), st.integers(0, 10**6))
def test_what_is_changed_or_old_is_not(body: bytes, other: bytes, late: int) -> None:
    """Another body, another secret, another time: refused."""
    signature = sign("secret", body, at=NOW)
    if other != body:
        assert not is_signed("secret", other, signature, now=NOW)
    assert not is_signed("another", body, signature, now=NOW)
    assert not is_signed("secret", body, signature, now=NOW + WINDOW + 1 + late)
    assert not is_signed("secret", body, signature.replace(f"t={NOW}", f"t={NOW + 1}"), now=NOW)


@pytest.mark.parametrize(
    "header", ["", "t=,v1=", "t=1", "v1=00", "t=1,v1=zz", f"t=٣,v1={64 * '0'}"]
)
def test_a_header_that_is_none_is_refused(header: str) -> None:
    """Whatever it holds instead."""
    assert not is_signed("secret", b"", header, now=1)
