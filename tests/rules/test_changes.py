"""What a reviewer is shown to have changed between two versions."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.changes import How, changed_fields, compare

CONTENT = st.dictionaries(
    st.sampled_from("abc"), st.text(max_size=3) | st.lists(st.text(max_size=3))
)


def frozen(**form: Any) -> str:
    """Write a form as it is frozen."""
    return json.dumps(form, sort_keys=True)


def test_changed_word_is_named_by_its_field() -> None:
    """A field is named as the form names it."""
    before = frozen(scope="All", reasons=[{"text": "One"}, {"text": "Two"}])
    after = frozen(scope="All", reasons=[{"text": "One"}, {"text": "Three"}])
    assert changed_fields(before, after) == ["reasons[1].text"]


def test_part_added_or_taken_out_is_named() -> None:
    """What is new and what is gone both changed."""
    one, two = frozen(reasons=[{"text": "One"}]), frozen(reasons=[{"text": "One"}, {"text": "Two"}])
    assert changed_fields(one, two) == ["reasons[1].text"]
    assert changed_fields(two, one) == ["reasons[1].text"]


def test_file_replaced_under_the_same_name_is_named() -> None:
    """Its hash stands in for the name."""
    item = [{"file": "files/incidents.csv"}]
    before = frozen(evidence=item, documents={"files/incidents.csv": "aa"})
    after = frozen(evidence=item, documents={"files/incidents.csv": "bb"})
    assert changed_fields(before, after) == ["evidence[0].file"]


def test_a_change_says_what_it_said_and_says() -> None:
    """So that a page can show both, and what is new or gone as such."""
    before = frozen(scope="All", reasons=[{"text": "One"}], view=None)
    after = frozen(scope="Some", evidence=[{"file": "E1/b.csv"}], documents={"E1/b.csv": "b" * 64})
    found = {one.field: (one.how, one.before, one.after) for one in compare(before, after)}
    assert found == {
        "scope": (How.CHANGED, "All", "Some"),
        "reasons[0].text": (How.REMOVED, "One", None),
        "evidence[0].file": (How.ADDED, None, f"b.csv ({'b' * 12})"),
    }


def test_a_file_that_only_has_another_name_did_not_change() -> None:
    """The same bytes filed through another door are the same file."""
    before = frozen(evidence=[{"file": "files/a.csv"}], documents={"files/a.csv": "aa"})
    after = frozen(evidence=[{"file": "E1/a.csv"}], documents={"E1/a.csv": "aa"})
    assert compare(before, after) == []


@given(CONTENT, CONTENT)
def test_nothing_changed_exactly_when_the_contents_say_the_same(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    """A version is never shown as changed against itself, in either direction."""
    assert changed_fields(json.dumps(before), json.dumps(before)) == []
    there, back = (
        changed_fields(json.dumps(before), json.dumps(after)),
        changed_fields(json.dumps(after), json.dumps(before)),
    )
    assert set(there) == set(back)
