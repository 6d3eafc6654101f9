"""One request of a program: whose key, within which offices, what was sent, answered once."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from actions.clients import Acting
from actions.idempotency import begin_request, finish_request, request_hash
from actions.offices import act_within
from database import Session, reading, transaction
from models.cases import Case
from models.people import Holding
from portal.access import Rule
from portal.api.conditions import KeyMissing, NotAsDescribed, Replayed
from portal.surroundings import Surroundings

M = TypeVar("M", bound=BaseModel)

ONCE = "idempotency-key"
MULTIPART = "multipart/form-data"


@dataclass
class Call:
    """A request that a key has opened."""

    request: Request
    portal: Surroundings
    clock: datetime
    """The machine's time."""
    now: datetime
    """The time that acts go by."""
    rule: Rule
    acting: Acting
    holdings: tuple[Holding, ...]
    """The offices that the key admits."""
    case: Case | None = None
    raw: bytes = b""
    upload: UploadFile | None = None
    _doing: Session | None = field(default=None, repr=False)
    _kept: bool = False
    """Whether the answer of the act is kept."""

    @property
    def by(self) -> str:
        """The address of whom the program acts for."""
        return self.acting.person.email

    @property
    def entered_by(self) -> str:
        """The program, as the record has who was at the keyboard."""
        return self.acting.entered_by

    @property
    def its_case(self) -> Case:
        """The case that the path names.

        Raises:
            LookupError: it names none.
        """
        if self.case is None:
            raise LookupError("the route has no {number}")
        return self.case

    @property
    def origin(self) -> str:
        """Where people reach this portal."""
        settled = self.portal.settings.portal_url
        return (settled or str(self.request.base_url)).rstrip("/")

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Open a session that reads, as the person within the key's offices."""
        with reading(self.portal.engine) as session:
            self.within(session)
            yield session

    @contextmanager
    def writing(self) -> Generator[Session]:
        """Open a transaction that is no act of its own: who read what is put down."""
        with transaction(self.portal.engine) as session:
            self.within(session)
            yield session

    @contextmanager
    def acting_once(self) -> Generator[Session]:
        """Open the one transaction of an act; it is carried out once for its idempotency key.

        The answer is given inside, by `done`, and kept in the same transaction.

        Raises:
            KeyMissing: the request has no idempotency key.
            KeyReused: the key stands for another request.
            Replayed: it was carried out before: its answer.
        """
        key = self.request.headers.get(ONCE)
        if key is None:
            raise KeyMissing
        asked = request_hash(self.request.method, self.request.url.path, self.raw)
        with transaction(self.portal.engine) as session:
            kept = begin_request(session, self.acting.client, key, asked, now=self.clock)
            if kept is not None:
                raise Replayed(kept.status, kept.response)
            self.within(session)
            self._doing, self._kept = session, False
            yield session
            if not self._kept:
                raise AssertionError("an act without an answer")

    def sent(self, model: type[M]) -> M:
        """Read what was sent.

        Raises:
            NotAsDescribed: it is no JSON, or not as the model has it.
        """
        try:
            return model.model_validate_json(self.raw)
        except ValidationError as error:
            raise NotAsDescribed(error) from None

    def done(self, answer: object, *, status: int = 200) -> Response:
        """Answer an act, and keep the answer in its transaction."""
        if self._doing is None:
            raise AssertionError("an answer kept outside its act")
        text = written(answer)
        key = self.request.headers[ONCE]
        finish_request(self._doing, self.acting.client, key, status=status, response=text)
        self._kept = True
        return Response(text, status_code=status, media_type="application/json")

    def within(self, session: Session) -> None:
        """Have a session act for the person within the offices that the key admits."""
        places = [(one.office, one.at) for one in self.holdings]
        act_within(session, self.acting.person, places)


def written(answer: object) -> str:
    """Write an answer as JSON."""
    plain = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def answered(answer: object) -> Response:
    """Answer what was only looked at."""
    return Response(written(answer), media_type="application/json")


def _call(request: Request) -> Call:
    return request.state.call


Caller = Annotated[Call, Depends(_call)]
"""What a route's function takes: `def duties(call: Caller) -> Response`."""
