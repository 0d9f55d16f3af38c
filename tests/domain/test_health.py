from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.health import (
    Disk,
    Finding,
    Head,
    LeaksState,
    Part,
    State,
    backup_finding,
    clock_finding,
    disk_finding,
    folder_finding,
    holidays_finding,
    https_finding,
    is_ready,
    journal_finding,
    leaks_finding,
    link_finding,
    policy_finding,
    tick_finding,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MEBIBYTE = 2**20
HEAD = Head(seq=7, digest="aa", last_seq=7, last_digest="aa", last_at=NOON)


@pytest.mark.parametrize(
    ("free", "state", "code", "said"),
    [
        (40_400_000, State.FAULT, "disk_full", "40 MB"),
        (100 * MEBIBYTE - 1, State.FAULT, "disk_full", "105 MB"),
        (100 * MEBIBYTE, State.WARNING, "disk_low", "105 MB"),
        (1000 * MEBIBYTE - 1, State.WARNING, "disk_low", "1.0 GB"),
        (1000 * MEBIBYTE, State.GOOD, "disk", "1.0 GB"),
    ],
)
def test_room_is_judged_by_what_is_left(free: int, state: State, code: str, said: str) -> None:
    found = disk_finding(Disk(free, 10_000 * MEBIBYTE))
    assert (found.state, found.code, found.params) == (state, code, {"room": said})


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (HEAD, "journal"),
        (Head(0, "00", 0, "", None), "journal"),
        (replace(HEAD, last_seq=6), "journal_broken"),
        (replace(HEAD, last_digest="ab"), "journal_broken"),
        (replace(HEAD, last_seq=0, last_digest=""), "journal_broken"),
        (None, "journal_headless"),
    ],
)
def test_the_journal_ends_where_its_head_says(head: Head | None, code: str) -> None:
    found = journal_finding(head)
    assert (found.code, found.state is State.GOOD) == (code, code == "journal")


@pytest.mark.parametrize(
    ("database", "last", "state", "code"),
    [
        (0, 60, State.GOOD, "clock"),
        (60, None, State.GOOD, "clock"),
        (None, 61, State.FAULT, "clock_behind"),
        (-61, 0, State.WARNING, "clock_apart"),
        (61, 61, State.FAULT, "clock_behind"),
    ],
)
def test_the_clock_is_held_against_the_last_act_and_the_database(
    database: int | None, last: int | None, state: State, code: str
) -> None:
    found = clock_finding(
        NOON,
        None if database is None else NOON + timedelta(seconds=database),
        None if last is None else NOON + timedelta(seconds=last),
    )
    assert (found.state, found.code) == (state, code)


def test_what_happens_every_day_is_missed_after_26_whole_hours() -> None:
    for judge, part in ((tick_finding, "tick"), (backup_finding, "backup")):
        assert judge(None, NOON).code == f"{part}_never"
        late = judge(NOON - timedelta(hours=27), NOON)
        assert (late.state, late.code, late.params) == (
            State.WARNING,
            f"{part}_late",
            {"hours": 27},
        )
        assert judge(NOON - timedelta(hours=26, minutes=59), NOON).state is State.GOOD
    # the backup that was put back does not hold the act that tells of itself
    restored = backup_finding(None, NOON, NOON - timedelta(hours=1))
    assert (restored.state, restored.code) == (State.WARNING, "backup_restored")


def test_the_data_folder_is_its_owners_alone() -> None:
    assert folder_finding(0o40700, is_writable=True).state is State.GOOD
    assert folder_finding(0o40710, is_writable=True).params == {"mode": "0710"}
    assert folder_finding(0o40700, is_writable=False).code == "folder_closed"
    assert folder_finding(None, is_writable=True).state is State.GOOD


def test_https_and_the_year_are_asked_of_who_is_in_use() -> None:
    assert https_finding(is_production=True, is_https=False).state is State.WARNING
    assert https_finding(is_production=False, is_https=False).state is State.NOT_USED
    assert https_finding(is_production=True, is_https=True).code == "https"
    assert holidays_finding((2025,), date(2026, 3, 1)).params == {"year": 2026}
    assert holidays_finding((2025, 2026), date(2026, 10, 31)).state is State.GOOD
    assert leaks_finding(LeaksState.NOT_NAMED).state is State.NOT_USED
    # the State Council publishes the next year's holidays in November
    late = holidays_finding((2025, 2026), date(2026, 11, 1))
    assert (late.state, late.code) == (State.WARNING, "holidays_next_missing")
    assert late.params == {"year": 2026, "next": 2027}
    assert holidays_finding((2026, 2027), date(2026, 12, 31)).state is State.GOOD


def test_the_way_to_a_database_elsewhere_is_looked_at() -> None:
    found = [link_finding(link) for link in ("near", "checked", "plain")]
    assert [one.state for one in found] == [State.GOOD, State.GOOD, State.WARNING]
    assert [one.code for one in found] == ["link_near", "link_checked", "link_plain"]


def test_only_a_fault_of_what_is_needed_keeps_people_away() -> None:
    fault = Finding(Part.FOLDER, State.FAULT, "folder_closed")
    low = Finding(Part.DISK, State.WARNING, "disk_low")
    assert is_ready((fault, low))
    assert not is_ready((fault, Finding(Part.DISK, State.FAULT, "disk_full")))


def test_rules_that_stopped_something_are_told_for_a_week() -> None:
    told = {
        "style-src-attr": NOON - timedelta(days=7),
        "script-src": NOON - timedelta(days=6, hours=23),
        "img-src": NOON,
    }
    found = policy_finding(told, NOON)
    assert (found.state, found.code) == (State.WARNING, "policy_broken")
    assert found.params == {"rules": "img-src, script-src"}
    later = policy_finding(told, NOON + timedelta(days=7))
    assert (later.state, later.code) == (State.GOOD, "policy")
    assert is_ready((found,))
