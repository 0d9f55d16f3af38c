"""What a long soak is judged by: growth after the first quarter, files that stay open (SK-01)."""

import random
from dataclasses import replace

import pytest

from benchmarks.soak import Held, Person, judged, slope

MIB = 2**20


def at(hour: float, worker: float, files: int = 20, log: int = MIB, pid: int = 11) -> Held:
    """Three processes: a master of 50 MiB with 10 files, two workers alike."""
    return Held(
        at=3600 * hour,
        pss=(50.0, worker, worker),
        files=(10, files, files),
        sockets=(2, 3, 3),
        threads=(1, 6, 6),
        pids=(10, pid, 12),
        log_bytes=log,
        answered=int(100 * hour),
    )


def test_the_line_of_least_squares_is_the_one_worked_by_hand() -> None:
    # 2, 4 and 9 at 0, 1 and 2: means 1 and 5; (-1 * -3 + 0 * -1 + 1 * 4) / 2
    assert slope([0, 1, 2], [2, 4, 9]) == pytest.approx(3.5)
    assert slope([4], [7]) == 0


def test_what_begins_anew_at_first_and_then_stays_is_kept() -> None:
    # the first quarter, in which caches fill, counts for nothing
    held = [at(hour, 20 if hour < 2 else 60) for hour in range(8)]
    found = judged(held)
    assert found["mebibytes"] == (170, 170)
    assert (found["growth"], found["mebibytes_an_hour"]) == (0, 0)
    assert (found["hours"], found["answered"], found["restarts"]) == (7, 700, 0)
    assert found["kept"]


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        (at(8, 60), True),
        (at(8, 68), True),  # 186 beside 170 MiB: 9.4 %
        (at(8, 69), False),  # 188: 10.6 %
        (at(8, 60, files=21), False),
        (at(8, 60, log=64 * MIB - 1), True),
        (at(8, 60, log=64 * MIB), False),
    ],
)
def test_a_tenth_more_memory_a_file_more_or_a_long_log_is_missed(last: Held, kept: bool) -> None:
    held = [at(hour, 60) for hour in range(5)] + [last]
    assert judged(held)["kept"] is kept


def test_a_worker_that_was_renewed_is_told() -> None:
    assert judged([at(1, 60), at(2, 60, pid=13)])["restarts"] == 1


@pytest.mark.parametrize(
    ("asked_an_hour", "answered", "kept"),
    [
        (100, [0, 100, 200, 300], True),
        (199, [0, 100, 200, 300], True),
        (200, [0, 100, 200, 300], False),  # half of what the pace asks for, and no more
        (0, [0, 100, 200, 200], False),  # at last nobody was answered
        (0, [0, 0, 0, 0], False),
    ],
)
def test_a_server_that_was_not_worked_proves_nothing(
    asked_an_hour: float, answered: list[int], kept: bool
) -> None:
    held = [replace(at(hour, 60), answered=count) for hour, count in enumerate(answered)]
    assert judged(held, asked_an_hour)["kept"] is kept


def test_a_look_at_a_single_worker_loses_no_result() -> None:
    alone = replace(at(2, 60), pss=(50.0, 60.0), files=(10, 20), sockets=(2, 3), threads=(1, 6))
    assert judged([at(1, 60), alone, at(3, 60)])["files"] == (20, 20)


def test_a_door_that_is_busy_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Person, "ask", lambda *_: (503, "text/html", ""))
    one = Person("lead", "x", 0, random.Random(1))
    one.act()
    one.act()
    assert one.faults == ["lead: there was nothing to sign in with"] * 2
