import pytest

from qa_app.domain.box_readings import (
    BoxInk,
    BoxState,
    box_state,
    plain_rows,
    row_reading,
    rows_of,
)


def ink(strong: int, weak: int = 0, around: int = 0, option: str = "o1") -> BoxInk:
    return BoxInk(option, strong, weak or strong, around)


@pytest.mark.parametrize(
    ("strong", "weak", "around", "state"),
    [
        (0, 0, 0, BoxState.EMPTY),
        (8, 45, 30, BoxState.EMPTY),
        (9, 9, 0, BoxState.UNSURE),
        (0, 46, 0, BoxState.UNSURE),  # wiped or rubbed out
        (0, 0, 31, BoxState.UNSURE),  # something stands beside the box
        (74, 90, 0, BoxState.UNSURE),
        (75, 90, 0, BoxState.TICKED),
        (560, 600, 90, BoxState.TICKED),
        (561, 600, 0, BoxState.UNSURE),  # blacked out
        (-1, 0, 0, BoxState.UNSURE),  # no box was found
    ],
)
def test_between_the_bounds_a_box_is_unsure(
    strong: int, weak: int, around: int, state: BoxState
) -> None:
    assert box_state(BoxInk("o1", strong, weak, around)) is state


def test_one_tick_and_the_others_empty_is_an_answer() -> None:
    row = row_reading("A1", [ink(0, option="a"), ink(200, option="b")])
    assert (row.option, row.is_sure) == ("b", True)


def test_nothing_ticked_is_no_answer_and_sure() -> None:
    row = row_reading("A1", [ink(0, option="a"), ink(0, option="b")])
    assert (row.option, row.is_sure) == (None, True)


@pytest.mark.parametrize("other", [200, 40, 700, -1])
def test_two_marks_of_any_kind_are_for_a_person(other: int) -> None:
    row = row_reading("A1", [ink(200, option="a"), ink(other, option="b")])
    assert (row.option, row.is_sure) == (None, False)


def test_readings_come_back_from_json() -> None:
    rows = (row_reading("A1", [ink(200)]), row_reading("A2", [ink(40)]))
    assert rows_of(plain_rows(rows)) == rows
