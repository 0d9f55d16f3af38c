"""Lists whose entries have fields: shown as rows, moved, taken away, and back into the file."""

from qa_app.domain.form_fields import Field, FieldKind
from qa_app.domain.part_fields import with_fields
from qa_app.domain.part_rows import (
    is_empty,
    list_from,
    regions_from,
    rows_of,
    sent_rows,
    shown_regions,
    typed_regions,
)

K = FieldKind
STEPS = Field(
    "clock.within_if",
    K.ROWS,
    rows=(Field("when", K.CONDITION), Field("within", K.LIMIT)),
)
CRISIS = {"when": {"fact": "crisis", "is": True}, "within": "24h"}


def test_rows_are_typed_changed_and_emptied() -> None:
    typed = {
        "clock.within_if.rows": ["1"],
        "clock.within_if.0.when": ["crisis = true"],
        "clock.within_if.0.within": ["24小时"],
        "clock.within_if.1.when": [""],
        "clock.within_if.1.within": [""],
    }
    part = with_fields([STEPS], {"clock": {"within": "72h"}}, typed)
    assert part == {"clock": {"within": "72h", "within_if": [CRISIS]}}
    emptied = {**typed, "clock.within_if.0.when": [""], "clock.within_if.0.within": [""]}
    emptied["clock.within_if.0.when.was"] = ["crisis = true"]
    assert with_fields([STEPS], part, emptied) == {"clock": {"within": "72h"}}
    assert with_fields([STEPS], part, {"clock.within": ["1d"]}) == part


def test_what_a_row_holds_beside_its_fields_stays() -> None:
    part = {"clock": {"within_if": [{**CRISIS, "own": 1}]}}
    typed = {"clock.within_if.rows": ["1"], "clock.within_if.0.within": ["12h"]}
    changed = {**CRISIS, "within": "12h", "own": 1}
    assert with_fields([STEPS], part, typed) == {"clock": {"within_if": [changed]}}


def places(**typed: str) -> list[int]:
    sent = {"f.rows": ["1"], **{f"f.{n}.code": ["x"] for n in range(4)}}
    sent |= {f"f.{n}.place": [str(n + 1)] for n in range(3)}
    sent |= {f"f.{name[1:].replace('_', '.')}": [value] for name, value in typed.items()}
    return [place for place, _fields in sent_rows("f", sent) or ()]


def test_rows_move_to_the_place_that_is_typed() -> None:
    assert places() == [0, 1, 2, 3]
    assert places(r2_place="1") == [2, 0, 1, 3]
    assert places(r0_place="3") == [1, 2, 0, 3]
    assert places(r3_place="2") == [0, 3, 1, 2]
    assert places(r1_place="many") == [0, 2, 1, 3]
    assert places(r1_gone="1") == [0, 2, 3]


def test_names_that_are_no_rows_are_left_alone() -> None:
    assert sent_rows("f", {"f.0.code": ["x"]}) is None
    odd = {"f.rows": ["1"], "f.x.code": ["x"], "f.99999.code": ["x"], "f.٣.code": ["x"], "f.1": []}
    assert sent_rows("f", odd) == []


def test_the_rule_for_all_other_cases_stands_last() -> None:
    when = {"answer": "1A", "is": "yes_"}
    rules = [{"when": when, "rate": "strength"}, {"else": "ani"}]
    rows = rows_of(K.RULES, rules)
    assert rows == ({"when": when, "rate": "strength"}, {"rate": "ani"})
    assert list_from(K.RULES, rows) == rules
    assert list_from(K.RULES, (rows[1], rows[0])) == rules
    assert rows_of(K.RULES, [{"else": "ani", "rate": "x"}]) is None


def test_named_lists() -> None:
    rows = rows_of(K.LISTS, {"yn": ["yes_", "no_"]})
    assert rows == ({"id": "yn", "values": ["yes_", "no_"]},)
    assert list_from(K.LISTS, rows) == {"yn": ["yes_", "no_"]}
    twice = [{"id": "a", "values": ["x"]}, {"id": "a", "values": ["y"]}, {"id": "b"}]
    assert list_from(K.LISTS, twice) == {"a": ["x", "y"], "b": []}
    assert rows_of(K.LISTS, ["a"]) is None


def test_what_no_rows_can_show() -> None:
    assert rows_of(K.ROWS, None) == rows_of(K.LISTS, None) == ()
    assert rows_of(K.ROWS, {"a": 1}) is None
    assert rows_of(K.ROWS, ["a"]) is None
    assert list_from(K.ROWS, ()) is None
    assert is_empty({"zh": "", "score": None})
    assert not is_empty({"score": 0})
    assert not is_empty({"reverse": False})


def test_bands_by_region() -> None:
    assert shown_regions(None) == (("", ""),)
    assert shown_regions("std4") == (("", "std4"),)
    own = {"CN-53": "three", "default": "std4"}
    assert shown_regions(own) == (("", "std4"), ("CN-53", "three"))
    assert shown_regions(["std4"]) is None
    typed = {"b": ["std4"], "b.region": ["CN-53", ""], "b.bands": ["three", ""]}
    assert typed_regions("b", typed) == (("", "std4"), ("CN-53", "three"))
    assert typed_regions("b", {}) is None
    assert regions_from((("", "std4"), ("CN-53", "three"))) == own
    assert regions_from((("", "std4"),)) == "std4"
    assert regions_from((("", ""),)) is None
    assert regions_from((("", ""), ("CN-53", "three"))) == {"CN-53": "three"}
