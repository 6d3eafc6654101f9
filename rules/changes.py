"""What changed between two versions of an application, field by field."""

import json
from typing import Any, cast


def changed_fields(before: str, after: str) -> list[str]:
    """Name the fields that differ between two frozen contents, in reading order.

    Both are canonical JSON as `actions.filings` writes it. A file that was
    replaced under the same name counts: its hash stands in for the name.
    """
    old, new = _fields(before), _fields(after)
    return [name for name in {**new, **old} if old.get(name) != new.get(name)]


def _fields(content: str) -> dict[str, str]:
    form: dict[str, Any] = json.loads(content)
    documents: dict[str, str] = form.pop("documents", {})
    found: dict[str, str] = {}
    _collect(form, "", documents, found)
    return found


def _collect(value: Any, path: str, documents: dict[str, str], found: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            _collect(inner, f"{path}.{key}" if path else key, documents, found)
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            _collect(inner, f"{path}[{number}]", documents, found)
    elif value is not None:
        text = str(value)
        found[path] = documents.get(text, text) if path.endswith(".file") else text
