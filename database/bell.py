"""The bell: how a worker learns that there may be something to do."""

import threading
import time
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import event

CHANNEL = "recourse"
"""Where PostgreSQL rings; the triggers of migration 0002 name it too."""


class Bell:
    """Wakes a worker when there may be something to do.

    PostgreSQL rings on a connection of the bell's own, which is made again when
    it drops. SQLite cannot ring: there what this process commits does, and for
    what others do the bell lets `every` seconds pass. A ring is a hint, so the
    caller looks for work each time `wait` returns.
    """

    def __init__(self, engine: sa.Engine, every: float = 0.25) -> None:
        """Listen from now on; a server that is down is tried again at each wait."""
        self._engine = engine
        self._every = every
        self._rings = engine.dialect.name == "postgresql"
        self._line: Any = None
        self._rung = threading.Event()
        if not self._rings:
            event.listen(engine, "commit", self._ring)
        self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def wait(self, stop: threading.Event, timeout: float = 5.0) -> None:
        """Return once it rings, `stop` is set, or it is time to look (`timeout` at the latest).

        What was put off until an hour does not ring when the hour comes: hence
        a look every few seconds even where there is a bell.
        """
        if not self._rings:
            if not stop.is_set():
                self._rung.wait(min(self._every, timeout))
            self._rung.clear()
        elif self._line is None:
            # Rings may have been missed: once the line is back, the caller looks at once.
            if not self._listen():
                stop.wait(min(self._every, timeout))
        else:
            self._wait_for_ring(stop, time.monotonic() + timeout)

    def _ring(self, _: sa.Connection) -> None:
        self._rung.set()

    def close(self) -> None:
        """Give up the connection; ring no more."""
        if not self._rings and event.contains(self._engine, "commit", self._ring):
            event.remove(self._engine, "commit", self._ring)
        if self._line is not None:
            self._line.close()
            self._line = None

    def _listen(self) -> bool:
        if not self._rings:
            return False
        import psycopg  # noqa: PLC0415 - SQLite does without

        _, where = self._engine.dialect.create_connect_args(self._engine.url)
        try:
            self._line = psycopg.connect(**where, autocommit=True, keepalives_idle=30)
            self._line.execute(f"listen {CHANNEL}")
        except psycopg.OperationalError:
            self.close()
        return self._line is not None

    def _wait_for_ring(self, stop: threading.Event, until: float) -> None:
        try:
            while not stop.is_set() and (left := until - time.monotonic()) > 0:
                if list(self._line.notifies(timeout=min(self._every, left), stop_after=1)):
                    return
        except self._engine.dialect.loaded_dbapi.OperationalError:
            self.close()
