"""Which addresses mail can be sent to, wherever one is put into a header or a command."""

import re

_PLAIN = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+(?<!\.)", re.ASCII)


class NotAnAddress(ValueError):
    """No mail can be sent to this: it is not a plain ASCII `name@domain`."""


def require_address(address: str) -> str:
    """Check an address and give it back.

    Stricter than RFC 5322 on purpose: what passes holds no space, bracket,
    comma, quotation mark or line break, so nothing can read it as two.

    Raises:
        NotAnAddress: with the address in the words.
    """
    if not _PLAIN.fullmatch(address):
        raise NotAnAddress(f"not an address mail can be sent to: {address!r}")
    return address
