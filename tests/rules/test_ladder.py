"""Which rungs of a ladder come when, and what an outage makes of them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people import Office
from models.reminders import RungKind
from rules.calendar import NEW_YORK, is_business_day, new_york_date
from rules.ladder import Climbing, Mornings, Rung, climb, foretell, next_moment, rungs
from rules.policy import Escalation, Ladder, default_policy_text, parse_policy

LADDER = Ladder(
    duties=("review:",),
    remind=(-5, -1, 1, 5),
    escalate=(Escalation(after=3, to=Office.OPERATOR, stand_in=Office.INTAKE),),
    telephone=8,
)
MORNINGS = Mornings(8)
LONG_AGO = datetime(2026, 1, 5, 15, tzinfo=UTC)
WEDNESDAY = date(2026, 9, 30)


def ladder_of(
    due_on: date = WEDNESDAY, opened_at: datetime = LONG_AGO, mornings: Mornings = MORNINGS
) -> tuple[Rung, ...]:
    """Give the rungs of a duty."""
    return rungs(LADDER, Climbing(due_on, opened_at), mornings)


def at(day: date, hour: int = 8) -> datetime:
    """Give an hour of a day in New York."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK)


def test_rungs_stand_on_business_days_before_and_after_the_last_day() -> None:
    """Five and one before; the first, third, fifth and eighth after, over a weekend and a holiday.

    12 October 2026 is a legal holiday.
    """
    assert [(rung.key, rung.at) for rung in ladder_of()] == [
        ("remind-5", at(date(2026, 9, 23))),
        ("remind-1", at(date(2026, 9, 29))),
        ("remind+1", at(date(2026, 10, 1))),
        ("escalate+3:operator", at(date(2026, 10, 5))),
        ("remind+5", at(date(2026, 10, 7))),
        ("telephone+8", at(date(2026, 10, 13))),
    ]


def test_no_rung_falls_on_a_closed_day() -> None:
    """A snow day on the first working day after moves that reminder to the next."""
    closed = Mornings(8, frozenset({date(2026, 10, 1)}))
    moments = {rung.key: rung.at for rung in ladder_of(mornings=closed)}
    assert moments["remind+1"] == at(date(2026, 10, 2))
    assert moments["escalate+3:operator"] == at(date(2026, 10, 6))


@pytest.mark.parametrize(
    ("due_on", "utc_hours"),
    [(date(2026, 11, 2), [12, 12, 13]), (date(2027, 3, 15), [13, 13, 12])],
    ids=["autumn", "spring"],
)
def test_eight_in_the_morning_stays_so_over_a_clock_change(
    due_on: date, utc_hours: list[int]
) -> None:
    """People's clocks count, not the machine's: by UTC the hour moves."""
    before = [rung for rung in ladder_of(due_on) if rung.kind is RungKind.REMIND][:3]
    assert [rung.at.astimezone(NEW_YORK).hour for rung in before] == [8, 8, 8]
    assert [rung.at.hour for rung in before] == utc_hours


def test_rung_from_before_the_duty_was_opened_does_not_apply() -> None:
    """A duty of three days has no reminder five days before its end."""
    opened = at(date(2026, 9, 25), 14)
    assert ladder_of(opened_at=opened)[0].key == "remind-1"
    on_the_dot = ladder_of(opened_at=at(date(2026, 9, 29)))
    assert on_the_dot[0].key == "remind+1"


def test_extended_duty_begins_its_ladder_anew() -> None:
    """Its rungs have other names, so that what went for the old date hides none of the new."""
    anew = at(date(2026, 10, 1), 12)
    keys = [
        rung.key for rung in rungs(LADDER, Climbing(date(2026, 10, 30), LONG_AGO, anew), MORNINGS)
    ]
    assert keys[0] == "remind-5/2026-10-01T16:00:00Z"
    assert not {rung.key for rung in ladder_of()} & set(keys)


BEFORE = frozenset({"remind-5"})


@pytest.mark.parametrize(
    ("away", "goes", "overtaken"),
    [
        (0, ["remind-1"], []),
        (1, ["remind-1"], []),
        (3, ["remind+1"], ["remind-1"]),
        (10, ["escalate+3:operator", "remind+5"], ["remind-1", "remind+1"]),
        (30, ["escalate+3:operator", "remind+5", "telephone+8"], ["remind-1", "remind+1"]),
    ],
    ids=["on time", "1 day", "3 days", "10 days", "30 days"],
)
def test_after_an_outage_the_rungs_still_relevant_go_once(
    away: int, goes: list[str], overtaken: list[str]
) -> None:
    """Of reminders the newest; escalations and the telephone once each; none is forgotten."""
    now = MORNINGS.from_(at(date(2026, 9, 29)) + timedelta(days=away))
    step = climb(ladder_of(), BEFORE, now)
    assert [rung.key for rung in step.goes] == goes
    assert [rung.key for rung in step.overtaken] == overtaken
    again = climb(ladder_of(), BEFORE | {*goes, *overtaken}, now)
    assert not again.goes
    assert not again.overtaken
    assert again.next_at == step.next_at == next_moment(ladder_of(), BEFORE | {*goes, *overtaken})


def test_ladder_ends() -> None:
    """After its last rung a duty is left in peace: nothing is due any more."""
    every = {rung.key for rung in ladder_of()}
    assert next_moment(ladder_of(), every) is None
    assert climb(ladder_of(), every, at(date(2030, 1, 2))).next_at is None


def test_weekend_is_waited_out() -> None:
    """A program that comes back on Saturday night writes to nobody before Monday."""
    saturday = at(date(2026, 10, 3), 23)
    moments = [now for now, _ in foretell(
        ladder_of(), BEFORE, MORNINGS, since=saturday, until=date(2026, 10, 5)
    )]  # fmt: skip
    assert moments == [at(date(2026, 10, 5))]


def test_late_on_a_working_day_is_not_too_late() -> None:
    """Back at four in the afternoon: what was missed goes at four."""
    afternoon = at(date(2026, 9, 29), 16)
    now, step = next(
        foretell(ladder_of(), BEFORE, MORNINGS, since=afternoon, until=date(2026, 9, 29))
    )
    assert (now, [rung.key for rung in step.goes]) == (afternoon, ["remind-1"])


days = st.dates(date(2025, 1, 1), date(2029, 12, 31))


@given(
    due_on=days,
    opened=st.integers(0, 60),
    closures=st.frozensets(st.integers(-20, 20), max_size=5),
    looks=st.lists(st.integers(0, 30), max_size=12),
)
def test_however_often_it_is_looked_each_rung_is_settled_once(
    due_on: date, opened: int, closures: frozenset[int], looks: list[int]
) -> None:
    """Any days of looking, outages between them: each rung goes or is overtaken, and only once."""
    closed = frozenset(due_on + timedelta(days=days) for days in closures)
    mornings = Mornings(8, closed)
    opened_at = at(due_on - timedelta(days=opened), 11)
    ladder = ladder_of(due_on, opened_at, mornings)
    gone: list[str] = []
    now = opened_at
    for days in [*looks, 400]:
        now = mornings.from_(now + timedelta(days=days))
        step = climb(ladder, set(gone), now)
        reminders = [rung for rung in step.goes if rung.kind is RungKind.REMIND]
        assert len(reminders) <= 1
        assert all(rung.at < reminders[0].at for rung in step.overtaken)
        gone += [rung.key for rung in (*step.goes, *step.overtaken)]
    assert sorted(gone) == sorted(rung.key for rung in ladder)
    assert all(is_business_day(new_york_date(rung.at), closed) for rung in ladder)


@given(due_on=days, since=st.integers(-30, 30), until=st.integers(0, 60))
def test_what_is_foretold_is_what_rounds_then_do(due_on: date, since: int, until: int) -> None:
    """A dry run and rounds at every hour come to the same moments and rungs."""
    start, end = due_on + timedelta(days=since), due_on + timedelta(days=since + until)
    ladder = ladder_of(due_on, at(due_on - timedelta(days=40)))
    told = list(foretell(ladder, set(), MORNINGS, since=at(start, 6), until=end))
    done: list[tuple[datetime, object]] = []
    gone: set[str] = set()
    now = at(start, 6)
    while now.date() <= end:
        if MORNINGS.from_(now) == now and (step := climb(ladder, gone, now)).goes:
            done.append((now, step))
            gone |= {rung.key for rung in (*step.goes, *step.overtaken)}
        now = (
            at(now.date(), now.hour + 1) if now.hour < 23 else at(now.date() + timedelta(days=1), 0)
        )
    assert told == done
    assert all(one < other for (one, _), (other, _) in pairwise(told))


def test_shipped_ladders_name_each_kind_of_duty() -> None:
    """A district's answer is not chased like an operator's task; what nobody named has one too."""
    terms = parse_policy(default_policy_text()).reminders
    assert terms.ladder("review:program").telephone is None
    assert terms.ladder("answer:questions").escalate[0].to is Office.INTAKE
    assert [one.to for one in terms.ladder("reply:state_police").escalate] == [
        Office.CHIEF,
        Office.OPERATOR,
    ]
    assert terms.ladder("telephone:7").remind == (1,)
    assert terms.ladder("something:new") == terms.ladder("another:thing")


def test_closest_name_wins() -> None:
    """A ladder for one step stands before the ladder of all steps."""
    text = default_policy_text().replace(
        "# The operators' own.",
        '[[reminders.ladders]]\nduties = ["review:counsel"]\nremind = [-2]\n',
    )
    terms = parse_policy(text).reminders
    assert terms.ladder("review:counsel").remind == (-2,)
    assert terms.ladder("review:program").remind == (-5, -1, 1, 5)
