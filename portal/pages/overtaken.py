"""A form that came too late, or from somebody who may not: why, and what had been typed."""

from fastapi.responses import Response

from portal.forms import Line, PageForm
from portal.statuses import TITLES, status_of
from portal.visits import Visit
from rules.findings import Refused


def overtaken(
    visit: Visit, number: str, refused: Refused, form: PageForm, *, onward: str | None = None
) -> Response:
    """Say who acted first, or what else stands in the way, and give every text back.

    `onward` is where the case is to be looked at: the office's page unless said.
    """
    status = status_of(refused)
    typed = [
        (field.label.text, field.data) for field in form if isinstance(field, Line) and field.data
    ]
    return visit.page(
        "office/overtaken.html",
        status=status,
        number=number,
        title=TITLES[status],
        findings=refused.findings,
        typed=typed,
        onward=onward or f"/cases/{number}/office",
    )


def version_read(text: str | None) -> int | None:
    """Give the version a form was made for, as its hidden field has it."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else None  # noqa: PLR2004
