"""Write a step from what the models say; for those who change the models."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.operations import ops
from alembic.script import Script

import migrations

FIRST = migrations.FOLDER / "versions" / "0001_the_record.py"

WAYS = """
A changed CHECK (a new value of an enum, say) is not seen: write that by hand.
tests/test_migrations.py compares real schemas, CHECKs too, and tells.
"""


def write_next(message: str) -> Path:
    """Write the step from the newest migration to the models; give its file."""
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/newest.sqlite"
        migrations.upgrade(url)
        last = max(path.name[:4] for path in FIRST.parent.glob("[0-9]*.py"))
        return _tidy(_write(migrations.configuration(url), message, f"{int(last) + 1:04}"))


def rewrite_first() -> Path:
    """Write step 0001, every table, anew. Only while no step has run anywhere that counts."""
    with tempfile.TemporaryDirectory() as scratch:
        config = migrations.configuration(f"sqlite:///{scratch}/empty.sqlite")
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", scratch)
        config.attributes["render_as_batch"] = False
        return _tidy(Path(shutil.move(_write(config, "The record", "0001"), FIRST)))


def _write(config: Config, message: str, revision: str) -> Path:
    script = command.revision(
        config,
        message,
        autogenerate=True,
        rev_id=revision,
        process_revision_directives=_without_lost_indexes,
    )
    if not isinstance(script, Script):
        raise TypeError("one step was asked for")
    return Path(script.path)


def _tidy(path: Path) -> Path:
    for act in ("check --fix-only --quiet", "format --quiet"):
        subprocess.run([sys.executable, "-m", "ruff", *act.split(), path], check=True)
    return path


def _without_lost_indexes(_context: object, _revision: object, directives: list[Any]) -> None:
    # A table that is dropped takes its indexes along: dropping them first is noise.
    for downgrade in (step.downgrade_ops for step in directives):
        gone = {op.table_name for op in downgrade.ops if isinstance(op, ops.DropTableOp)}
        downgrade.ops = [
            op
            for op in downgrade.ops
            if not (isinstance(op, ops.ModifyTableOps | ops.DropIndexOp) and op.table_name in gone)
        ]


def main() -> None:
    """Read the command line and write the step."""
    parser = argparse.ArgumentParser("python -m migrations", description=__doc__, epilog=WAYS)
    parser.add_argument("message", nargs="?", help="what the step does, in a few words")
    parser.add_argument(
        "--rewrite-first", action="store_true", help="write 0001 anew, while nothing has shipped"
    )
    asked = parser.parse_args()
    if not (asked.message or asked.rewrite_first):
        parser.error("say what the step does")
    print(rewrite_first() if asked.rewrite_first else write_next(asked.message))  # noqa: T201 - for the one who asked


if __name__ == "__main__":
    main()
