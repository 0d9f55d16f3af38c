import hashlib
from datetime import date

import pytest

from qa_app.domain.frames import Candidate, Exclusion, frame_of, months_before


def file(name: str, worker: int | None = None, *, sealed: bool = False, drawn: bool = False):
    return Candidate(name, worker, sealed, drawn)


def test_a_frame_is_sorted_and_sealed() -> None:
    frame = frame_of([file("B"), file("A"), file("C")], may_be_sealed=False, barred=frozenset())
    assert frame.references == ("A", "B", "C")
    assert frame.digest == hashlib.sha256(b"A\nB\nC").hexdigest()
    assert frame.excluded == {}


def test_each_file_is_left_out_for_the_first_reason_that_fits() -> None:
    files = [
        file("1"),
        file("2", 7, sealed=True, drawn=True),
        file("3", 7, drawn=True),
        file("4", 8, drawn=True),
        file("5", 8, drawn=True),
        file("6", None),
        Candidate("7", 8, is_sealed=False, is_drawn_before=True, is_chosen=True),
    ]
    frame = frame_of(files, may_be_sealed=False, barred=frozenset({7}))
    assert frame.references == ("1", "6")
    assert frame.excluded == {
        Exclusion.SEALED: 1,
        Exclusion.BARRED: 1,
        Exclusion.CHOSEN: 1,
        Exclusion.DRAWN_BEFORE: 2,
    }


def test_sealed_files_enter_a_frame_made_for_them() -> None:
    frame = frame_of([file("1", sealed=True)], may_be_sealed=True, barred=frozenset())
    assert frame.references == ("1",)


def test_an_empty_frame() -> None:
    frame = frame_of([file("1", drawn=True)], may_be_sealed=False, barred=frozenset())
    assert (frame.references, frame.excluded) == ((), {Exclusion.DRAWN_BEFORE: 1})


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2026, 4, 9), 0, date(2026, 4, 9)),
        (date(2026, 4, 9), 6, date(2025, 10, 9)),
        (date(2026, 4, 9), 12, date(2025, 4, 9)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_going_back_by_calendar_months(day: date, count: int, before: date) -> None:
    assert months_before(day, count) == before
