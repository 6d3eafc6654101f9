"""The mail server's URL."""

import pytest

from notifications.route import BadRoute, Route, Tls, parse_route


@pytest.mark.parametrize(
    ("url", "route"),
    [
        ("smtp://127.0.0.1:2525", Route("127.0.0.1", 2525)),
        ("smtp://mail.example", Route("mail.example", 25)),
        ("smtps://mail.example", Route("mail.example", 465, Tls.IMPLICIT)),
        (
            "smtp+starttls://clerk%40doe:p%2Fw%3A1@mail.example",
            Route("mail.example", 587, Tls.STARTTLS, "clerk@doe", "p/w:1"),
        ),
        ("smtp://[::1]:2525", Route("::1", 2525)),
        ("smtp://clerk:word@localhost:25", Route("localhost", 25, Tls.NONE, "clerk", "word")),
    ],
)
def test_route_is_read_from_its_url(url: str, route: Route) -> None:
    """Scheme, host, port and account, each as written."""
    assert parse_route(url) == route


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mail.example:25", "does not begin with one of smtp"),
        ("https://mail.example", "does not begin with one of smtp"),
        ("smtp://:25", "names no host"),
        ("smtp://mail.example:mail", "port cannot be read"),
        ("smtp://mail.example:99999", "port cannot be read"),
        ("smtp+starttls://clerk:p/word@mail.example", "cannot be used"),
        ("smtp://clerk:secret@mail.example", "in the clear"),
        ("", "does not begin"),
    ],
)
def test_route_that_cannot_be_used_is_refused_with_how_to_write_it(url: str, says: str) -> None:
    """One clear line, with the form it should have, and no password."""
    with pytest.raises(BadRoute, match=says) as refused:
        parse_route(url)
    assert "smtps://user:password@host:port" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_password_is_never_shown() -> None:
    """Neither in a log's repr nor where the server is named to a person."""
    route = parse_route("smtps://clerk:secret@mail.example")
    assert "secret" not in f"{route} {route!r}"
    assert str(route) == "smtps://mail.example:465"
