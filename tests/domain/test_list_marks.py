import pytest

from qa_app.domain.case_cells import FaultyCell
from qa_app.domain.list_faults import Flaw
from qa_app.domain.list_marks import marked_codes, marks_in, shown_marks


@pytest.mark.parametrize(
    ("cell", "count", "kept", "shown"),
    [
        ("K2=3; K1=1", 1, '{"K1":1,"K2":3}', "K1=1; K2=3"),
        ("Ｋ１＝１；Ｋ２：３；", 1, '{"K1":1,"K2":3}', "K1=1; K2=3"),
        ("K1 = 2 / 4\nK2=1/1", 2, '{"K1":[2,4],"K2":[1,1]}', "K1=2/4; K2=1/1"),
    ],
)
def test_codes_with_numbers_come_back_as_they_went_in(
    cell: str, count: int, kept: str, shown: str
) -> None:
    assert marks_in(cell, count, 0, 4) == kept
    assert shown_marks(kept) == shown
    assert marks_in(shown, count, 0, 4) == kept
    assert marked_codes(kept) == {"K1", "K2"}
    assert marked_codes("") == frozenset()


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        ("well", Flaw.NOT_MARKS),
        ("K1=1/2", Flaw.NOT_MARKS),
        ("K1=-1", Flaw.NOT_MARKS),
        (7, Flaw.NOT_MARKS),
        ("K1=5", Flaw.NUMBER_OUTSIDE),
        ("K1=1; K1=2", Flaw.MARK_TWICE),
        ("K1=1" + "; " * 1_000, Flaw.TOO_LONG),
        ("K1=1\x00", Flaw.CONTROL),
    ],
)
def test_what_is_none_is_told(cell: str | int, flaw: Flaw) -> None:
    with pytest.raises(FaultyCell) as caught:
        marks_in(cell, 1, 0, 4)
    assert caught.value.flaw is flaw
