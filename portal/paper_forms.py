"""A part of a draft as a form: its fields out of what the draft says, and back again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, cast

from starlette.datastructures import FormData
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields import choices as wtforms_choices  # its stubs know no SelectChoice yet

from actions.draft_fields import Value, flat
from models.drafts import Draft, DraftFile
from portal.forms import Day, Line, PageForm, Text, Upload, typed
from portal.paper import LISTS, Items, Kind, Part, Question, anchor, question_at
from rules.calendar import FISCAL_YEAR_BEGINS

YEARS_AHEAD = 5
"""School years offered, from the present one on."""
DAY_BOXES = ("month", "day", "year")


@dataclass(slots=True)
class Asking:
    """A question on the page, with the boxes to answer it in."""

    path: str
    label: str
    boxes: list[Field]
    hint: str = ""
    """Shown once above several boxes; a single box has its own."""

    @property
    def anchor(self) -> str:
        """Its id on the page, where no box of its own has it."""
        mine = anchor(self.path)
        return "" if any(box.id == mine and box.type in {"Line", "Text"} for box in self.boxes) \
            else mine  # fmt: skip


@dataclass(slots=True)
class Block:
    """An item on the page."""

    path: str
    title: str
    askings: list[Asking]
    sections: list["Section"] = field(default_factory=list["Section"])
    item: str = ""
    file: DraftFile | None = None
    upload: Field | None = None

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return anchor(self.path)


@dataclass(slots=True)
class Section:
    """A list of items on the page."""

    path: str
    items: Items
    blocks: list[Block]

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return anchor(self.path)


@dataclass(slots=True)
class PartPage:
    """Everything that a part's page shows of the draft."""

    form: PageForm
    askings: list[Asking]
    sections: list[Section]
    shown: str
    """The fields on the page, for what comes back: an empty box and none are told apart by it."""
    paths: set[str]
    """Every field, item and list on the page, to find what a question is about."""


def part_page(
    draft: Draft,
    part: Part,
    files: Mapping[str, DraftFile],
    *,
    today: date,
    over: Mapping[str, Value] | None = None,
) -> PartPage:
    """Lay a part of a draft out; `over` is what was typed and is not in it."""
    return _Laying({**flat(draft.content, draft.kind), **(over or {})}, files, today).part(part)


def typed_in(sent: FormData) -> dict[str, Value]:
    """Give what was typed, by the draft's own names.

    Raises:
        NoSuchDraftField: the page had none of this name.
    """
    shown = str(sent.get("shown") or "").split()
    return {path: _gathered(sent, path, question_at(path).kind) for path in shown}


def boxes(path: str, kind: Kind, value: Value) -> Iterator[tuple[str, str]]:
    """Yield what a browser would send for a value: names of boxes, and what is in them."""
    match kind:
        case Kind.YEARS:
            yield from ((path, one) for one in _lines(value))
        case Kind.DAY:
            yield from _day_boxes(path, str(value))
        case Kind.DAYS:
            for place, one in enumerate([*_lines(value), ""]):
                yield from _day_boxes(f"{path}:{place}", one)
        case Kind.PERIOD:
            first, _, last = str(value).partition("/")
            yield from _day_boxes(f"{path}:from", first)
            yield from _day_boxes(f"{path}:to", last)
        case _:
            yield path, str(value)


def _gathered(sent: FormData, path: str, kind: Kind) -> Value:
    match kind:
        case Kind.YEARS:
            return [str(one) for one in sent.getlist(path)]
        case Kind.DAY:
            return _written_day(sent, path)
        case Kind.DAYS:
            named = (f"{path}:{place}" for place in count())
            days: list[str] = []
            for name in named:
                if f"{name}-year" not in sent:
                    return [one for one in days if one]
                days.append(_written_day(sent, name))
            return days
        case Kind.PERIOD:
            first, last = (_written_day(sent, f"{path}:{end}") for end in ("from", "to"))
            return f"{first}/{last}" if first or last else ""
        case _:
            return str(sent.get(path) or "").strip()


def _written_day(sent: FormData, name: str) -> str:
    """Write three boxes as one text; what is no day is kept as it was typed."""
    month, day, year = (str(sent.get(f"{name}-{part}") or "").strip() for part in DAY_BOXES)
    month, day = (part and part.zfill(2) for part in (month, day))
    return f"{year}-{month}-{day}" if month or day or year else ""


def _day_boxes(name: str, text: str) -> Iterator[tuple[str, str]]:
    year, month, day = (*text.split("-", 2), "", "")[:3]
    for part, said in zip(DAY_BOXES, (month, day, year), strict=True):
        yield f"{name}-{part}", said.lstrip("0") if part != "year" else said


def _lines(value: Value) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def school_years(today: date, kept: list[str]) -> list[tuple[str, str]]:
    """Give the school years to choose from: the next few, and those chosen already."""
    first = today.year if today.month >= FISCAL_YEAR_BEGINS else today.year - 1
    offered = {f"{year}-{(year + 1) % 100:02}" for year in range(first, first + YEARS_AHEAD)}
    return [(year, year) for year in sorted(offered | {*kept})]


def _choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    choice: Any = vars(wtforms_choices)["SelectChoice"]
    return [choice(value, words) for value, words in pairs]


class _Laying:
    """Lays a page out, gathering fields and what they hold on the way."""

    def __init__(
        self, fields: Mapping[str, Any], files: Mapping[str, DraftFile], today: date
    ) -> None:
        self._fields, self._files, self._today = fields, files, today
        self._made: dict[str, Any] = {}
        self._held: list[tuple[str, str]] = []
        self._shown: list[str] = []
        self._paths: set[str] = set()
        self._asked: list[tuple[Asking, Question, list[str]]] = []
        self._uploads: list[tuple[Block, str]] = []

    def part(self, part: Part) -> PartPage:
        """Lay a whole part out."""
        askings = [self._asking(one.leaf, one) for one in part.questions]
        sections = [self._section(name, name, "") for name in part.lists]
        form = type("PartForm", (PageForm,), self._made)(typed(self._held))
        for asking, question, names in self._asked:
            asking.boxes = [form[name] for name in names]
            for box in asking.boxes:
                cast("Any", box).needed = not question.optional
        for block, name in self._uploads:
            block.upload = form[name]
        return PartPage(form, askings, sections, " ".join(self._shown), self._paths)

    def _section(self, path: str, name: str, number: str) -> Section:
        self._paths.add(path)
        items = LISTS[name]
        ids: list[str] = self._fields.get(path) or []
        blocks = [
            self._block(f"{path}[{item}]", items, item, f"{number}{place}")
            for place, item in enumerate(ids, 1)
        ]
        return Section(path, items, blocks)

    def _block(self, path: str, items: Items, item: str, number: str) -> Block:
        self._paths.add(path)
        askings = [self._asking(f"{path}.{one.leaf}", one) for one in items.questions]
        block = Block(path, f"{items.one} {number}", askings, item=item)
        block.sections = [self._section(f"{path}.{name}", name, f"{number}.")
                          for name in items.inner]  # fmt: skip
        if items.file:
            self._paths.add(f"{path}.file")
            block.file = self._files.get(item)
            if block.file is None:
                name = f"{path}.file"
                self._made[name] = Upload(items.file, id=anchor(name))
                self._uploads.append((block, name))
        return block

    def _asking(self, path: str, question: Question) -> Asking:
        self._paths.add(path)
        self._shown.append(path)
        value: Value = self._fields.get(path) or ""
        held = list(boxes(path, question.kind, value))
        self._held += held
        fields = self._boxes(path, question, value)
        self._made |= fields
        asking = Asking(path, question.label, [], question.hint if len(fields) > 1 else "")
        self._asked.append((asking, question, list(fields)))
        return asking

    def _boxes(self, path: str, question: Question, value: Value) -> dict[str, Field]:
        at, label, hint = anchor(path), question.label, question.hint
        match question.kind:
            case Kind.TEXT:
                made = Text(label, hint=hint, longest=question.longest, id=at)
            case Kind.CHOICE:
                chosen_from = _choices(question.choices)
                made = RadioField(label, choices=chosen_from, description=hint, id=at)
            case Kind.YEARS:
                years = _choices(school_years(self._today, _lines(value)))
                made = SelectMultipleField(label, choices=years, description=hint, id=at)
            case Kind.DAY:
                made = Day(label, hint=f"{hint} For example: 9 21 2026", id=f"{at}-on")
            case Kind.DAYS:
                named = [f"{path}:{place}" for place in range(len(_lines(value)) + 1)]
                return {name: Day(f"{label}, {place}", id=anchor(name))
                        for place, name in enumerate(named, 1)}  # fmt: skip
            case Kind.PERIOD:
                return {
                    f"{path}:{end}": Day(f"{label}: {words}", id=anchor(f"{path}:{end}"))
                    for end, words in (("from", "first day"), ("to", "last day"))
                }
            case Kind.LINE:
                made = Line(label, hint=hint, longest=question.longest, id=at)
        return {path: made}
