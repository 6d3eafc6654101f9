"""Acts on clocks and the calendar, a line each; and what a mail would say now."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from actions.clocks import extend_clock, pause_clock, resume_clock
from actions.closing import enter_closure, lift_closure, preview_closure, preview_lifting
from actions.explaining import explained_duties
from actions.letters import Withheld, letter
from actions.recounting import Moves
from database import reading
from models.clocks import ClockChange, ClosureKind
from models.duties import Authority
from models.events import Event
from models.messages import Message, MessageState
from notifications.render import render
from tests.actions.makers import KEYBOARD, OPERATOR, House

REVIEW = "review:intake"
WHY = "The district is sending the survey."


@dataclass
class Clocks:
    """The clocks of a house, and its calendar."""

    house: House

    def pause(
        self, number: str, what: str = REVIEW, *, by: str = OPERATOR, reason: str = WHY, **more: Any
    ) -> ClockChange:
        """Stop a clock."""
        with self.house.session() as session:
            return pause_clock(
                session,
                number,
                what,
                reason=reason,
                by=by,
                entered_by=KEYBOARD,
                now=self.house.now,
                **more,
            )

    def resume(
        self, number: str, what: str = REVIEW, *, by: str = OPERATOR, reason: str = WHY, **more: Any
    ) -> ClockChange:
        """Let a clock go on."""
        with self.house.session() as session:
            return resume_clock(
                session,
                number,
                what,
                reason=reason,
                by=by,
                entered_by=KEYBOARD,
                now=self.house.now,
                **more,
            )

    def extend(
        self,
        number: str,
        what: str = REVIEW,
        days: int = 5,
        *,
        by: str = OPERATOR,
        reason: str = WHY,
        authority: Authority = Authority.POLICY,
    ) -> ClockChange:
        """Give days."""
        with self.house.session() as session:
            return extend_clock(
                session,
                number,
                what,
                days=days,
                reason=reason,
                authority=authority,
                by=by,
                entered_by=KEYBOARD,
                now=self.house.now,
            )

    def close(
        self,
        day: date,
        *,
        by: str = OPERATOR,
        reason: str = "snow",
        kind: ClosureKind = ClosureKind.CLOSURE,
    ) -> Moves:
        """Enter a closure."""
        with self.house.session() as session:
            return enter_closure(
                session, day, reason, by=by, entered_by=KEYBOARD, now=self.house.now, kind=kind
            )

    def lift(self, day: date, *, by: str = OPERATOR, reason: str = "It melted.") -> Moves:
        """Lift a closure."""
        with self.house.session() as session:
            return lift_closure(
                session, day, reason, by=by, entered_by=KEYBOARD, now=self.house.now
            )

    def foresee(self, day: date, *, lifting: bool = False, by: str = OPERATOR) -> Moves:
        """Ask what a closure, or lifting it, would move."""
        preview = preview_lifting if lifting else preview_closure
        with reading(self.house.engine) as session:
            return preview(session, day, "snow", by=by, now=self.house.now)

    def duty(self, number: str, what: str = REVIEW) -> dict[str, Any]:
        """Give the newest duty of this name as it is shown."""
        return [one for one in self.house.show(number)["duties"] if one["what"] == what][-1]

    def due(self, number: str, what: str = REVIEW) -> str:
        """Give the day a duty is owed by."""
        return self.duty(number, what)["due_on"]

    def explain(self, number: str, what: str = REVIEW) -> dict[str, Any]:
        """Explain the newest duty of this name."""
        with reading(self.house.engine) as session:
            found = explained_duties(session, number)
        return [one for one in found if one["what"] == what][-1]

    def logged(self, number: str, kind: str) -> list[dict[str, Any]]:
        """Give what the log says of events of a kind."""
        events = [one for one in self.house.rows(Event) if one.stream == number]
        return [json.loads(one.data) for one in events if one.kind == kind]

    def mails(self, number: str, template: str = "clock-changed") -> list[tuple[str, str]]:
        """Give to whom each unsent mail would go now, with its words or why not."""
        said: list[tuple[str, str]] = []
        with self.house.session() as session:
            query = select(Message).where(
                col(Message.case_number) == number, col(Message.template) == template
            )
            for message in session.exec(query.order_by(col(Message.id))):
                if message.state is MessageState.SENT:
                    continue
                written = letter(session, message, now=self.house.now)
                words = written.reason if isinstance(written, Withheld) else render(written).text
                said.append((message.to_email, " ".join(words.split())))
        return said

    def send(self, number: str) -> None:
        """Let all mail of a case be sent."""
        with self.house.session() as session:
            for message in session.exec(select(Message).where(col(Message.case_number) == number)):
                message.state = MessageState.SENT
