"""How a step writes down the models' types."""

from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from models.columns import UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def render(kind: str, item: object, context: "AutogenContext") -> str | Literal[False]:
    """Write a type in words that stay: a step may not name what can change after it."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if isinstance(item, sa.Enum):
        context.imports.add("from migrations.columns import one_of")
        return f"one_of({', '.join(repr(word) for word in (item.name, *item.enums))})"
    return False
