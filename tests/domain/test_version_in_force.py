"""Which version a file is read under, and why."""

from datetime import date

import pytest

from qa_app.domain.version_in_force import (
    ChosenVersion,
    VersionReason,
    VersionStretch,
    choose_version,
    counted_by_version,
    version_on,
)

FIRST = VersionStretch(1, "1.0.0", date(2025, 1, 1), date(2025, 7, 1))
SECOND = VersionStretch(2, "2.0.0", date(2025, 7, 1), date(2026, 1, 1))
# a gap of a month, then the one in force
THIRD = VersionStretch(3, "3.0.0", date(2026, 2, 1), None)
ALL = (FIRST, SECOND, THIRD)
VISIT = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), FIRST),
        (date(2025, 6, 30), FIRST),
        (date(2025, 7, 1), SECOND),
        (date(2026, 1, 1), None),
        (date(2026, 1, 31), None),
        (date(2026, 2, 1), THIRD),
        (date(2036, 2, 1), THIRD),
    ],
)
def test_the_last_day_is_the_one_before_the_next_begins(
    day: date, wanted: VersionStretch | None
) -> None:
    assert version_on(ALL, day) == wanted


def test_a_version_that_never_was_in_force_holds_no_day() -> None:
    never = VersionStretch(4, "4.0.0", date(2026, 5, 1), date(2026, 5, 1))
    assert not never.holds(date(2026, 5, 1))
    assert version_on((THIRD, never), date(2026, 5, 1)) == THIRD


@pytest.mark.parametrize(
    ("closed_on", "version", "reason", "day"),
    [
        (None, "3.0.0", "session", VISIT),
        (date(2025, 6, 30), "1.0.0", "closed", date(2025, 6, 30)),
        (date(2025, 7, 1), "2.0.0", "closed", date(2025, 7, 1)),
        (date(2026, 1, 15), "3.0.0", "planned", date(2026, 1, 15)),
        (date(2024, 5, 5), "3.0.0", "planned", date(2024, 5, 5)),
        # closed on the day itself or after it: open as far as the session knows
        (VISIT, "3.0.0", "session", VISIT),
        (date(2026, 4, 1), "3.0.0", "session", VISIT),
    ],
)
def test_closed_cases_go_by_the_day_of_closing_and_others_by_the_session(
    closed_on: date | None, version: str, reason: str, day: date
) -> None:
    chosen = choose_version(ALL, THIRD, VISIT, closed_on)
    assert (chosen.version, chosen.reason, chosen.day) == (version, reason, day)


def test_the_journal_counts_by_version_and_reason() -> None:
    def one(version: str, reason: VersionReason) -> ChosenVersion:
        return ChosenVersion(1, version, reason, VISIT)

    chosen = [
        one("2.0.0", VersionReason.SESSION),
        one("1.0.0", VersionReason.CLOSED),
        one("2.0.0", VersionReason.SESSION),
    ]
    assert counted_by_version(chosen) == ("1.0.0 closed 1", "2.0.0 session 2")
    assert counted_by_version([]) == ()
