"""The ways in which code can count days by itself, as they look in its source.

Elapsed time, in hours or less, is no counting of days: a lease, a pause
between two tries. A day is not 24 hours long, twice a year.
"""

import ast
import re

COUNTING_LIBRARIES = frozenset({
    "arrow", "business_calendar", "businesstimedelta", "calendar", "croniter", "dateutil",
    "delorean", "exchange_calendars", "numpy", "pandas", "pendulum", "whenever", "workalendar",
})  # fmt: skip
"""Libraries with a calendar of their own. `holidays` has its one room: LIBRARIES of the house."""

HOURS_OF_A_DAY = {"hours": 24, "minutes": 24 * 60, "seconds": 24 * 60 * 60}
ORDINALS = frozenset({
    "toordinal", "fromordinal", "isocalendar", "fromisocalendar", "fromtimestamp", "monthrange",
    "utcfromtimestamp",
})  # fmt: skip
OF_THE_DATABASE = frozenset({
    "age", "date_add", "date_part", "date_sub", "date_trunc", "datediff", "extract",
    "generate_series", "julianday", "justify_days", "make_date", "make_interval", "strftime",
    "timediff", "unixepoch",
})  # fmt: skip
"""What SQLAlchemy calls by name to have the database count."""

_IN_SQL = re.compile(
    r"\binterval\s*'|'\s*[+-]?\s*\d+\s*(day|week|month|year)s?\s*'|\bcurrent_date\b"
    r"|\b(julianday|strftime|date_trunc|date_part|make_interval|datediff|dateadd|unixepoch|age)\s*\("
    r"|\bdate\s*\([^)]*,|\b\w+_(on|at)\s*[+-]\s*\d+\b|\bday\s*[+-]\s*\d+\b",
    re.IGNORECASE,
)
_IS_SQL = re.compile(r"\b(select|update|insert|delete|where|interval|date)\b", re.IGNORECASE)


def counts_days(node: ast.expr) -> bool:
    """Whether an expression counts days, or has somebody else do it."""
    match node:
        case ast.Call(func=called, args=args, keywords=words):
            return _call_counts(_name(called), args, words)
        case ast.Attribute(attr="days" | "weeks", value=ast.BinOp()):
            return True  # (end - start).days
        case ast.Attribute(attr="Interval") | ast.Name(id="Interval"):
            return True
        case ast.Attribute(attr=name):
            return name in ORDINALS or (name in OF_THE_DATABASE and _name(node.value) == "func")
        case ast.Constant(value=str(words)):
            return bool(_IS_SQL.search(words) and _IN_SQL.search(words))
        case _:
            return False


def _call_counts(called: str, args: list[ast.expr], words: list[ast.keyword]) -> bool:
    names = {word.arg for word in words}
    match called:
        case "timedelta":
            return bool(args) or bool(names & {"days", "weeks"}) or any(map(_a_day_long, words))
        case "relativedelta" | "rrule" | "busday_offset" | "busday_count" | "Timedelta":
            return True
        case "replace":
            return bool(names & {"day", "month", "year"})
        case "date" | "datetime":
            return any(isinstance(part, ast.BinOp) for part in [*args, *_values(words)])
        case "combine":
            return not any(_name(part) == "UTC" for part in args)
        case _:
            return called in OF_THE_DATABASE


def _values(words: list[ast.keyword]) -> list[ast.expr]:
    return [word.value for word in words]


def _a_day_long(word: ast.keyword) -> bool:
    longest = HOURS_OF_A_DAY.get(word.arg or "")
    match word.value:
        case ast.Constant(value=int(length) | float(length)):
            return longest is not None and length >= longest
        case ast.BinOp():
            return longest is not None  # 24 * 60 is a day as well
        case _:
            return False


def _name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]
