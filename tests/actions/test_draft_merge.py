"""Several people type into one draft: whatever each typed stands somewhere, always."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from actions.draft_fields import FORMS, clean, flat, nested, shape
from actions.draft_merge import as_seen, merge
from models.cases import CaseKind

TEXTS = st.text("abc", max_size=3)
PATHS = ["scope", "signed_by.name", "reasons[r1].text", "evidence[e1].title", "evidence[e2].title"]
ITEMS: dict[str, Any] = {"reasons": ["r1"], "evidence": ["e1", "e2"]}
TYPED = st.dictionaries(st.sampled_from(PATHS), TEXTS)
REMOVED = st.sampled_from([None, "r1", "e1", "e2"])


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Give a draft with the items there, without empty fields."""
    return {**ITEMS, **{path: value for path, value in fields.items() if value}}


@given(TYPED, TYPED, TYPED)
def test_no_typed_text_is_lost(
    seen: dict[str, Any], theirs: dict[str, Any], typed: dict[str, Any]
) -> None:
    """What was typed is in the draft afterwards, or told and kept as a clash; so is theirs."""
    seen, now = filled(seen), filled({**filled(seen), **theirs})
    merged = merge(seen, typed, now)
    after = {**now, **merged.taken}
    clashing = {one.path: one for one in merged.clashes}
    for path, value in typed.items():
        untouched = value == seen.get(path, "")
        assert untouched or after.get(path, "") == value or clashing[path].typed == value
    for path, value in theirs.items():
        if value != seen.get(path, ""):
            assert after.get(path, "") == value


@given(TYPED, TYPED)
def test_alone_nobody_clashes(seen: dict[str, Any], typed: dict[str, Any]) -> None:
    """Where nobody else wrote, everything typed goes in."""
    seen = filled(seen)
    merged = merge(seen, typed, seen)
    assert merged.clashes == []
    assert filled({**seen, **merged.taken}) == filled({**seen, **typed})


@given(TYPED, TYPED, TYPED)
def test_the_same_edit_again_changes_nothing(
    seen: dict[str, Any], theirs: dict[str, Any], typed: dict[str, Any]
) -> None:
    """Sent twice, because no answer came, it takes nothing more."""
    seen, now = filled(seen), filled({**filled(seen), **theirs})
    after = filled({**now, **merge(seen, typed, now).taken})
    assert merge(seen, typed, after).taken == {}


@given(TYPED, TYPED, REMOVED)
def test_words_for_an_item_that_is_gone_are_kept(
    seen: dict[str, Any], typed: dict[str, Any], gone: str | None
) -> None:
    """Another took the item out: what was typed there clashes, and does not vanish."""
    seen = filled(seen)
    now = {path: value for path, value in seen.items() if f"[{gone}]" not in path}
    now |= {path: [one for one in ids if one != gone] for path, ids in ITEMS.items()}
    merged = merge(seen, typed, now)
    kept = {one.path: one.typed for one in merged.clashes}
    for path, value in typed.items():
        if f"[{gone}]" in path:
            assert path not in merged.taken
            assert value == seen.get(path, "") or kept[path] == value


@given(st.lists(TYPED, min_size=1, max_size=5), st.integers(0, 5))
def test_an_earlier_revision_is_known_from_what_was_replaced(
    edits: list[dict[str, Any]], back: int
) -> None:
    """The history gives every field as any page saw it."""
    states, befores = [filled({})], list[dict[str, Any]]()
    for edit in edits:
        befores.append({path: states[-1].get(path) for path in edit})
        states.append(filled({**states[-1], **edit}))
    seen = max(0, len(edits) - back)
    assert as_seen(states[-1], befores[seen:][::-1]) == states[seen]


@given(TYPED)
def test_fields_and_nesting_say_the_same(fields: dict[str, Any]) -> None:
    """A draft is stored nested and merged flat, and nothing changes on the way."""
    stored = nested(filled(fields), CaseKind.WAIVER)
    assert flat(stored, CaseKind.WAIVER) == filled(fields)


def test_forms_have_the_fields_that_are_typed() -> None:
    """Read from the forms themselves, so that a new field of one is a field of the other."""
    waiver, shortfall = shape(FORMS[CaseKind.WAIVER]), shape(FORMS[CaseKind.SHORTFALL])
    assert set(waiver.leaves) == {"scope", "school_years", "signed_by.name", "signed_by.statement"}
    assert set(waiver.lists) == {"chief_consultations", "reasons", "evidence", "alternatives"}
    assert waiver.lists["alternatives"].lists["supporting_data"].takes_file
    assert shortfall.numbers == {"fiscal_year"}
    assert shortfall.leaves["superintendent_consultation.dates"]


@given(st.text(max_size=50))
def test_cleaning_takes_out_only_what_no_key_types(text: str) -> None:
    """And is done after once; what is kept can be stored."""
    kept = clean("scope", text)
    assert isinstance(kept, str)
    assert clean("scope", kept) == kept
    kept.encode()
    assert [c for c in text if c.isalnum()] == [c for c in kept if c.isalnum()]
