"""The record that pictures of the portal show: invented places, one day, acts of the house.

Everything is filed, reviewed and decided by the acts of the house, at times that are
always the same, so that a picture changes when its page does and not from day to day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Engine, update

from actions.chief_views import Account, give_view
from actions.clocks import pause_clock
from actions.filings import Filing
from actions.lists import faults_in
from actions.questions import Asked
from actions.recusals import recuse
from actions.register import propose_entry, publish_entry
from actions.registry import import_lists
from actions.routing import claim, ready_cases, route_all
from actions.shortfall_routing import route_shortfall
from cli import shortfall_demonstration as fallback
from cli.attachments import read_filing
from cli.door import Door
from cli.tables import read_tables
from database import transaction
from docs.sample_draft import Writing, name_the_town
from documents import DocumentStore
from models.cases import CaseKind
from models.forms import WaiverForm
from models.messages import Message, MessageState
from models.reviews import Outcome, Recommendation, ReviewOutcome
from models.shortfalls import Place
from settings import Settings
from tests.actions.makers import (
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM,
    House,
)

OPENED = datetime(2025, 1, 6, 14, 0, tzinfo=UTC)
TODAY = datetime(2026, 10, 14, 15, 5, tzinfo=UTC)
"""A Wednesday, five past eleven in New York."""

JUNE = 6
WITH_A_TERM = "99070000"
"""Whose waivers are granted until a day."""
PORT_EXAMPLE, QUARRY_HILL, CRANBERRY_NECK = "99010000", "99020000", "99080000"
MORE = {
    "99040000": "Salt Meadow",
    "99050000": "Old Ferry",
    "99060000": "Granite Ledge",
    "99070000": "Mill Pond",
    "99080000": "Cranberry Neck",
    "99090000": "Windmill Point",
}
"""Towns beside those of the samples that ship; like them, they are nowhere."""
PLACES = {PORT_EXAMPLE: "Port Example", QUARRY_HILL: "Quarry Hill"}
OBJECTION = (
    "The chief objects. A patrol car is five minutes away when the roads are clear, and in "
    "winter they often are not."
)
SUPPORT = "The chief supports the request and values the quarterly drills."
NOTES = {
    INTAKE: "Every part the section asks for is there.",
    PROGRAM: "The response protocol is in use, and its drills are on record since 2022.",
    COUNSEL: "In order. The warnings were read, and the chief’s own view with them.",
}
BELIEFS = {
    Outcome.GRANTED: "The response protocol and the added counselor of {} are in use, and calls "
    "for police have fallen to one a year. I believe that an officer stationed in these schools "
    "would not assist this department to ensure school safety.",
    Outcome.DENIED: "The drills of {} are planned and not yet held, and the figures end before "
    "the school that is asked about opened. On this record I do not believe that an officer "
    "would not assist.",
}
ENDED: Sequence[tuple[str, datetime, tuple[int, ...], Outcome]] = (
    ("99040000", datetime(2025, 2, 4, 15, 10, tzinfo=UTC), (3, 9, 8, 14), Outcome.GRANTED),
    ("99050000", datetime(2025, 2, 20, 14, 30, tzinfo=UTC), (5, 13, 9, 20), Outcome.GRANTED),
    ("99060000", datetime(2025, 3, 11, 16, 0, tzinfo=UTC), (4, 16, 14, 25), Outcome.DENIED),
    ("99070000", datetime(2025, 4, 2, 13, 45, tzinfo=UTC), (6, 12, 12, 17), Outcome.GRANTED),
    ("99090000", datetime(2025, 5, 7, 18, 20, tzinfo=UTC), (2, 15, 10, 30), Outcome.GRANTED),
    ("99010000", datetime(2026, 1, 13, 15, 0, tzinfo=UTC), (2, 8, 7, 10), Outcome.GRANTED),
    ("99040000", datetime(2026, 1, 28, 14, 15, tzinfo=UTC), (3, 10, 6, 14), Outcome.GRANTED),
    ("99050000", datetime(2026, 2, 11, 16, 40, tzinfo=UTC), (5, 9, 9, 11), Outcome.DENIED),
    ("99070000", datetime(2026, 3, 3, 13, 30, tzinfo=UTC), (3, 14, 8, 13), Outcome.GRANTED),
    ("99090000", datetime(2026, 3, 24, 15, 50, tzinfo=UTC), (4, 11, 10, 19), Outcome.GRANTED),
)
"""Cases that are decided: whose, filed when, days at each step, what was decided."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pictures are of."""

    draft: str
    returned: str
    before_counsel: str
    before_commissioner: str
    shortfall: str
    published: str


@dataclass
class Stage:
    """A house with the sample lists, and the paper that is filed in it."""

    house: House
    settings: Settings
    store: DocumentStore
    examples: Path

    def fill(self) -> Shown:
        """Do everything that is to be seen."""
        self._take_in_lists()
        ended = [self._decided(*one) for one in ENDED]
        for number in ended[1:]:
            self._publish(number)
        shown = Shown(
            draft=self._draft(),
            returned=self._returned(),
            before_counsel=self._at_counsel(),
            before_commissioner=self._at_the_commissioner(),
            shortfall=self._shortfall(),
            published=ended[-2],
        )
        self._others()
        self._have_sent()
        return shown

    # the registry

    def _take_in_lists(self) -> None:
        folder = self.settings.home
        added = {
            "registry": [f"{code},{town},municipal,{town}" for code, town in MORE.items()],
            "schools": [f"{code[:4]}0305,{town} High,{code},{town}" for code, town in MORE.items()],
            "offices": [
                line
                for code, town in MORE.items()
                for line in (
                    f"superintendent,{code},{signer(code)},Superintendent of Schools,",
                    f"chief,{town},chief@police.{_host(town)},Chief of Police,chief",
                )
            ],
        }
        for name, lines in added.items():
            sample = (self.examples / f"{name}.csv").read_text(encoding="utf-8")
            (folder / f"{name}.csv").write_text(sample + "\n".join(lines) + "\n", encoding="utf-8")
        tables = read_tables(
            organizations=folder / "registry.csv",
            schools=folder / "schools.csv",
            offices=folder / "offices.csv",
        )
        with transaction(self.house.engine) as session:
            tables.require_sound(lambda lists: faults_in(session, lists))
            import_lists(session, tables.lists, by=OPERATOR, entered_by=OPERATOR, now=OPENED)

    # applications

    def _file(self, code: str, at: datetime, *, view: str = SUPPORT) -> str:
        self.house.now = at
        read = read_filing(self.examples / "waiver.yaml")
        read.store(self.store)
        filed = self.house.submit(self._paper(read.filing, code, view), by=signer(code))
        return filed.case.number

    def _paper(self, sample: Filing[WaiverForm], code: str, view: str) -> Filing[WaiverForm]:
        now = self.house.now
        text = (self.examples / "waiver.yaml").read_text(encoding="utf-8")
        if now.month > JUNE:  # one school year more is counted; the chief was asked in May
            text = text.replace("2025-10-", f"{now.year}-05-").replace("2025-", f"{now.year}-")
        else:
            text = text.replace("2025-", f"{now.year - 1}-")
        written: dict[str, Any] = yaml.safe_load(text)
        said = written["chief_consultations"][0]
        said |= {"office": f"Chief of Police, {place(code)}", "view": view}
        said["attested_by"] = signer(code)
        name_the_town(written, place(code))
        years = [f"{now.year}-{now.year % 100 + 1}"]
        changed = {"applicant": code, "school_years": years}
        return replace(sample, form=WaiverForm.model_validate({**written, **changed}))

    def _carry(self, number: str, *steps: tuple[str, int]) -> None:
        """Let each reviewer have the case for so many days, then send it on."""
        for by, days in steps:
            self.house.route()
            self.house.later(days=days, hours=1)
            advice = Recommendation.GRANT if by == COUNSEL else None
            self.house.review(number, by, note=NOTES[by], recommend=advice)
        self.house.route()

    def _decided(self, code: str, at: datetime, days: tuple[int, ...], outcome: Outcome) -> str:
        number = self._file(code, at)
        intake, program, counsel, last = days
        self._carry(number, (INTAKE, intake), (PROGRAM, program), (COUNSEL, counsel))
        self.house.later(days=last)
        granted = outcome is Outcome.GRANTED
        self.house.decide(
            number,
            outcome=outcome,
            belief=BELIEFS[outcome].format(place(code)),
            relied_on=("E1", "A1.1") if granted else ("E1", "E2"),
            conditions=(f"Tell {signer(code)} of each drill, by letter.",) if granted else (),
            until=date(2028, 6, 30) if code == WITH_A_TERM else None,
        )
        return number

    def _publish(self, number: str) -> None:
        """Take out what was found, but titles, and publish."""
        now = self.house.now
        with transaction(self.house.engine) as session:
            offered = propose_entry(session, number, by=OPERATOR, now=now)
            titles = [one for one in offered.marks if one.field == "decided_by"]
            publish_entry(
                session, number, offered.entry.edition, saw=offered.source.sha256,
                take_out=[one for one in offered.marks if one not in titles], cleared=titles,
                by=COUNSEL, entered_by=COUNSEL, now=now,
            )  # fmt: skip

    def _returned(self) -> str:
        number = self._file("99050000", datetime(2026, 9, 14, 14, 20, tzinfo=UTC))
        self._carry(number, (INTAKE, 2))
        self.house.later(days=13)
        asked = (
            Asked("evidence[0].period", "Do the calls of this summer fall in this table?"),
            Asked("alternatives[1].description", "How many of the staff are trained to mediate?"),
        )
        self.house.review(
            number, PROGRAM, outcome=ReviewOutcome.RETURN, questions=asked, note="Two questions."
        )
        self.house.route()
        return number

    def _at_counsel(self) -> str:
        number = self._file("99060000", datetime(2026, 9, 15, 17, 5, tzinfo=UTC), view=OBJECTION)
        self._carry(number, (INTAKE, 3), (PROGRAM, 17))
        self.house.declare(number, COUNSEL)
        return number

    def _at_the_commissioner(self) -> str:
        number = self._file("99090000", datetime(2026, 9, 8, 13, 40, tzinfo=UTC), view=OBJECTION)
        self._carry(number, (INTAKE, 2), (PROGRAM, 13), (COUNSEL, 14))
        self.house.declare(number, COMMISSIONER)
        return number

    def _others(self) -> None:
        """File what fills the queue: one late, one paused, one that nobody can take."""
        file = self._file
        seen = file(QUARRY_HILL, datetime(2026, 9, 22, 14, 0, tzinfo=UTC))
        self._carry(seen, (INTAKE, 2))
        file(PORT_EXAMPLE, datetime(2026, 9, 29, 19, 30, tzinfo=UTC))
        self.house.route()
        paused = file("99070000", datetime(2026, 9, 23, 15, 15, tzinfo=UTC))
        self._carry(paused, (INTAKE, 2))
        left = file("99040000", datetime(2026, 9, 16, 15, 15, tzinfo=UTC))
        self._carry(left, (INTAKE, 2), (PROGRAM, 22))
        self.house.now = TODAY
        self._in_one(paused, seen, left)
        self.house.route()

    def _in_one(self, paused: str, seen: str, left: str) -> None:
        now = TODAY
        with transaction(self.house.engine) as session:
            pause_clock(
                session, paused, "review:program", reason="The survey’s answers are counted again",
                by=OPERATOR, entered_by=OPERATOR, now=now,
            )  # fmt: skip
            give_view(
                session, seen, account=Account.AS_TOLD, view="We drilled together twice this year.",
                by=fallback.CHIEF, entered_by=fallback.CHIEF, now=now,
            )  # fmt: skip
            recuse(
                session, left, reason="A relative teaches in this school",
                by=COUNSEL, entered_by=COUNSEL, now=now,
            )  # fmt: skip

    # a shortfall

    def _shortfall(self) -> str:
        number = fallback.determine(self._door(9, 9), self.examples / "shortfall.yaml")
        self._route_shortfalls()
        acts = (
            (9, 17, fallback.consult),
            (9, 30, fallback.assign),
            (10, 6, fallback.lodge),
        )
        for month, day, act in acts:
            act(self._door(month, day), number)
            self._route_shortfalls()
        fallback.confirm(self._door(10, 6), number, Place.SUPERINTENDENT, fallback.SUPERINTENDENT)
        return number

    def _door(self, month: int, day: int) -> Door:
        """Open the house on a day of the autumn."""
        self.house.now = datetime(2026, month, day, 14, 30, tzinfo=UTC)
        settings = self.settings.model_copy(update={"now": self.house.now})
        return Door(settings, self.house.engine, self.store, self.house.now, KEYBOARD)

    def _route_shortfalls(self) -> None:
        now = self.house.now
        with transaction(self.house.engine) as session:
            numbers = ready_cases(session, CaseKind.SHORTFALL, now=now, limit=10)
            route_all(session, claim(session, numbers, now=now), route_shortfall, now=now)

    def _draft(self) -> str:
        at = datetime(2026, 10, 13, 18, 50, tzinfo=UTC)
        with transaction(self.house.engine) as session:
            writing = Writing(session, self.store, self.examples, signer(CRANBERRY_NECK), at)
            return writing.begin(CRANBERRY_NECK, place(CRANBERRY_NECK))

    def _have_sent(self) -> None:
        """Have the mail gone, as a worker would."""
        with transaction(self.house.engine) as session:
            session.exec(
                update(Message).values(
                    state=MessageState.SENT, sent_at=Message.queued_at, due_at=None
                )
            )


def stage(engine: Engine, settings: Settings, examples: Path) -> Stage:
    """Give an empty stage in a migrated database."""
    store = DocumentStore(settings.home / "documents")
    return Stage(House(engine, now=OPENED), settings, store, examples)


def place(code: str) -> str:
    """Give the town of a body."""
    return {**PLACES, **MORE}[code]


def signer(code: str) -> str:
    """Give the address of a body's superintendent."""
    return f"superintendent@{_host(place(code))}"


def _host(town: str) -> str:
    return f"{town.replace(' ', '').casefold()}.example"
