"""Commands that keep what is on record: verify, export, backup, restore."""

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

from actions.backups import dump, load
from actions.dossier import dossier
from actions.verification import broken_links
from cli.door import documents_folder, open_door
from cli.output import document, note, say
from database import HEAD, connect, reading, transaction
from documents import DocumentStore
from settings import Settings

FORMAT = "recourse-backup/1"
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*[\w-]")


class BadBackup(Exception):
    """The folder is not a backup that can be used; the message says why."""


def verify(number: str | None, *, as_json: bool) -> int:
    """Check the chain and the documents; print the first broken link."""
    door = open_door()
    with reading(door.engine) as session:
        if number:
            dossier(session, number)
        first = next(broken_links(session, door.store.verify, number=number), None)
    if as_json:
        document({"intact": first is None, "broken": first})
    elif first:
        note(f"Broken: {first}")
    else:
        say(f"Intact: {number or 'every log, submission and document'}.")
    return 1 if first else 0


def export(number: str, *, to: Path, redacted: bool) -> int:
    """Write a case and its documents into one zip."""
    door = open_door()
    with reading(door.engine) as session:
        found = dossier(session, number)
    if redacted:
        found = _redacted(found)
    fresh = to.with_name(to.name + ".part")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{number}/case.json", json.dumps(found, indent=2, ensure_ascii=False))
        if not redacted:
            for item in _items(found):
                with archive.open(
                    f"{number}/documents/{item['id']}-{item['filename']}", "w"
                ) as out:
                    shutil.copyfileobj(door.store.open(item["sha256"]), out)
    fresh.replace(to)
    say(f"{number} is written to {to}.")
    return 0


def _items(case: dict[str, Any]) -> list[dict[str, Any]]:
    memorandum = case.get("memorandum")
    return [
        *case["evidence"],
        *(item for one in case["alternatives"] for item in one["supporting_data"]),
        *case.get("determination", {}).get("figures", []),
        *([{**memorandum, "id": f"M{memorandum['version']}"}] if memorandum else []),
    ]


def _redacted(case: dict[str, Any]) -> dict[str, Any]:
    """Leave out addresses, accounts, mail, notes and reasons; documents stay behind as hashes."""
    private = {"messages", "recusals", "reminders"}
    shown = {key: value for key, value in case.items() if key not in private}
    shown["reviews"] = _without(case["reviews"], "note")
    shown["events"] = _without(case["events"], "entered_by")
    shown["duties"] = [
        duty | {"clock_changes": _without(duty["clock_changes"], "reason", "entered_by")}
        for duty in case["duties"]
    ]
    return json.loads(ADDRESS.sub("[address]", json.dumps(shown, ensure_ascii=False)))


def _without(rows: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key not in names} for row in rows]


def backup(folder: Path) -> int:
    """Copy the database and the documents into a new folder, whole or not at all."""
    door = open_door()
    if folder.exists() and any(folder.iterdir()):
        raise BadBackup(f"{folder} is not empty: name a new folder")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    with reading(door.engine) as session:
        rows = dump(session, part / "tables")
    # Documents are copied after the rows: none that a row points to can be missing.
    documents = documents_folder(door.settings)
    if documents.exists():
        shutil.copytree(documents, part / "documents")
    about = {"format": FORMAT, "schema": HEAD, "at": door.now.isoformat(), "rows": rows}
    (part / "backup.json").write_text(json.dumps(about, indent=2))
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
    say(f"{sum(rows.values())} rows and the documents are copied to {folder}.")
    return 0


def restore(folder: Path) -> int:
    """Put a backup into an empty home and check it."""
    from migrations import upgrade

    settings = Settings()
    about = _about(folder)
    documents = documents_folder(settings)
    if documents.exists() and any(documents.iterdir()):
        raise BadBackup(f"{documents} holds documents already: restore into a new home")
    upgrade(settings.database)
    engine = connect(settings.database)
    if (folder / "documents").exists():
        shutil.copytree(folder / "documents", documents, dirs_exist_ok=True)
    with transaction(engine) as session:
        rows = load(session, folder / "tables")
    if rows != about["rows"]:
        note(f"recourse: the backup should hold {about['rows']}, it held {rows}")
        return 1
    with reading(engine) as session:
        first = next(broken_links(session, DocumentStore(documents).verify), None)
    if first:
        sys.stderr.write(f"Broken: {first}\n")
        return 1
    say(f"{sum(rows.values())} rows and the documents are back, and intact.")
    return 0


def _about(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / "backup.json").read_text())
    except (OSError, ValueError):
        raise BadBackup(f"{folder} is no backup: it has no readable backup.json") from None
    if about.get("format") != FORMAT or about.get("schema") != HEAD:
        raise BadBackup(
            f"{folder} is of {about.get('format')}, schema {about.get('schema')}; "
            f"this program reads {FORMAT}, schema {HEAD}"
        )
    return about
