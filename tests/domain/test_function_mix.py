from qa_app.domain.function_mix import missing_twice
from qa_app.domain.session_blocks import Function

MIX = {Function.ACCOUNTABILITY: 40, Function.LEARNING: 30, Function.SUPPORT: 30}


def test_what_was_agreed_and_left_out_twice_running_is_told() -> None:
    covered = [["accountability"], ["accountability", "support"], ["learning"]]
    assert missing_twice(MIX, covered) == (Function.LEARNING,)
    assert missing_twice(MIX, [[], []]) == tuple(Function)


def test_once_is_not_twice_and_what_was_not_agreed_is_not_missed() -> None:
    assert missing_twice(MIX, []) == ()
    assert missing_twice(MIX, [["support"]]) == ()
    assert missing_twice(MIX, [["support"], ["learning", "accountability"]]) == ()
    only = {Function.SUPPORT: 100, Function.LEARNING: 0}
    assert missing_twice(only, [["support"], ["support"]]) == ()
    assert missing_twice({}, [[], []]) == ()
