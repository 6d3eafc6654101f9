"""Where the sample input stands: a folder beside the project, or `RECOURSE_SHARED`."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
"""The top of the project."""

SHARED = Path(os.environ.get("RECOURSE_SHARED", PROJECT.parent / "shared"))
"""The sample cases, `cases/`, and the real lists, `data/`, that tests read and never change."""

CASES = SHARED / "cases"
"""Sample filings, each with what it must lead to in its first line."""

DATA = SHARED / "data"
"""Real lists of districts and towns."""
