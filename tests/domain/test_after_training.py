from qa_app.domain.after_training import SampleChange, TrainingSide, compared, in_order

KEY = ("R", "A1")


def test_too_few_files_on_either_side_tell_nothing() -> None:
    for before, after in (
        (TrainingSide(0, 9), TrainingSide(30, 30)),
        (TrainingSide(0, 30), TrainingSide(9, 9)),
    ):
        found = compared(KEY, before, after)
        assert (found.change, found.difference) == (SampleChange.CANNOT_TELL, None)


def test_only_an_interval_without_zero_tells_a_change() -> None:
    assert compared(KEY, TrainingSide(2, 20), TrainingSide(18, 20)).change is SampleChange.HIGHER
    assert compared(KEY, TrainingSide(18, 20), TrainingSide(2, 20)).change is SampleChange.LOWER
    found = compared(KEY, TrainingSide(9, 20), TrainingSide(11, 20))
    assert found.change is SampleChange.NO_CLEAR
    assert found.difference is not None
    assert found.difference.low < 0 < found.difference.high


def test_what_tells_something_comes_first() -> None:
    few = compared(("R", "A1"), TrainingSide(), TrainingSide())
    alike = compared(("R", "A2"), TrainingSide(10, 20), TrainingSide(10, 20))
    more = compared(("R", "A3"), TrainingSide(2, 20), TrainingSide(18, 20))
    assert in_order([few, alike, more]) == (more, alike, few)
