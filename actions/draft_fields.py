"""The fields of a draft by name: `scope`, `evidence[k3f9].title`. Which there are, what they say.

Items are known by ids, not by place, so that a name holds while others add,
move and remove. Content is the form's own nesting, each item with its `id`.
"""

import re
import secrets
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin

from actions.cases import refusal
from models.cases import CaseKind
from models.forms import Form, WaiverForm
from models.shortfall_form import ShortfallForm
from rules.findings import Refused

FORMS: dict[CaseKind, type[Form]] = {
    CaseKind.WAIVER: WaiverForm,
    CaseKind.SHORTFALL: ShortfallForm,
}
"""The form each kind of draft becomes."""

FIXED = frozenset({"form", "applicant", "body"})
"""What a draft is, which its writers do not type."""

LONGEST = 100_000
"""Characters kept of one field: more than the form takes, so that what is too long can be cut."""
LARGEST = 2_000_000
"""Characters of a whole draft."""
MOST_ITEMS = 200
MOST_LINES = 1000
"""Entries of a field that holds several, as the schools of a shortfall."""

Value = str | list[str]
Content = dict[str, Any]

_PART = re.compile(r"([a-z_]+)(?:\[([a-z0-9]{1,20})\])?")
_NEVER_TYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class NoSuchDraftField(Refused):
    """The form has no field, list or item of this name."""

    exit_code = 2


class DraftTooLarge(Refused):
    """More was typed than a draft can hold; nothing of it was taken."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a form or of one kind of item in it."""

    leaves: dict[str, bool] = field(default_factory=dict[str, bool])
    """Name to whether it holds several lines: `signed_by.name`, `dates`."""
    lists: "dict[str, Shape]" = field(default_factory=dict[str, "Shape"])
    numbers: set[str] = field(default_factory=set[str])
    """The leaves that are whole numbers in the form."""
    takes_file: bool = False


@cache
def shape(model: type[Form]) -> Shape:
    """Read the fields of a form from its model."""
    found = Shape(takes_file="file" in model.model_fields)
    for name, info in model.model_fields.items():
        several, inner = opened_type(info.annotation)
        if name in FIXED or name == "file":
            continue
        if not _is_form(inner):
            found.leaves[name] = several
            found.numbers.update({name} if inner is int else ())
        elif several:
            found.lists[name] = shape(inner)
        else:
            found.leaves.update(
                {f"{name}.{leaf}": many for leaf, many in shape(inner).leaves.items()}
            )
    return found


def opened_type(annotation: Any) -> tuple[bool, Any]:
    """Tell whether a field holds several, and what one of them is."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return opened_type(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return opened_type(next(one for one in get_args(annotation) if one is not type(None)))
    if origin is list:
        return True, opened_type(get_args(annotation)[0])[1]
    return False, annotation


def _is_form(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Form)


def clean(path: str, value: object) -> Value:
    """Give what was typed as it is kept: line ends made one kind, what no key types taken out.

    Raises:
        DraftTooLarge: it is too long to keep.
        NoSuchDraftField: it is neither text nor a list of texts.
    """
    if isinstance(value, str):
        if len(value) > LONGEST:
            message = f"This is longer than {LONGEST:,} characters, and was not taken."
            raise DraftTooLarge([refusal(message, where=path)])
        return _NEVER_TYPED.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list) and len(lines := cast("list[object]", value)) <= MOST_LINES:
        return [str(clean(path, one)) for one in lines]
    raise NoSuchDraftField([refusal(f"{path} holds text, or a short list of texts.", where=path)])


def new_id() -> str:
    """Give an id for a new item."""
    return f"n{secrets.token_hex(5)}"


def flat(content: Content, kind: CaseKind) -> dict[str, Value]:
    """Give every field by its name, and each list's name with the ids in it, in order."""
    return dict(_flat(content, shape(FORMS[kind]), ""))


def _flat(content: Content, form: Shape, before: str) -> Iterator[tuple[str, Value]]:
    for leaf in form.leaves:
        value: Any = content
        for name in leaf.split("."):
            value = value.get(name) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        if value:
            yield before + leaf, value  # pyright: ignore[reportUnknownArgumentType]
    for name, inner in form.lists.items():
        items: list[Content] = content.get(name) or []
        if items:
            yield before + name, [item["id"] for item in items]
        for item in items:
            yield from _flat(item, inner, f"{before}{name}[{item['id']}].")


def nested(fields: Mapping[str, Any], kind: CaseKind) -> Content:
    """Give the content that has these fields; the opposite of `flat`."""
    return _nested(fields, shape(FORMS[kind]), "")


def _nested(fields: Mapping[str, Any], form: Shape, before: str) -> Content:
    content: Content = {}
    for leaf in form.leaves:
        if value := fields.get(before + leaf):
            here = content
            *outer, name = leaf.split(".")
            for one in outer:
                here = here.setdefault(one, {})
            here[name] = value
    for name, inner in form.lists.items():
        if ids := fields.get(before + name):
            content[name] = [
                {"id": one, **_nested(fields, inner, f"{before}{name}[{one}].")} for one in ids
            ]
    return content


def item_ids(content: Content) -> set[str]:
    """Give the ids of every item in a draft."""
    lists = [cast("list[Any]", one) for one in content.values() if isinstance(one, list)]
    items = [cast("Content", one) for listed in lists for one in listed if isinstance(one, dict)]
    return {str(one["id"]) for one in items}.union(*(item_ids(one) for one in items))


def parts(path: str) -> list[tuple[str, str | None]]:
    """Take a name apart: `evidence[k1].title` is `[("evidence", "k1"), ("title", None)]`.

    Raises:
        NoSuchDraftField: no field is named like this.
    """
    found = [_PART.fullmatch(part) for part in path[:200].split(".")]
    if len(path) > len(path[:200]) or not all(found):
        raise unknown(path)
    return [(one.group(1), one.group(2)) for one in found if one]


def require_leaf(path: str, kind: CaseKind) -> None:
    """Check that a form of this kind has a field of this name, whatever its items.

    Raises:
        NoSuchDraftField: it has none.
    """
    form, names = shape(FORMS[kind]), parts(path)
    while names and names[0][1] is not None:
        name, _ = names.pop(0)
        if name not in form.lists:
            raise unknown(path)
        form = form.lists[name]
    if any(item for _, item in names) or ".".join(name for name, _ in names) not in form.leaves:
        raise unknown(path)


def require_list(path: str, kind: CaseKind) -> Shape:
    """Check that a form of this kind has a list of this name, and give the shape of its items.

    Raises:
        NoSuchDraftField: it has none.
    """
    form, names = shape(FORMS[kind]), parts(path)
    for position, (name, item) in enumerate(names):
        last = position == len(names) - 1
        if name not in form.lists or (item is None) != last:
            raise unknown(path)
        form = form.lists[name]
    return form


def unknown(path: str) -> NoSuchDraftField:
    """Say that there is no such field."""
    shown = path[:60]
    return NoSuchDraftField([refusal(f"The form has no part named {shown!r}.", where=shown)])


def inside(path: str) -> list[str]:
    """Name the items a field stands in, outermost first: `alternatives[a1]`, and so on."""
    found, here = list[str](), ""
    for name, item in parts(path):
        here = f"{here}.{name}" if here else name
        if item is not None:
            here = f"{here}[{item}]"
            found.append(here)
    return found


def of_item(path: str) -> tuple[str, str]:
    """Split an item's name into its list's and its id: `evidence[k1]` is `("evidence", "k1")`.

    Raises:
        NoSuchDraftField: it names no item.
    """
    listed, bracket, rest = path.rpartition("[")
    if not bracket or not rest.endswith("]") or not parts(path):
        raise unknown(path)
    return listed, rest[:-1]


def is_there(path: str, fields: Mapping[str, Any]) -> bool:
    """Tell whether every item that a field stands in is in the draft."""
    return all(
        item in fields.get(listed, ()) for listed, item in (of_item(one) for one in inside(path))
    )
