"""Lists of a form for parts of a draft have room for so many rows."""

from qa_app.domain.defaults import DRAFT_ROWS_MOST, RUBRIC_ENTRIES_MOST
from qa_app.domain.draft_parts import PartKind
from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.list_room import grown_too_long, sent_too_long
from qa_app.domain.part_forms import FIELDS

ITEM = FIELDS[PartKind.ITEM]
MOST = 4 * DRAFT_ROWS_MOST


def test_places_are_counted_with_those_inside_them() -> None:
    inner = {f"clock.any_of.{n % 4}.within_if.{n}.when": [""] for n in range(MOST - 4)}
    assert sent_too_long(ITEM, inner) == ()
    assert sent_too_long(ITEM, {**inner, "clock.any_of.9.from": ["a"]}) == ("clock.any_of",)


def test_tables_are_counted_by_their_longest_column() -> None:
    assert sent_too_long(ITEM, {"std": ["a"] * MOST, "weight": ["1"]}) == ()
    long = {"std": ["a"] * (MOST + 1), "read.zh": [""] * (MOST + 1), "other": ["b"] * 9_999}
    assert sent_too_long(ITEM, long) == ("read", "std")
    assert sent_too_long(ITEM, {"tags": ["a"] * RUBRIC_ENTRIES_MOST}) == ()


def test_a_list_may_be_as_long_as_it_was_and_not_grow() -> None:
    fields = [Field("rules", FieldKind.ROWS, rows=(Field("w", FieldKind.CONDITION),))]
    two = {"any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}]}
    full = {"rules": [{}] * DRAFT_ROWS_MOST}
    tested = {"rules": [{}] * (DRAFT_ROWS_MOST - 1) + [{"w": two}]}
    over = {"rules": [{}] * (DRAFT_ROWS_MOST + 1)}
    assert grown_too_long(fields, {}, full) == ()
    assert grown_too_long(fields, full, tested) == ("rules",)  # the second test is a row more
    assert grown_too_long(fields, full, over) == ("rules",)
    assert grown_too_long(fields, over, over) == ()
