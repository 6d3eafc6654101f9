"""How many due dates a second: counted, explained, and moved by a closure.

Run it from the project's folder: `python -m benchmarks.due_dates [COUNT]`. It
counts COUNT clocks (100,000) of a realistic mix on one processor, with nothing
but the calendar, and then enters a snow day among open duties on record.
"""

import cProfile
import pstats
import sys
import tempfile
from datetime import UTC, date, datetime
from random import Random
from time import perf_counter

import sqlalchemy as sa
from sqlmodel import Session

import migrations
from actions.closing import enter_closure, preview_closure
from database import connect, reading, transaction
from models.cases import Case, CaseKind, CaseState
from models.duties import Authority, Duty
from models.people import Holding, Office, Person
from models.policies import PolicyVersion
from models.registry import Organization, OrganizationKind
from rules.calendar import Closures, is_business_day
from rules.clocks import Clock, Pause, days_of, due_on

NOW = datetime(2026, 9, 21, 14, tzinfo=UTC)
DAYS = [day for day in map(date.fromordinal, range(736_695, 744_000)) if is_business_day(day)]
"""Business days from 2018 to 2037."""
GOAL = 20_000
"""Due dates a second."""


def main(count: int) -> None:
    """Measure and print."""
    closures = snow_days()
    random = Random(37)  # noqa: S311 - the same each time
    clocks = [a_clock(random) for _ in range(count)]
    for clock in clocks[:1000]:
        due_on(clock, closures)  # the years' holidays are worked out once
    print(f"{count:,} clocks; {len(closures)} closures on record, 2018 to 2037")
    for name, some in kinds(clocks).items():
        rate = per_second(some, closures)
        print(f"  {name:34} {len(some):8,}  {rate:10,.0f} a second")
    rate = per_second(clocks, closures)
    print(f"  {'all of them':34} {count:8,}  {rate:10,.0f} a second  (goal {GOAL:,})")
    start = perf_counter()
    for clock in clocks[: count // 10]:
        days_of(clock, closures)
    took = perf_counter() - start
    print(f"  {'explained, day by day':34} {count // 10:8,}  {count // 10 / took:10,.0f} a second")
    print(f"what bounds it:\n{bounds(clocks[:20_000], closures)}")
    closing()


def snow_days() -> Closures:
    """Give some four closures a year for twenty years."""
    random = Random(37)  # noqa: S311 - the same each time
    return dict.fromkeys(sorted(random.sample(DAYS, 80)), "closed: snow")


def a_clock(random: Random) -> Clock:
    """Give a duty: one in four was paused, one in six extended, one in ten is the law's."""
    start = random.randrange(len(DAYS) - 100)
    paused = [start + random.randrange(15) for _ in range(random.choice((0, 0, 0, 0, 0, 0, 1, 2)))]
    return Clock(
        DAYS[start],
        random.choice((2, 5, 10, 10, 15, 20, 20, 60)),
        random.choice((Authority.LAW, *[Authority.POLICY] * 9)),
        tuple(Pause(DAYS[one], DAYS[one + random.randrange(20)]) for one in paused),
        random.choice(((5,), (), (), (), (), ())),
    )


def kinds(clocks: list[Clock]) -> dict[str, list[Clock]]:
    """Sort clocks by what is to be counted."""
    policy = [clock for clock in clocks if not clock.by_law]
    return {
        "business days, nothing happened": [one for one in policy if not one.pauses],
        "business days, paused": [one for one in policy if one.pauses],
        "days of the law": [clock for clock in clocks if clock.by_law],
    }


def per_second(clocks: list[Clock], closures: Closures) -> float:
    """Count them all; the best of three, since others use the machine."""
    best = 0.0
    for _ in range(3):
        start = perf_counter()
        for clock in clocks:
            due_on(clock, closures)
        best = max(best, len(clocks) / (perf_counter() - start))
    return best


def bounds(clocks: list[Clock], closures: Closures) -> str:
    """Say in which functions the time goes."""
    profile = cProfile.Profile()
    profile.enable()
    for clock in clocks:
        due_on(clock, closures)
    profile.disable()
    spent = pstats.Stats(profile).get_stats_profile().func_profiles
    longest = sorted(spent.items(), key=lambda one: one[1].tottime, reverse=True)[:6]
    total = sum(one.tottime for one in spent.values())
    return "\n".join(f"  {one.tottime / total:5.0%}  {name}" for name, one in longest)


def closing() -> None:
    """Enter a snow day among 1,000 open duties, with and without 50,000 others on file."""
    for others in (0, 200_000):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/recourse.sqlite"
            migrations.upgrade(url)
            engine = connect(url)
            with transaction(engine) as session:
                on_file(session, touched=1_000, others=others)
            snow = date(2026, 9, 24)
            start = perf_counter()
            with reading(engine) as session:
                found = preview_closure(session, snow, "snow", by="operator@doe.example", now=NOW)
            foreseen = perf_counter() - start
            start = perf_counter()
            with transaction(engine) as session:
                enter_closure(
                    session, snow, "snow", by="operator@doe.example", entered_by="", now=NOW
                )
            took = perf_counter() - start
            print(
                f"a closure moves {len(found.moves):,} of {others + 1_000:,} open duties:"
                f" {foreseen:.2f} s to foresee, {took:.2f} s to carry out, log and tell"
            )
            engine.dispose()


def on_file(session: Session, *, touched: int, others: int) -> None:
    """Add open duties: some due after the snow day, others long overdue."""
    operator, reviewer = Person(email="operator@doe.example"), Person(email="intake@doe.example")
    session.add_all([
        PolicyVersion(version="p", content="", first_used_at=NOW),
        Organization(code="1", name="A", kind=OrganizationKind.MUNICIPAL, listed_as="m"),
        operator,
        reviewer,
    ])  # fmt: skip
    session.flush()
    for person, office in ((operator, Office.OPERATOR), (reviewer, Office.INTAKE)):
        session.add(
            Holding(
                person_id=person.id or 0,
                office=office,
                at="DESE",
                title="T",
                granted_by="",
                granted_at=NOW,
            )
        )
    connection = session.connection()
    numbers = [f"W-{n:08}" for n in range(touched + others)]
    case = {
        "kind": CaseKind.WAIVER,
        "state": CaseState.IN_REVIEW,
        "organization_code": "1",
        "law_version": "37P-2018",
        "policy_version": "p",
        "version": 1,
        "filed_at": NOW,
        "failures": 0,
        "event_seq": 0,
        "event_hash": "",
    }
    connection.execute(sa.insert(Case), [{"number": number, **case} for number in numbers])
    opened = datetime(2026, 9, 18, 14, tzinfo=UTC)
    duty = {
        "what": "review:intake",
        "office": Office.INTAKE,
        "at": "DESE",
        "holder": reviewer.id,
        "opened_at": opened,
        "days": 5,
        "authority": Authority.POLICY,
        "basis": "steps.intake.days",
        "state": "open",
    }
    due = {True: date(2026, 9, 25), False: date(2025, 9, 25)}
    connection.execute(
        sa.insert(Duty),
        [{"case_number": one, "due_on": due[n < touched], **duty} for n, one in enumerate(numbers)],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
