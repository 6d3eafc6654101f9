"""Commands that look: list, show, explain."""

from typing import Any

from actions.dossier import dossier
from actions.listing import cases, duties_of
from cli.door import open_door
from cli.filing import Problem, Unreadable
from cli.output import document, mark, say, source
from database import reading
from models.cases import CaseKind, CaseState
from rules.calendar import count_days, new_york, new_york_date


def list_cases(*, kind: str | None, state: str | None, overdue: bool, as_json: bool) -> int:
    """Print cases, a line each."""
    if state is not None and state not in set(CaseState):
        known = ", ".join(CaseState)
        raise Unreadable(
            [Problem("command line", "--state", None, f"{state!r} is no state; these are: {known}")]
        )
    door = open_door()
    with reading(door.engine) as session:
        found = cases(
            session,
            kind=CaseKind(kind) if kind else None,
            state=CaseState(state) if state else None,
            overdue_on=new_york_date(door.now) if overdue else None,
        )
    if as_json:
        document(found)
        return 0
    for row in found:
        owed = "; ".join(f"{o['what']} by {o['due_on']} ({o['owed_by']})" for o in row["owed"])
        trouble = mark(f"  trouble: {row['trouble']}", "red") if row["trouble"] else ""
        where = f"{row['number']}  {row['state']:<12}  {row['applicant']['name']:<32}"
        say(f"{where}  {owed}{trouble}".rstrip())
    if not found:
        say("No cases.")
    return 0


def show(number: str, *, as_json: bool) -> int:
    """Print everything on record about a case."""
    door = open_door()
    with reading(door.engine) as session:
        found = dossier(session, number)
    if as_json:
        document(found)
    else:
        _print(found)
    return 0


def _print(case: dict[str, Any]) -> None:
    body = case["applicant"]
    step = f", at {case['step']}" if case["step"] and case["state"] == "in_review" else ""
    say(mark(f"{case['number']}  {body['name']} ({body['code']})", "bold"))
    say(f"  {case['state'].replace('_', ' ')}{step}; version {case['version']}")
    say(f"  law {case['law_version']}, policy {case['policy_version']}")
    if case["trouble"]:
        say(mark(f"  put aside: {case['trouble']}", "red"))
    _section("See also", [f"{one['number']}  {one['state']}" for one in case["links"]])
    _section("Look at", [
        f"{source(one['rule'], one['clause'])} ({one['authority']}): {one['message']}"
        for one in case["warnings"]
    ])  # fmt: skip
    _section("Evidence", [f"{one['id']}  {one['title']}" for one in case["evidence"]])
    _section("Alternatives", [
        f"{one['id']}  {one['kind']}: {one['description']}" for one in case["alternatives"]
    ])  # fmt: skip
    _section("Duties", [
        f"{one['what']:<22} {one['owed_by']:<24} due {one['due_on']} ({one['authority']})  "
        f"{one['state']}{'  ' + one['holder'] if one['holder'] else ''}"
        for one in case["duties"]
    ])  # fmt: skip
    _section("Reviews", [
        f"{one['step']}: {one['outcome']}, {one['recommend'] or 'no recommendation'}; {one['note']}"
        for one in case["reviews"]
    ])  # fmt: skip
    if decision := case["decision"]:
        say(mark(f"\n  Decision: {decision['outcome']}", "bold"))
        say(f"    {decision['belief']}")
        say(f"    relied on {', '.join(decision['relied_on'])}; scope: {decision['scope']}")
    _section("Log", [
        f"{one['seq']:>3}  {one['at']}  {one['kind']:<20} {one['by']}" for one in case["events"]
    ])  # fmt: skip
    _section("Mail", [
        f"{one['template']:<18} {one['to']:<40} {one['state']}" for one in case["messages"]
    ])  # fmt: skip


def _section(title: str, lines: list[str]) -> None:
    if lines:
        say(f"\n  {title}")
        for line in lines:
            say(f"    {line}")


def explain(number: str, *, as_json: bool) -> int:
    """Print how each due date of a case came about."""
    door = open_door()
    with reading(door.engine) as session:
        dossier(session, number)
        duties = duties_of(session, number)
    explained = [
        {
            "what": duty.what,
            "owed_by": duty.owed_by,
            "start": new_york(duty.opened_at).date().isoformat(),
            "days_allowed": duty.days,
            "days": [
                {
                    "day": one.day.isoformat(),
                    "weekday": f"{one.day:%A}",
                    "counted": one.number is not None,
                    "why": one.why,
                }
                for one in count_days(new_york_date(duty.opened_at), duty.days)
            ],
            "due_on": duty.due_on.isoformat(),
            "authority": duty.authority.value,
            "basis": duty.basis,
            "state": duty.state.value,
        }
        for duty in duties
    ]
    if as_json:
        document({"number": number, "duties": explained})
        return 0
    for one in explained:
        say(mark(f"{one['what']} ({one['owed_by']}), {one['state']}", "bold"))
        say(f"  opened {one['start']}, which is day 0; {one['days_allowed']} business days")
        for day in one["days"]:  # type: ignore[union-attr]
            done = "counted" if day["counted"] else "skipped"
            say(f"    {day['day']} {day['weekday']:<10} {done}: {day['why']}")
        say(f"  due by the end of {one['due_on']}, New York ({one['authority']}: {one['basis']})\n")
    return 0
