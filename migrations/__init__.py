"""HOW THE RECORD GROWS: the schema's steps, each written once and then left alone.

There is no `alembic.ini`: the configuration is `configuration()`. Development
commands are in `python -m migrations --help`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


def configuration(url: str) -> "Config":
    """Give Alembic's configuration for the database at `url`."""
    from alembic.config import Config  # noqa: PLC0415 - few commands migrate

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, to: str = "head") -> None:
    """Bring the database at `url` to the newest schema, or to revision `to`.

    All of the steps are one transaction: they hold together or not at all. A
    second process that migrates at the same time waits, then finds it done.
    """
    from alembic import command  # noqa: PLC0415 - as above

    command.upgrade(configuration(url), to)


def downgrade(url: str, to: str = "base") -> None:
    """Take the database at `url` back to revision `to`; `base` removes every table."""
    from alembic import command  # noqa: PLC0415 - as above

    command.downgrade(configuration(url), to)
