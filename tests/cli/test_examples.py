"""The sample data that ships: what `recourse demo` carries, and a newcomer starts from."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

import cli
from actions.lists import faults_in
from actions.policies import parsed
from actions.registry import import_lists
from actions.waivers import check_filing
from cli.attachments import read_filing
from cli.tables import read_tables
from database import transaction
from rules.policy import default_policy_text

EXAMPLES = Path(cli.__file__).parent / "examples"
NOW = datetime(2026, 9, 21, 14, tzinfo=UTC)


def test_sample_application_is_complete(sqlite_engine: sa.Engine) -> None:
    """Nothing refuses it, and the one warning is that the section was rewritten."""
    tables = read_tables(
        organizations=EXAMPLES / "registry.csv",
        schools=EXAMPLES / "schools.csv",
        offices=EXAMPLES / "offices.csv",
    )
    filing = read_filing(EXAMPLES / "waiver.yaml").filing
    with transaction(sqlite_engine) as session:
        tables.require_sound(lambda lists: faults_in(session, lists))
        import_lists(session, tables.lists, by="clerk", entered_by="clerk", now=NOW)
        found = check_filing(session, filing, parsed(default_policy_text()), now=NOW)
    assert found.refusals == []
    assert [warning.rule for warning in found.warnings] == [1]
