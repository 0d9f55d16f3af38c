from qa_app.domain.after_training import Change, Side, compared, in_order

KEY = ("R", "A1")


def test_too_few_files_on_either_side_tell_nothing() -> None:
    for before, after in ((Side(0, 9), Side(30, 30)), (Side(0, 30), Side(9, 9))):
        found = compared(KEY, before, after)
        assert (found.change, found.difference) == (Change.CANNOT_TELL, None)


def test_only_an_interval_without_zero_tells_a_change() -> None:
    assert compared(KEY, Side(2, 20), Side(18, 20)).change is Change.HIGHER
    assert compared(KEY, Side(18, 20), Side(2, 20)).change is Change.LOWER
    found = compared(KEY, Side(9, 20), Side(11, 20))
    assert found.change is Change.NO_CLEAR
    assert found.difference is not None
    assert found.difference.low < 0 < found.difference.high


def test_what_tells_something_comes_first() -> None:
    few = compared(("R", "A1"), Side(), Side())
    alike = compared(("R", "A2"), Side(10, 20), Side(10, 20))
    more = compared(("R", "A3"), Side(2, 20), Side(18, 20))
    assert in_order([few, alike, more]) == (more, alike, few)
