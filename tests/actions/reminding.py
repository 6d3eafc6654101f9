"""Rounds of reminders in a house, and its mail handed to a server that accepts everything."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import col

from actions.digests import Composed, compose_digests
from actions.foretelling import Foretold, foretell_reminders
from actions.letters import Withheld, letter
from actions.outbox import Sent, claim_messages, put_down, withhold
from actions.reminders import Taken, take_rungs
from models.cases import Case
from models.duties import Duty, DutyState
from models.messages import Message, MessageState
from models.reminders import Reminder
from notifications.letters import Letter
from notifications.render import render
from notifications.send import Delivered
from rules.calendar import NEW_YORK
from tests.actions.makers import House

OPENED = datetime(2026, 9, 21, 14, tzinfo=UTC)
"""Monday; intake's review of five days is due on the Monday after."""
DUE = date(2026, 9, 28)


ACCEPTED = Delivered("250 ok")


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """Give an hour of a day in New York, in UTC."""
    return datetime.combine(day, time(hour, minute), NEW_YORK).astimezone(UTC)


@dataclass
class Desk:
    """The reminders of a house."""

    house: House

    def take(self, limit: int = 100) -> list[Taken]:
        """Put down all rungs that are due."""
        taken: list[Taken] = []
        while True:
            with self.house.session() as session:
                batch = take_rungs(session, now=self.house.now, limit=limit)
            if batch is None:
                return taken
            taken += batch

    def compose(self) -> list[Composed]:
        """Queue the digests."""
        with self.house.session() as session:
            return compose_digests(session, now=self.house.now)

    def round(self) -> list[Taken]:
        """Do what the flow does."""
        taken = self.take()
        self.compose()
        return taken

    def on(self, day: date, hour: int = 8) -> list[Taken]:
        """Do a round at an hour of a day."""
        self.house.now = at(day, hour)
        return self.round()

    def deliver(self, *, only_digests: bool = False) -> list[Letter]:
        """Send every mail that is due; give what was said, if asked of `only_digests` alone."""
        now, said = self.house.now, list[Letter]()
        with self.house.session() as session:
            lease = timedelta(minutes=1)
            if only_digests:
                session.exec(
                    sa.update(Message)
                    .where(col(Message.digest_on).is_(None))
                    .values(state=MessageState.SENT, due_at=None)
                )
            for message in claim_messages(session, now=now, clock=now, lease=lease, limit=10_000):
                facts = letter(session, message, now=now)
                if isinstance(facts, Withheld):
                    withhold(session, message.id or 0, facts.reason)
                    continue
                told = tuple((one.duty_id, one.rung) for one in facts.entries)
                sent = Sent(message.id or 0, render(facts), ACCEPTED, told)
                put_down(session, [sent], server="smtp://mx.doe.example:25", now=now)
                said.append(facts)
        return said

    def digests(self) -> list[Letter]:
        """Send every mail that is due; give the digests."""
        return [one for one in self.deliver() if one.entries]

    def ledger(self) -> dict[str, tuple[str, str]]:
        """Give state and office of each rung by `what rung`."""
        duties = {one.id: one for one in self.house.rows(Duty)}
        return {
            f"{duties[one.duty_id].what} {one.rung}": (one.state.value, one.office)
            for one in self.house.rows(Reminder)
        }

    def mail(self) -> list[Message]:
        """Give the digests queued, in order."""
        return [one for one in self.house.rows(Message) if one.digest_on]

    def foretell(self, until: date) -> list[Foretold]:
        """Say what will go."""
        with self.house.session() as session:
            return foretell_reminders(session, now=self.house.now, until=until)[0]

    def duty(self, what: str) -> Duty:
        """Give the newest duty of a slug."""
        found: Duty = [one for one in self.house.rows(Duty) if one.what == what][-1]
        return found

    def case(self, number: str) -> Case:
        """Give a case as it stands."""
        found: Case = next(one for one in self.house.rows(Case) if one.number == number)
        return found

    def still_open(self, number: str) -> set[str]:
        """Give what is owed on a case."""
        return {
            one.what
            for one in self.house.rows(Duty)
            if one.case_number == number and one.state is DutyState.OPEN
        }
