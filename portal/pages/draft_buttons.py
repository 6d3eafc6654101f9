"""What the buttons of a draft's part do, after what was typed there is saved."""

from dataclasses import dataclass, field

from actions.draft_files import remove_file
from actions.draft_items import add_item, move_item, remove_item, restore_item, taken_out
from actions.drafts import edit_draft, set_asides, settle
from database import Session
from models.drafts import Draft, SetAside
from portal.paper import PARTS, Part, anchor
from portal.visits import Visit
from rules.findings import Finding, Refused


@dataclass(slots=True)
class Onward:
    """Where a button leads, and what is said there."""

    path: str
    said: str = ""
    refused: tuple[Finding, ...] = field(default=())


def press(session: Session, visit: Visit, draft: Draft, part: Part) -> Onward:
    """Do what the button says. What a rule refuses is told, and what was typed stays saved."""
    here = f"/drafts/{draft.id}/parts/{part.slug}"
    button, _, rest = visit.value("do").partition(" ")
    do = _BUTTONS.get(button)
    if do is None:
        return Onward(_next_of(draft, part) if button == "next" else here)
    try:
        with session.begin_nested():
            place, said = do(session, visit, draft, rest)
    except Refused as refused:
        return Onward(here, refused=refused.findings)
    return Onward(f"{here}#{anchor(place)}" if place else here, said)


def _next_of(draft: Draft, part: Part) -> str:
    at = PARTS.index(part) + 1
    if at == len(PARTS):
        return f"/drafts/{draft.id}"
    return f"/drafts/{draft.id}/parts/{PARTS[at].slug}"


def _add(session: Session, visit: Visit, draft: Draft, listed: str) -> tuple[str, str]:
    place = add_item(session, draft.id, listed, by=visit.by, now=visit.now)
    return place, "Saved, and a new one is below to fill in."


def _remove(session: Session, visit: Visit, draft: Draft, path: str) -> tuple[str, str]:
    # What others wrote before this page was loaded was on it; what came since is told.
    seen = int(visit.value("seen") or 0)
    remove_item(session, draft.id, path, seen=seen, by=visit.by, now=visit.now)
    return "", "Taken out. It can be brought back, with its file, at the end of this page."


def _restore(session: Session, visit: Visit, draft: Draft, path: str) -> tuple[str, str]:
    restore_item(session, draft.id, path, by=visit.by, now=visit.now)
    return path, "Brought back, at the end of its list."


def _move(session: Session, visit: Visit, draft: Draft, rest: str) -> tuple[str, str]:
    path, _, to = rest.partition(" ")
    move_item(session, draft.id, path, int(to) if to.isdecimal() else 0,
              by=visit.by, now=visit.now)  # fmt: skip
    return path, "Moved."


def _take_file_away(session: Session, visit: Visit, draft: Draft, rest: str) -> tuple[str, str]:
    path, _, sha256 = rest.partition(" ")
    remove_file(session, draft.id, path, instead_of=sha256, by=visit.by, now=visit.now)
    return path, "The file was taken out of the draft."


def _settle(session: Session, visit: Visit, draft: Draft, id_: str) -> tuple[str, str]:
    found = _set_aside(session, draft, id_)
    if found is None:
        return "", "That was settled already."
    settle(session, found.id or 0, by=visit.by, now=visit.now)
    return found.field, "Settled: the draft says what it says now."


def _take(session: Session, visit: Visit, draft: Draft, rest: str) -> tuple[str, str]:
    """Put a text that was set aside in the place of the one in the draft."""
    id_, _, place = rest.partition(" ")
    found = _set_aside(session, draft, id_)
    if found is None or not place.isdecimal() or int(place) >= len(found.typed):
        return "", "That was settled already."
    for path, _ in taken_out(session, draft):
        if found.field.startswith(f"{path}."):
            restore_item(session, draft.id, path, by=visit.by, now=visit.now)
    typed = {found.field: found.typed[int(place)]}
    edit_draft(session, draft.id, typed, seen=draft.revision, by=visit.by, now=visit.now)
    settle(session, found.id or 0, by=visit.by, now=visit.now)
    return found.field, "Settled: the draft says the text you chose."


def _set_aside(session: Session, draft: Draft, id_: str) -> SetAside | None:
    return next((one for one in set_asides(session, draft) if str(one.id) == id_), None)


_BUTTONS = {
    "add": _add,
    "remove": _remove,
    "restore": _restore,
    "move": _move,
    "unfile": _take_file_away,
    "settle": _settle,
    "take": _take,
}
