"""Python's collector of garbage, which costs more than it finds in what we run."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

COLLECTED = 10_000
"""Objects made before Python looks for rings among them: at its own 700 it does so in each page,
for a sixth of the page's time."""


def collect_seldom() -> None:
    """Have a process that runs for long look for garbage less often, not in what it imported."""
    gc.set_threshold(COLLECTED)
    gc.freeze()


@contextmanager
def uncollected() -> Generator[None]:
    """Keep the collector of garbage from looking through what is being imported.

    A sixth of an import's time went into that, in vain: modules stay. Nor are
    they looked through later, which makes every later look shorter.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
