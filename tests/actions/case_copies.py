"""Many cases quickly: rows like one that was filed, for lists of more than a page."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from database import transaction
from models.cases import Case
from tests.actions.makers import House


def copies_of(house: House, number: str, count: int, **other: Any) -> list[str]:
    """Put as many cases like this one on file, filed earlier, always three at one moment."""
    numbers = [f"W-2026-{5000 + n}" for n in range(count)]
    with transaction(house.engine) as session:
        like = session.get_one(Case, number)
        rows: list[dict[str, Any]] = [
            {
                **like.model_dump(),
                "number": one,
                "filed_at": like.filed_at - timedelta(hours=1 + n // 3),
                "open_filing": None,
                "ready_at": None,
                **other,
            }
            for n, one in enumerate(numbers)
        ]
        session.connection().execute(sa.insert(Case), rows)
    return numbers
