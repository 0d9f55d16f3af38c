from qa_app.domain.replacements import (
    Replaced,
    ReplaceReason,
    Reserve,
    replace_down,
    sample_note,
)

LOST, MINE = ReplaceReason.NOT_FOUND, ReplaceReason.BARRED
RESERVES = (Reserve(10, "a"), Reserve(20, "b"), Reserve(11, "a"), Reserve(21, "b"))


def test_the_next_reserve_of_the_same_stratum_takes_the_place() -> None:
    assert replace_down(1, "b", LOST, RESERVES, (), ()) == (Replaced(1, 20, LOST),)
    assert replace_down(2, "b", LOST, RESERVES, {20}, ()) == (Replaced(2, 21, LOST),)


def test_without_a_reserve_the_sample_gets_smaller() -> None:
    assert replace_down(3, "b", LOST, RESERVES, {20, 21}, ()) == (Replaced(3, None, LOST),)


def test_reserves_of_ones_own_are_passed_over_and_told() -> None:
    steps = replace_down(1, "a", LOST, RESERVES, (), {10})
    assert steps == (Replaced(1, 10, LOST), Replaced(10, 11, MINE))
    steps = replace_down(1, "a", LOST, RESERVES, {11}, {10})
    assert steps == (Replaced(1, 10, LOST), Replaced(10, None, MINE))


def test_what_stands_beside_a_result() -> None:
    note = sample_note(38, 6, [Replaced(1, 10, LOST), Replaced(10, None, MINE)])
    assert note.replaced == {LOST: 1, MINE: 1}
    assert (note.replaced_count, note.lost_count, note.read_count) == (2, 1, 5)
    assert sample_note(38, 6, []).replaced_count == 0


def test_whose_fault_it_is_that_a_folder_is_not_read() -> None:
    assert {one.value: one.is_not_produced for one in ReplaceReason} == {
        "not_found": True,
        "held_elsewhere": True,
        "damaged": True,
        "sealed_since": False,
        "not_a_case": False,
        "barred": False,
    }
