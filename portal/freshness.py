"""Pages that anybody may read and keep, as long as they ask each time whether they changed."""

import hashlib

from starlette.responses import Response

from portal.visits import Visit

KEPT = "no-cache"
"""A copy may be kept; whether it still holds is asked each time, so what is withdrawn is gone."""
NO_COPIES = "noarchive"
"""Asks search engines to list a page and keep no copy of it."""


def kept(visit: Visit, answer: Response) -> Response:
    """Give a page its mark, or say that the copy at hand still holds (304).

    A page of somebody who has signed in, or that sets a cookie, is not kept.
    """
    answer.headers["X-Robots-Tag"] = NO_COPIES
    if visit.person is not None or "set-cookie" in answer.headers:
        return answer
    mark = f'W/"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    headers = {"Cache-Control": KEPT, "ETag": mark, "Vary": "Cookie"}
    if is_at_hand(visit, mark):
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


def is_at_hand(visit: Visit, mark: str) -> bool:
    """Whether the browser says that it has what this mark stands for."""
    asked = visit.request.headers.get("if-none-match", "")
    return mark in {one.strip() for one in asked.split(",")}
