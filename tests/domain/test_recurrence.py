from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidError
from qa_app.domain.recurrence import (
    Frequency,
    Pattern,
    Rule,
    days_of,
    read_rule,
    rule_text,
    usual_rule,
)


def named(text: str, start: date, last: date) -> list[str]:
    return [day.isoformat() for day in days_of(read_rule(text), start, last)]


# worked by hand, from the examples of RFC 5545, 3.8.5.3, with days for their moments
@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", (1997, 9, 2), ["1997-09-02", "1997-09-03", "1997-09-04"]),
        (
            "FREQ=DAILY;INTERVAL=10;COUNT=3",
            (1997, 9, 2),
            ["1997-09-02", "1997-09-12", "1997-09-22"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971007;BYDAY=MO,WE,FR",
            (1997, 9, 1),
            [
                *("1997-09-01", "1997-09-03", "1997-09-05", "1997-09-15", "1997-09-17"),
                *("1997-09-19", "1997-09-29", "1997-10-01", "1997-10-03"),
            ],
        ),
        ("FREQ=WEEKLY;COUNT=2", (1997, 9, 2), ["1997-09-02", "1997-09-09"]),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=1FR",
            (1997, 9, 5),
            ["1997-09-05", "1997-10-03", "1997-11-07"],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=-2MO",
            (1997, 9, 22),
            ["1997-09-22", "1997-10-20", "1997-11-17"],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3",
            (1997, 9, 28),
            ["1997-09-28", "1997-10-29", "1997-11-28"],
        ),
        (
            "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1",
            (1997, 9, 30),
            ["1997-09-30", "1997-10-01", "1997-10-31", "1997-11-01"],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
            (1997, 9, 4),
            ["1997-09-04", "1997-10-07", "1997-11-06"],
        ),
        (
            "FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            (1997, 9, 29),
            ["1997-09-29", "1997-10-30", "1997-11-27"],
        ),
        ("FREQ=MONTHLY;COUNT=2;BYDAY=FR;BYMONTHDAY=13", (1997, 9, 2), ["1998-02-13", "1998-03-13"]),
    ],
)
def test_the_examples_of_the_standard(
    text: str, start: tuple[int, int, int], expected: list[str]
) -> None:
    assert named(text, date(*start), date(1998, 12, 31)) == expected


def test_months_without_such_a_day_are_passed_over_and_leap_days_come_when_they_come() -> None:
    assert named("FREQ=MONTHLY", date(2026, 10, 31), date(2027, 3, 31)) == [
        "2026-10-31",
        "2026-12-31",
        "2027-01-31",
        "2027-03-31",
    ]
    assert named("FREQ=MONTHLY;INTERVAL=12", date(2024, 2, 29), date(2032, 12, 31)) == [
        "2024-02-29",
        "2028-02-29",
        "2032-02-29",
    ]
    assert named("FREQ=WEEKLY", date(2026, 12, 28), date(2027, 1, 11)) == [
        "2026-12-28",
        "2027-01-04",
        "2027-01-11",
    ]


def test_a_rule_that_names_no_day_ends() -> None:
    assert named("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", date(2026, 1, 1), date(2126, 1, 1)) == []
    assert named("FREQ=WEEKLY;UNTIL=20251231", date(2026, 1, 1), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rule_unreadable"),
        ("weekly", "rule_unreadable"),
        ("FREQ=WEEKLY;", "rule_unreadable"),
        ("FREQ=", "rule_unreadable"),
        ("FREQ=WEEKLY;BYDAY=" + "MO," * 90 + "MO", "rule_unreadable"),
        ("INTERVAL=2", "rule_frequency"),
        ("FREQ=YEARLY", "rule_frequency"),
        ("FREQ=HOURLY", "rule_frequency"),
        ("FREQ=WEEKLY;FREQ=DAILY", "rule_part"),
        ("FREQ=MONTHLY;BYMONTH=3", "rule_part"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "rule_part"),
        ("FREQ=DAILY;BYDAY=MO;BYSETPOS=1", "rule_part"),
        ("FREQ=MONTHLY;BYSETPOS=1", "rule_part"),
        ("FREQ=WEEKLY;EXDATE=20260101", "rule_part"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20260101", "rule_two_ends"),
        ("FREQ=WEEKLY;BYDAY=1MO", "rule_value"),
        ("FREQ=MONTHLY;BYDAY=6MO", "rule_value"),
        ("FREQ=MONTHLY;BYDAY=0MO", "rule_value"),
        ("FREQ=WEEKLY;BYDAY=XX", "rule_value"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "rule_value"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "rule_value"),
        ("FREQ=MONTHLY;BYMONTHDAY=a", "rule_value"),
        ("FREQ=WEEKLY;INTERVAL=0", "rule_value"),
        ("FREQ=WEEKLY;INTERVAL=-1", "rule_value"),
        ("FREQ=WEEKLY;INTERVAL=100", "rule_value"),
        ("FREQ=WEEKLY;INTERVAL=٣", "rule_value"),
        ("FREQ=WEEKLY;COUNT=401", "rule_value"),
        ("FREQ=WEEKLY;UNTIL=20260230", "rule_value"),
        ("FREQ=WEEKLY;UNTIL=20260301T000000Z", "rule_value"),
        ("FREQ=WEEKLY;WKST=SU", "rule_value"),
    ],
)
def test_everything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_rule(text)
    assert refused.value.code == code


def test_a_rule_is_kept_in_one_form() -> None:
    read = read_rule("rrule:freq=monthly;wkst=mo;interval=1;byday=+2tu,-1fr")
    assert read == Rule(Frequency.MONTHLY, by_day=((-1, 4), (2, 1)))
    assert rule_text(read) == "FREQ=MONTHLY;BYDAY=-1FR,2TU"


@st.composite
def rules(draw: st.DrawFn) -> str:
    # every one names a day sooner or later: dateutil looks for one to the year 9999
    frequency = draw(st.sampled_from(list(Frequency)))
    parts = [f"FREQ={frequency.value}"]
    kind = draw(st.sampled_from(["plain", "days", "month_days"]))
    if frequency is not Frequency.DAILY or kind == "plain":
        parts.append(f"INTERVAL={draw(st.integers(1, 9))}")
    if kind == "days":
        names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        if frequency is Frequency.MONTHLY and draw(st.booleans()):
            chosen = [f"{draw(st.sampled_from([-5, -2, -1, 1, 2, 3, 5]))}{day}" for day in chosen]
        parts.append("BYDAY=" + ",".join(chosen))
    elif kind == "month_days" and frequency is not Frequency.WEEKLY:
        days = st.integers(-28, 28).filter(bool)
        listed = draw(st.lists(days, min_size=1, max_size=3, unique=True))
        parts.append("BYMONTHDAY=" + ",".join(map(str, listed)))
    if len(parts) > 2 and frequency is not Frequency.DAILY and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([-1, 1]))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    elif draw(st.booleans()):
        parts.append(f"UNTIL={draw(st.dates(date(2026, 1, 1), date(2028, 12, 31))):%Y%m%d}")
    return ";".join(parts)


@given(rules(), st.dates(date(2023, 12, 1), date(2026, 3, 1)), st.integers(0, 900))
def test_another_reader_of_the_standard_names_the_same_days(
    text: str, start: date, ahead: int
) -> None:
    last = start + timedelta(days=ahead)
    moment = datetime(start.year, start.month, start.day)
    # dateutil looks for a first day to the year 9999, so it is asked with an end of its own
    bounded = text if "UNTIL=" in text or "COUNT=" in text else f"{text};UNTIL={last:%Y%m%d}"
    rule = rrulestr(bounded, dtstart=moment)
    end = datetime(last.year, last.month, last.day)
    expected = []
    for day in rule.xafter(moment, inc=True):
        if day > end:
            break
        expected.append(day.date())
    assert list(days_of(read_rule(text), start, last)) == expected
    assert read_rule(rule_text(read_rule(text))) == read_rule(text)


@pytest.mark.parametrize(
    ("pattern", "start", "text"),
    [
        (Pattern.WEEKLY, date(2026, 4, 2), "FREQ=WEEKLY;BYDAY=TH"),
        (Pattern.FOUR_WEEKS, date(2026, 4, 2), "FREQ=WEEKLY;INTERVAL=4;BYDAY=TH"),
        (Pattern.MONTHLY_WEEKDAY, date(2026, 4, 14), "FREQ=MONTHLY;BYDAY=2TU"),
        (Pattern.MONTHLY_WEEKDAY, date(2026, 4, 30), "FREQ=MONTHLY;BYDAY=-1TH"),
        (Pattern.MONTHLY_DAY, date(2026, 4, 28), "FREQ=MONTHLY;BYMONTHDAY=28"),
        (Pattern.MONTHLY_DAY, date(2026, 1, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_usual_ways_to_repeat_name_their_first_day(
    pattern: Pattern, start: date, text: str
) -> None:
    rule = usual_rule(pattern, start)
    assert rule_text(rule) == text
    if start.day != 30 or pattern is not Pattern.MONTHLY_DAY:
        assert days_of(rule, start, start) == (start,)
