"""The worker's flow runs: one takes what comes meanwhile; Prefect's server is asked again soon."""

import itertools
import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from prefect.context import SyncClientContext
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED,
    temporary_settings,
)

from flows import rounds
from flows.rounds import while_it_comes
from flows.worker import ask_again_soon


def test_a_flow_run_takes_what_comes_while_it_works() -> None:
    """A hundred filings in a row are a few rounds, not a hundred; it ends when nothing came."""
    coming = [True, True, False, True]
    while_it_comes(lambda: coming.pop(0), linger=0.001)
    assert coming == [True]


def test_a_flow_run_that_is_not_to_linger_takes_once() -> None:
    """Whoever runs a round by hand gets that one round."""
    coming = [True, True]
    while_it_comes(lambda: coming.pop(0), linger=0)
    assert coming == [True]


def test_a_flow_run_ends_however_much_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No kind of case waits for good behind another: after a while a round takes nothing more."""
    monkeypatch.setattr(rounds, "LONGEST", 0.05)
    began = time.monotonic()
    while_it_comes(lambda: True, linger=0.001)
    assert time.monotonic() - began >= 0.05


def test_a_call_that_was_turned_away_is_made_again_at_once() -> None:
    """Prefect's server on SQLite turns away one of two calls that write at the same moment."""
    with _server(busy=2) as (url, asked), _client(url) as prefect:
        ask_again_soon(prefect)
        assert prefect.client.hello().status_code == 200
    waits = [later - before for before, later in itertools.pairwise(asked)]
    assert len(waits) == 2
    assert max(waits) < 1.5  # two seconds and more, if Prefect's client is left to itself


@contextmanager
def _client(url: str) -> Generator[SyncClientContext]:
    settings: dict[Any, Any] = {
        PREFECT_API_URL: url,
        PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED: False,
    }
    with temporary_settings(settings), SyncClientContext() as prefect:
        yield prefect


@contextmanager
def _server(*, busy: int) -> Generator[tuple[str, list[float]]]:
    """Serve an API that turns the first calls away; give its address and when it was asked."""
    asked: list[float] = []

    class Handler(BaseHTTPRequestHandler):
        """Answers a call, or turns it away."""

        def do_GET(self) -> None:
            asked.append(time.monotonic())
            said = json.dumps("hello").encode()
            self.send_response(503 if len(asked) <= busy else 200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as the library has it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api", asked
        server.shutdown()
        serving.join()
