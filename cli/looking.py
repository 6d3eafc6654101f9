"""Commands that look: list, show, explain."""

from typing import Any

from actions.dossier import dossier
from actions.explaining import explained_duties
from actions.listing import cases
from cli.door import open_door
from cli.filing import Problem, Unreadable
from cli.output import document, mark, say, source
from database import reading
from models.cases import CaseKind, CaseState
from rules.calendar import new_york_date


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
        owed = "; ".join(_owed(one) for one in row["owed"])
        trouble = mark(f"  trouble: {row['trouble']}", "red") if row["trouble"] else ""
        where = f"{row['number']}  {row['state']:<12}  {row['applicant']['name']:<32}"
        say(f"{where}  {owed}{trouble}".rstrip())
    if not found:
        say("No cases.")
    return 0


def _owed(one: dict[str, Any]) -> str:
    by = f"paused since {one['paused_on']}" if one["paused_on"] else f"by {one['due_on']}"
    return f"{one['what']} {by} ({one['owed_by']})"


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
        f"{one['state']}{', paused since ' + one['paused_on'] if one['paused_on'] else ''}"
        f"{'  ' + one['holder'] if one['holder'] else ''}"
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
    _section("Reminders", [
        f"{one['at'][:10]}  {one['rung']:<22} {one['what']:<22} {one['office']:<20} {one['state']}"
        for one in case["reminders"]
    ])  # fmt: skip
    _section("Mail", [
        f"{one['template']:<18} {one['to']:<40} {one['state']}{_became(one)}"
        for one in case["messages"]
    ])  # fmt: skip


def _became(message: dict[str, Any]) -> str:
    """Say what else is known of a mail."""
    told = [message["reason"]] if message["reason"] else []
    if message["stands_in_for"]:
        told.append(f"in place of {message['stands_in_for']}")
    if message["acknowledged_at"]:
        told.append("acknowledged")
    return f" ({'; '.join(told)})" if told else ""


def _section(title: str, lines: list[str]) -> None:
    if lines:
        say(f"\n  {title}")
        for line in lines:
            say(f"    {line}")


def explain(number: str, *, as_json: bool) -> int:
    """Print how each due date of a case came about."""
    door = open_door()
    with reading(door.engine) as session:
        explained = explained_duties(session, number)
    if as_json:
        document({"number": number, "duties": explained})
        return 0
    for one in explained:
        _print_clock(one)
    return 0


def _print_clock(one: dict[str, Any]) -> None:
    say(mark(f"{one['what']} ({one['owed_by']}), {one['state']}", "bold"))
    more = sum(each["days"] for each in one["extensions"])
    added = f" and {more} more" if more else ""
    say(f"  opened {one['start']}, which is day 0; {one['days_allowed']}{added} {one['counting']}")
    for day in one["days"]:
        done = "counted" if day["counted"] else "skipped"
        say(f"    {day['day']} {day['weekday']:<10} {done}: {day['why']}")
    say(f"  due by the end of {one['due_on']}, New York ({one['authority']}: {one['basis']})")
    if one["paused_on"]:
        say(f"  the clock stands since {one['paused_on']}: the date changes when it goes on")
    for change in one["changes"]:
        say(f"  {_change(change)}")
    say()


def _change(change: dict[str, Any]) -> str:
    days = f" by {change['days']} days" if change["days"] else ""
    moved = f"{change['due_before']} became {change['due_after']}"
    if change["due_before"] == change["due_after"]:
        moved = f"{change['due_after']} stayed"
    why = f"{change['authority']}, {change['by']}: {change['reason']}"
    return f"{change['kind']}{days} on {change['on']}, {moved} ({why})"
