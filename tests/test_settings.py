"""The configuration: where it comes from, and which secrets are never made up."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import PORTAL, Settings

ELSEWHERE = "postgresql+psycopg://db.doe.example/recourse"
KEY = "a key for tests, of more than 32 signs"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET", "PORTAL_URL", "DATABASE_URL", "HOME"):
        monkeypatch.delenv(f"RECOURSE_{name}", raising=False)


def test_own_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    """Links of yesterday work today; nobody else on the machine can sign one."""
    settings = Settings(home=tmp_path / "new")
    key = settings.signing_key()
    assert key is not None
    assert len(key) >= 32
    assert Settings(home=tmp_path / "new").signing_key() == key
    (file,) = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Settings(home=tmp_path / "other").signing_key() != key


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    """A worker and a portal on a new home."""
    with ThreadPoolExecutor(8) as starting:
        keys = set(starting.map(Settings.signing_key, [Settings(home=tmp_path)] * 32))
    assert len(keys) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["signing.key"]


def test_elsewhere_no_key_and_no_portal_is_made_up(tmp_path: Path) -> None:
    """Several machines share one, so an operator says it; until then there are no links."""
    settings = Settings(home=tmp_path, database_url=ELSEWHERE)
    assert settings.signing_key() is None
    assert settings.portal is None
    assert list(tmp_path.iterdir()) == []
    told = Settings.model_validate(
        {"database_url": ELSEWHERE, "secret": KEY, "portal_url": "https://portal.doe.example/"}
    )
    assert told.signing_key() == KEY
    assert told.portal == "https://portal.doe.example"


def test_embedded_portal_is_on_this_machine(tmp_path: Path) -> None:
    """Unless somebody says otherwise."""
    assert Settings(home=tmp_path).portal == PORTAL
    assert Settings(home=tmp_path, portal_url="http://box:9000").portal == "http://box:9000"


def test_secret_that_could_be_guessed_is_refused_and_never_shown() -> None:
    """Not in an error, not in a log of the configuration."""
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"secret": "short"})
    assert "short" not in caught.value.errors(include_input=False)[0]["msg"]
    assert KEY not in repr(Settings.model_validate({"secret": KEY}))
