import pytest

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.services.audits.draw_samples import draw_samples

FAULTS = {2: InvalidError("frame_empty"), 3: ConflictError("already_drawn")}


def test_each_draw_stands_by_itself() -> None:
    done: list[tuple[int, int]] = []

    def draw_one(session_id: int, reader: int) -> None:
        if session_id in FAULTS:
            raise FAULTS[session_id]
        done.append((session_id, reader))

    outcome = draw_samples({4: 9, 2: 9, 3: 9, 1: 8}, draw_one)
    assert done == [(1, 8), (4, 9)]
    assert (outcome.drawn, dict(outcome.refused)) == ((1, 4), {2: FAULTS[2]})


def test_what_is_out_of_reach_is_not_told_as_a_refusal() -> None:
    def draw_one(_session_id: int, _reader: int) -> None:
        raise OutOfReachError("session")

    with pytest.raises(OutOfReachError):
        draw_samples({1: 1}, draw_one)
