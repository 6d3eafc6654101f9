"""Pictures of figures: where each bar lies. Templates draw them; a table stands behind each.

A picture is 360 units wide, so that its words are as large as the page's on a
telephone. Kinds differ in lightness or pattern, never in hue alone, and each
bar has its figure in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from actions.standing import ANSWER
from actions.statistics import AGES, Spread, Waiting
from models.cases import CaseState
from portal.words import duty_words, office_words, state_words
from rules.calendar import new_york_date
from rules.durations import in_days

WIDTH = 360
ROW = 44
"""Height of a row: its words, then its bars."""
LEAST = 2.0
"""Width of the least bar that is seen."""
LONGEST_WORDS = 26

DAY_GROUPS = (
    f"up to {AGES[0]} days",
    *(f"{after + 1} to {until} days" for after, until in pairwise(AGES)),
    f"over {AGES[-1]} days",
)
"""The groups of `queue_by_age`, in words."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of one kind."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of words and the bars under it."""

    words: str
    figure: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of bars, what their kinds mean, and the same as a table."""

    name: str
    title: str
    says: str
    """The same in a sentence, for whoever does not see it."""
    rows: list[Row]
    legend: list[tuple[str, str]]
    columns: list[str]
    table: list[list[str]]
    ends: tuple[str, str] | None = None
    """What stands under its left and right end."""
    numbers: tuple[int, ...] = field(default=())

    @property
    def height(self) -> int:
        """How high it is."""
        return len(self.rows) * ROW + (20 if self.ends else 4)


def timeline(found: dict[str, Any], *, now: datetime) -> Picture:
    """Draw a case's duties over time, from its filing to its end or to now."""
    start = datetime.fromisoformat(found["filed_at"])
    duties = found["duties"]
    end = datetime.fromisoformat(found["closed_at"]) if found["closed_at"] else now
    latest = max([end, start, *(_end(one, end) for one in duties)])
    scale = _scale(start, latest)
    rows: list[Row] = []
    table: list[list[str]] = []
    for one in duties:
        opened, done = datetime.fromisoformat(one["opened_at"]), _end(one, end)
        took = in_days((done - opened).total_seconds())
        bar = Bar(scale(opened), max(LEAST, scale(done) - scale(opened)), _kind(one))
        stands = ", paused" if one["paused_on"] else ""
        words = _short(one["what"].replace("_", " ").replace(":", ": ").capitalize())
        rows.append(Row(words, f"{took}{stands}", [bar]))
        table.append([
            duty_words(one["what"]), office_words(one["owed_by"]), one["opened_at"][:10],
            one["due_on"], (one["done_at"] or "")[:10] or "open", took,
        ])  # fmt: skip
    return Picture(
        name="timeline",
        title=f"The way of {found['number']}",
        says=f"{len(rows)} duties since {_day(start)}, each as a bar from when it was opened "
        "to when it was done.",
        rows=rows,
        legend=[
            ("done", "done"), ("open", "open"), ("paused", "with the applicant, not counted"),
            ("dropped", "dropped"),
        ],
        columns=["What", "Owed by", "Opened", "Due", "Done", "Time"],
        table=table,
        ends=(_day(start), _day(latest)),
    )  # fmt: skip


def queue_ages(waiting: Sequence[Waiting]) -> Picture:
    """Draw what each office owes, by how long it has been open."""
    longest = max((sum(one.by_age) for one in waiting), default=0) or 1
    rows: list[Row] = []
    for one in waiting:
        bars, x = list[Bar](), 0.0
        for group, count in enumerate(one.by_age):
            if count:
                width = max(LEAST, count / longest * WIDTH)
                bars.append(Bar(x, width, f"age-{group}"))
                x += width
        rows.append(Row(office_words(f"{one.office}@{one.at}"), f"{sum(one.by_age)} open", bars))
    return Picture(
        name="queue",
        title="What is open, by how long it has been",
        says="One bar for each office, as long as what it owes; the older, the darker.",
        rows=rows,
        legend=[(f"age-{group}", words) for group, words in enumerate(DAY_GROUPS)],
        columns=["Office", *DAY_GROUPS, "In all"],
        table=[
            [
                office_words(f"{one.office}@{one.at}"),
                *(str(count) for count in one.by_age),
                str(sum(one.by_age)),
            ]
            for one in waiting
        ],
        numbers=tuple(range(1, len(DAY_GROUPS) + 2)),
    )


def times_to_end(spreads: Sequence[Spread], *, what: str) -> Picture:
    """Draw the median and the 90th percentile of each year."""
    longest = max((one.ninetieth for one in spreads), default=0.0) or 1.0
    rows: list[Row] = []
    for one in spreads:
        for kind, words, seconds in (
            ("median", "half within", one.median),
            ("ninetieth", "nine of ten within", one.ninetieth),
        ):
            bar = Bar(0.0, max(LEAST, seconds / longest * WIDTH), kind)
            rows.append(Row(f"{one.year}, {words}", in_days(seconds), [bar]))
    return Picture(
        name="times",
        title=f"Time to {what}, by the year it ended in",
        says="For each year two bars: the time in which half of the cases ended, and nine of ten. "
        "Time with the applicant is left out.",
        rows=rows,
        legend=[("median", "median: half of them"), ("ninetieth", "90th percentile")],
        columns=["Year", "Cases", "Median", "90th percentile"],
        table=[
            [str(one.year), str(one.cases), in_days(one.median), in_days(one.ninetieth)]
            for one in spreads
        ],
        numbers=(1, 2, 3),
    )


def states_of(counts: dict[CaseState, int], year: int) -> Picture:
    """Draw where the cases filed in a year stand now."""
    ordered = [(state_words(state), counts[state]) for state in CaseState if counts.get(state)]
    return shares("states", f"Cases filed in {year}, by where they stand now", ordered)


def shares(name: str, title: str, counts: Sequence[tuple[str, int]]) -> Picture:
    """Draw how many there are of what, and the share of each in the table."""
    longest = max((count for _, count in counts), default=0) or 1
    whole = sum(count for _, count in counts) or 1
    return Picture(
        name=name,
        title=title,
        says="One bar for each, as long as there are cases.",
        rows=[
            Row(words, f"{count:,}", [Bar(0.0, max(LEAST, count / longest * WIDTH), "median")])
            for words, count in counts
        ],
        legend=[],
        columns=["Which", "Cases", "Share"],
        table=[[words, f"{count:,}", f"{count / whole:.0%}"] for words, count in counts],
        numbers=(1, 2),
    )


def _kind(duty: dict[str, Any]) -> str:
    if duty["state"] == "dropped":
        return "dropped"
    if duty["what"] == ANSWER:
        return "paused"
    return duty["state"]


def _end(duty: dict[str, Any], otherwise: datetime) -> datetime:
    return datetime.fromisoformat(duty["done_at"]) if duty["done_at"] else otherwise


def _scale(start: datetime, end: datetime) -> Callable[[datetime], float]:
    whole = (end - start).total_seconds() or 1.0
    return lambda at: round((at - start).total_seconds() / whole * WIDTH, 1)


def _day(at: datetime) -> str:
    return new_york_date(at).isoformat()


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS].rstrip()}…"
