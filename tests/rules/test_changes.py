"""What a reviewer is shown to have changed between two versions."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.changes import changed_fields

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
