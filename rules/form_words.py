"""Say in plain words what pydantic found wrong with a form."""

import difflib
import re
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

PATTERNS = {
    r"^[0-9]{8}$": 'is not a code: eight digits in quotes, as in "01234567"',
    r"^[0-9]{4}-[0-9]{2}$": "is not a school year: write it as 2026-27",
}
"""What a text should have been, by the pattern it does not fit."""

WORDS = {
    "missing": "is missing",
    "string_too_long": "is longer than {max_length:,} characters",
    "too_long": "has more than {max_length:,} items",
    "too_short": "is empty: at least one is needed",
    "enum": "must be {expected}",
    "literal_error": "must be {expected}",
    "list_type": "must be a list, each item after a dash",
    "model_type": "must hold fields, each on its own line",
    "int_type": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number, without quotes",
    "bool_type": "must be true or false",
    "value_error": "{error}",
}
"""By pydantic's type of error, with what it knows about it."""

NO_DATE = "is not a date: write year, month and day, as in 2026-09-01"


def plain_words(error: Any, model: type[BaseModel], *, spelled: str | None) -> str:
    """Say one of pydantic's errors; `spelled` is the value as it was written."""
    context: dict[str, Any] = dict(error.get("ctx", {}))
    context["expected"] = str(context.get("expected")).replace("'", "")
    match error["type"]:
        case "extra_forbidden":
            return _unknown(str(error["loc"][-1]), model)
        case "string_type":
            return _not_text(error["input"], spelled)
        case "string_pattern_mismatch":
            return PATTERNS.get(context["pattern"], f"does not look like {context['pattern']}")
        case str(kind) if kind in WORDS:
            return WORDS[kind].format(**context)
        case str(kind) if kind.startswith("date"):
            return NO_DATE
        case _:
            return f"is not right: {error['msg']}"


def form_name(model: type[BaseModel]) -> str:
    """Give a form's name and version as a file says it: `waiver/1`."""
    return str(get_args(model.model_fields["form"].annotation)[0])


def _not_text(value: object, spelled: str | None) -> str:
    match value:
        case None:
            return "is empty: write the text, or leave the field out"
        case bool():
            return "must be text: write it in quotes"
        case int() | float():
            return f'is a number: write it in quotes, "{spelled}"'
        case list():
            return "must be text, not a list"
        case _:
            return "must be text, not fields"


def _unknown(name: str, model: type[BaseModel]) -> str:
    near = difflib.get_close_matches(name[:60], _every_field(model), n=1, cutoff=0.7)
    guess = f": did you mean {near[0]}?" if near and near[0] != name else ""
    return f"is not a field of {form_name(model)} here{guess}"


@cache
def _every_field(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({field for part in parts for field in part.get("properties", {})})


def field_words(path: str) -> str:
    """Name a field in words: `evidence[0].title` is “Evidence 1, title”."""
    said = [
        f"{name.replace('_', ' ')}{f' {int(place) + 1}' if place else ''}"
        for name, place in re.findall(r"([a-z_]+)(?:\[(\d+)\])?", path)
    ]
    words = ", ".join(said)
    return words[:1].upper() + words[1:]
