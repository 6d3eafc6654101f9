"""Importing much at once."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


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
