"""The words the steps are written in. Frozen: what a step means may not change later."""

import sqlalchemy as sa


def one_of(name: str, *values: str) -> sa.Enum:
    """Give a text column that admits only `values`, kept by a CHECK named for the column."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
