"""What is asked of the public register, as addresses have it: which entries, and from where."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from actions.register_reading import Place, Wanted
from models.cases import CaseKind, CaseState
from models.reviews import Outcome
from rules.calendar import days_of_fiscal_year, fiscal_year
from rules.states import arrows

NUMBER = re.compile(r"[WS]-[0-9]{4}-[0-9]{4,10}")
_BODY = re.compile(r"[0-9A-Za-z]{1,20}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SCHOOL_YEAR = re.compile(rf"({_YEAR.pattern})-([0-9]{{2}})")

PATHS = {CaseKind.WAIVER: "/register", CaseKind.SHORTFALL: "/register/shortfalls"}
FILES = {CaseKind.WAIVER: "/register/decisions", CaseKind.SHORTFALL: "/register/shortfalls"}
SORTS = {CaseKind.WAIVER: "outcome", CaseKind.SHORTFALL: "state"}
"""What a list is narrowed by: decisions by outcome, shortfalls by state."""


STATES = tuple(
    dict.fromkeys(state for one in arrows(CaseKind.SHORTFALL) for state in (one.start, one.to))
)
"""What a shortfall may be, in the order of its way."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see; what makes no sense is as if it were not said."""

    kind: CaseKind
    sort: str
    """An outcome or a state; empty for all of them."""
    when: str
    """`2026`, or the school year `2026-27`; empty for all."""
    body: str
    after: Place | None
    before: Place | None

    @property
    def wanted(self) -> Wanted:
        """The same for whoever reads the register."""
        since, until = _span(self.when) or (None, None)
        waivers = self.kind is CaseKind.WAIVER
        return Wanted(
            self.kind,
            since,
            until,
            outcome=Outcome(self.sort) if self.sort and waivers else None,
            state=CaseState(self.sort) if self.sort and not waivers else None,
            body=self.body or None,
        )

    def path(self, **other: str) -> str:
        """Give the address of this list with something else about it."""
        return PATHS[self.kind] + self._query(**other)

    def file(self, ending: str) -> str:
        """Give the address of all of it as a file."""
        return f"{FILES[self.kind]}.{ending}{self._query()}"

    def place(self, direction: str, place: Place) -> str:
        """Give the address of the page `after` or `before` a place."""
        day, number = place
        return self.path(**{direction: f"{day.isoformat()},{number}"})

    def _query(self, **other: str) -> str:
        said = {SORTS[self.kind]: self.sort, "when": self.when, "body": self.body, **other}
        words = urlencode({name: value for name, value in said.items() if value}, safe=",")
        return f"?{words}" if words else ""


def asked_of(query: Mapping[str, str], kind: CaseKind) -> Asked:
    """Read what an address asks for."""
    waivers = kind is CaseKind.WAIVER
    sort, when, body = (query.get(name, "") for name in (SORTS[kind], "when", "body"))
    return Asked(
        kind,
        sort if sort in set(Outcome if waivers else STATES) else "",
        when if _span(when) else "",
        body if _BODY.fullmatch(body) else "",
        _place(query.get("after", "")),
        _place(query.get("before", "")),
    )


def periods(ends: tuple[date, date]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the years between two days to choose from, the newest first, each with its words."""
    first, last = ends
    school = range(fiscal_year(last), fiscal_year(first) - 1, -1)
    return [
        ("School years", [(_school(year), f"School year {_school(year)}") for year in school]),
        ("Years", _years(range(last.year, first.year - 1, -1))),
    ]


def _years(years: Iterable[int]) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in years]


def _school(ends_in: int) -> str:
    return f"{ends_in - 1}-{ends_in % 100:02}"


def _span(when: str) -> tuple[date, date] | None:
    """Give the first and the last day: a school year is counted from July, as a fiscal year."""
    if _YEAR.fullmatch(when):
        return date(int(when), 1, 1), date(int(when), 12, 31)
    named = _SCHOOL_YEAR.fullmatch(when)
    if named and _school(int(named[1]) + 1) == when:
        return days_of_fiscal_year(int(named[1]) + 1)
    return None


def _place(text: str) -> Place | None:
    day, _, number = text.partition(",")
    if NUMBER.fullmatch(number) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        with suppress(ValueError):
            return date.fromisoformat(day), number
    return None
