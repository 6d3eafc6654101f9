"""Files: put into the store first, then referred to by a token of this client's alone.

A hash alone would not do: who knows a document's hash, from a receipt say, does
not have the document.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from fastapi.responses import Response
from itsdangerous import BadData, URLSafeTimedSerializer

from actions.filings import Filing
from documents import DocumentRefused, Examined, table_lines
from models.duties import Authority
from models.forms import Form, ItemForm
from portal.api.arriving import FILE
from portal.api.calls import Call, Caller, answered
from portal.api.more_shapes import FileKept
from portal.api.routing import acts, router
from portal.limiting import Limit
from rules.findings import ApplicationIncomplete, Finding, Refused

routes = router()

F = TypeVar("F", bound=Form)

KEPT_SECONDS = 24 * 60 * 60
BEGINS = "up_"


class NoSuchFile(Refused):
    """A token names no file of this client's, or not any more."""

    exit_code = 2


@acts(routes, "/files", None, FileKept, status=201, once=False, description="It is in the store")
def put_file(call: Caller) -> Response:
    """Put a file into the store, to refer to it in an act.

    One part named `file`, of up to 25 MB: PDF, CSV, text, PNG, JPEG, Word or
    Excel, checked by its content. The same file twice is there once, so this
    needs no idempotency key. 300 in 15 minutes are taken from one key.
    """
    seconds, client = call.clock.timestamp(), f"key {call.acting.client.id}"
    call.portal.limits.require(Limit.UPLOAD, client, now=seconds)
    sent = call.upload
    if sent is None or not sent.filename:
        raise DocumentRefused(FILE, "send the file as the part named “file”, with its name")
    examined = call.portal.store.put(sent.file, sent.filename)
    named = [call.acting.client.id, examined.sha256, examined.size, examined.media_type]
    kept = FileKept(
        file=BEGINS + _signer(call).dumps(named),
        sha256=examined.sha256,
        size=examined.size,
        media_type=examined.media_type,
    )
    answer = answered(kept)
    answer.status_code = 201
    return answer


def file_named(call: Call, token: str, where: str) -> Examined:
    """Give what is known of a file by its token.

    Raises:
        NoSuchFile: it is none of this client's, or a day old.
    """
    named: Any = None
    with suppress(BadData):
        named = _signer(call).loads(token.removeprefix(BEGINS), max_age=KEPT_SECONDS)
    if named is None or named[0] != call.acting.client.id:
        message = "This names no file of this client’s, or not any more. Send the file again."
        raise NoSuchFile([_gap(message, where)])
    return Examined(*named[1:])


def filing_of(call: Call, form: F, items: list[ItemForm], files: Mapping[str, str]) -> Filing[F]:
    """Put a form and its files together.

    Raises:
        ApplicationIncomplete: a file that the form names was not sent, or the other way round.
    """
    wanted = {one.file for one in items}
    gaps = [
        *(_gap(f"{name} has no file here.", f"files.{name}") for name in sorted(wanted - {*files})),
        *(
            _gap(f"The form names no {name}.", f"files.{name}")
            for name in sorted({*files} - wanted)
        ),
    ]
    if gaps:
        raise ApplicationIncomplete(gaps)
    found = {name: file_named(call, token, f"files.{name}") for name, token in files.items()}
    tables = {
        name: lines
        for name, one in found.items()
        if (lines := table_lines(partial(call.portal.store.open, one.sha256), one.media_type))
        is not None
    }
    return Filing(form, found, tables)


def _gap(message: str, where: str) -> Finding:
    return Finding(None, "files", Authority.POLICY, message, where)


def _signer(call: Call) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(call.portal.key("files of the API").hex(), salt="file")
