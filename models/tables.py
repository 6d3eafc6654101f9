"""Every table there is, for what concerns all of them: migrations and backups."""

import importlib
import pkgutil

import sqlalchemy as sa
from sqlmodel import SQLModel

import models


def every_table() -> sa.MetaData:
    """Give the metadata with every table of this room in it."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    return SQLModel.metadata
