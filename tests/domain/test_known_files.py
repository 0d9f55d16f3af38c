"""What a reader knows of a centre already, and until when they are told the rest."""

from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.known_files import NOTHING_KNOWN, known_files, rested_until
from qa_app.domain.series import NOTHING_CLOSED, Closed
from qa_app.domain.totals import CountedReading

JAN = 2026 * 12
READING = CountedReading(
    1, 7, "1/2/", 3, "social_work", "random", JAN, 850_000, 2, 0, 0,
    {"A": 900_000}, {"A1": "met", "B1": "unmet"}, is_final=True, practitioner_id=4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("today", "until"),
    [
        # the last quarter of 2025 is over for 21 days on 22 January
        (date(2026, 1, 21), JAN - 4),
        (date(2026, 1, 22), JAN - 1),
        (date(2026, 4, 21), JAN - 1),
        (date(2026, 4, 22), JAN + 2),
        (date(2026, 7, 1), JAN + 2),
    ],
)
def test_a_quarter_is_told_once_it_rests(today: date, until: int) -> None:
    assert rested_until(today) == until


def test_files_are_counted_as_totals_count_them() -> None:
    unrated = replace(READING, audit_id=2, score_millionths=None, band_position=None, sections={})
    chosen = replace(READING, audit_id=3, sample_type="purposive")
    quarter = replace(READING, audit_id=4, sample_type="quarter")
    known = known_files([READING, unrated, chosen, quarter], "c:7", JAN)
    assert known.until == JAN
    assert known.of(3, "random", "", JAN) == Closed(2, 1, 1)
    assert known.of(3, "random", "A", JAN) == Closed(1, 1, 0)
    assert known.of(3, "purposive", "", JAN) == Closed(1, 1, 1)
    assert known.of(3, "random", "", JAN + 1) == NOTHING_CLOSED
    assert known.of(3, "census", "", JAN) == NOTHING_CLOSED
    # what stands in purposive files enters no trend of an item
    assert known.items == {(3, "A1", JAN): {"met": 2}, (3, "B1", JAN): {"unmet": 2}}


def test_nothing_is_known_and_nothing_told_without_a_day() -> None:
    assert NOTHING_KNOWN.of(3, "random", "", JAN) == NOTHING_CLOSED
    assert NOTHING_KNOWN.until < JAN
    assert known_files((), "c:7", JAN).months == {}
