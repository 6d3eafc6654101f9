"""The office's queue: what is owed, by whom, by when. Read here, acted on case by case."""

from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from actions.policies import parsed
from actions.queues import MOST_COUNTED, Order, Show, Wanted, queue
from portal.arriving import Caller
from portal.visits import Visit
from rules.calendar import new_york_date

pages = APIRouter()

Choice = TypeVar("Choice", bound=StrEnum)

SHOWN = {
    Show.MINE: "Mine",
    Show.OFFICE: "My offices’",
    Show.OVERDUE: "Past due",
    Show.PAUSED: "Paused",
    Show.ALL: "All",
}
ORDERS = {
    "due": "due date, the first due first",
    "due-back": "due date, the last due first",
    "opened": "age, the oldest first",
    "opened-back": "age, the newest first",
    "case": "case, the lowest number first",
    "case-back": "case, the highest number first",
    "body": "applicant, from A",
    "body-back": "applicant, from Z",
}
BACK = "-back"
COLUMNS = {
    Order.CASE: "Case",
    Order.BODY: "Applicant",
    Order.OPENED: "Open since",
    Order.DUE: "Due by the end of",
}
"""The columns that can be sorted by."""


@pages.get("/queue")
def show(visit: Caller) -> Response:
    """Show one page of the queue."""
    wanted = _wanted(visit)
    today = new_york_date(visit.now)
    with visit.reading() as session:
        found = queue(session, wanted, visit.who, visit.holdings, today=today)
    return visit.page(
        "office/queue.html",
        wanted=wanted,
        found=found,
        today=today,
        shown=SHOWN,
        sorts={order: _sort_path(wanted, order) for order in COLUMNS},
        orders=ORDERS,
        sort=_sort(wanted.order, backwards=wanted.backwards),
        columns=COLUMNS,
        duties=_duties(visit),
        path=_path,
        most=MOST_COUNTED,
    )


def _wanted(visit: Visit) -> Wanted:
    """Read what is asked for; what makes no sense is as if it were not said."""
    asked = visit.request.query_params
    page, sort = asked.get("page", "1"), asked.get("sort", "due")
    return Wanted(
        show=_one_of(Show, asked.get("show"), Show.MINE),
        order=_one_of(Order, sort.removesuffix(BACK), Order.DUE),
        backwards=sort.endswith(BACK) and sort in ORDERS,
        what=asked.get("duty", "")[:60],
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,  # noqa: PLR2004
    )


def _one_of(kind: type[Choice], text: str | None, otherwise: Choice) -> Choice:
    return kind(text) if text in set(kind) else otherwise


def _path(wanted: Wanted, **other: str) -> str:
    """Give the address of this queue with something else about it."""
    fields = {
        "show": wanted.show.value,
        "sort": _sort(wanted.order, backwards=wanted.backwards),
        "duty": wanted.what,
        **other,
    }
    return "/queue?" + urlencode({name: value for name, value in fields.items() if value})


def _sort_path(wanted: Wanted, order: Order) -> str:
    turned = wanted.order is order and not wanted.backwards
    return _path(wanted, sort=_sort(order, backwards=turned))


def _sort(order: Order, *, backwards: bool) -> str:
    return f"{order}{BACK}" if backwards else order.value


def _duties(visit: Visit) -> list[str]:
    """Give the duties that a queue can be narrowed to, by their slugs."""
    steps = parsed(visit.portal.policy_text).steps
    reviews = [f"{'decide' if step.decides else 'review'}:{step.name}" for step in steps]
    return [*reviews, "answer:questions"]
