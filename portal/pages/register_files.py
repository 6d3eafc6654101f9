"""The whole register as CSV and as JSON, as it leaves: in constant memory, with every entry."""

from collections.abc import Callable, Iterable, Iterator

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from actions.register_reading import every_entry, fingerprint
from models.cases import CaseKind
from notifications.public_register import PublicEntry, as_csv, as_json
from portal.arriving import Caller
from portal.asking import asked_of
from portal.freshness import KEPT, is_at_hand
from portal.limiting import Limit
from portal.visits import Visit

pages = APIRouter()

Writer = Callable[[Iterable[Iterable[PublicEntry]]], Iterator[str]]

CSV, JSON = "text/csv; charset=utf-8; header=present", "application/json"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
"""Other sites' programs may read the files: they are the same for everybody."""


@pages.get("/register/decisions.csv")
def decisions_csv(visit: Caller) -> Response:
    """Give the decisions as a table."""
    return _file(visit, CaseKind.WAIVER, "decisions.csv", CSV, as_csv)


@pages.get("/register/decisions.json")
def decisions_json(visit: Caller) -> Response:
    """Give the decisions as JSON."""
    return _file(visit, CaseKind.WAIVER, "decisions.json", JSON, as_json)


@pages.get("/register/shortfalls.csv")
def shortfalls_csv(visit: Caller) -> Response:
    """Give the shortfalls as a table."""
    return _file(visit, CaseKind.SHORTFALL, "shortfalls.csv", CSV, as_csv)


@pages.get("/register/shortfalls.json")
def shortfalls_json(visit: Caller) -> Response:
    """Give the shortfalls as JSON."""
    return _file(visit, CaseKind.SHORTFALL, "shortfalls.json", JSON, as_json)


def _file(visit: Visit, kind: CaseKind, name: str, media: str, write: Writer) -> Response:
    visit.limit(Limit.FILES)
    wanted = asked_of(visit.request.query_params, kind).wanted
    with visit.reading() as session:
        mark = f'W/"{fingerprint(session, wanted)[:32]}"'
    headers = {**OPEN_TO_ALL, "Cache-Control": f"public, {KEPT}", "ETag": mark}
    if is_at_hand(visit, mark):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return StreamingResponse(
        write(every_entry(visit.reading, wanted)), media_type=media, headers=headers
    )
