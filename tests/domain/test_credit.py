"""Time credited to those who were there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.credit import SHARED, WHOLE, credited_seconds
from qa_app.domain.supervision import SessionType


@pytest.mark.parametrize(
    ("fine", "present", "credited"),
    [
        (SessionType.INDIVIDUAL, {1: 90}, {1: 5400}),
        (SessionType.GROUP, {1: 90, 2: 90}, {1: 2700, 2: 2700}),
        (SessionType.GROUP, dict.fromkeys(range(4), 60), dict.fromkeys(range(4), 1800)),
        (SessionType.GROUP, dict.fromkeys(range(5), 60), dict.fromkeys(range(5), 720)),
        (SessionType.PEER, dict.fromkeys(range(7), 60), dict.fromkeys(range(7), 514)),
        (SessionType.GROUP, {1: 60, 2: 30, 3: 0}, {1: 1800, 2: 900, 3: 0}),
        (
            SessionType.GROUP,
            {**dict.fromkeys(range(4), 60), 9: 0},
            {**dict.fromkeys(range(4), 1800), 9: 0},
        ),
        (SessionType.CASE_MEETING, {1: 60}, {1: None}),
        (SessionType.PEER, {}, {}),
    ],
)
def test_examples(
    fine: SessionType, present: dict[int, int], credited: dict[int, int | None]
) -> None:
    assert credited_seconds(fine, present) == credited


def test_no_kind_is_whole_and_shared() -> None:
    assert not WHOLE & SHARED


@given(
    st.sampled_from(sorted(WHOLE | SHARED)),
    st.dictionaries(st.integers(1, 30), st.integers(0, 600), max_size=15),
)
def test_nobody_is_credited_more_than_they_were_there(
    fine: SessionType, present: dict[int, int]
) -> None:
    for one, seconds in credited_seconds(fine, present).items():
        assert seconds is not None
        assert 0 <= seconds <= present[one] * 60
