"""Limits and shares as people type them."""

from fractions import Fraction

import pytest

from qa_app.domain.typed_values import (
    as_kept,
    limit_from,
    measured_share_from,
    share_from,
    threshold_from,
)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("7d", "7d"),
        ("5wd", "5wd"),
        ("24h", "24h"),
        ("7日", "7d"),
        ("7天", "7d"),
        ("７ 天", "7d"),
        ("七天", "7d"),
        ("十日", "10d"),
        ("十五日", "15d"),
        ("二十日", "20d"),
        ("三十一天", "31d"),
        ("一百二十天", "120d"),
        ("一百零五天", "105d"),
        ("两小时", "2h"),
        ("2小时", "2h"),
        ("24个小时", "24h"),
        ("7个工作日", "7wd"),
        ("五个工作日", "5wd"),
        ("5 working days", "5wd"),
        ("1 day", "1d"),
        ("每7日", "7d"),
        ("每 14 天", "14d"),
        ("每月", "calendar_month"),
        # what is none stays for the check to name
        ("soon", "soon"),
        ("7", "7"),
        ("七", "七"),
        ("七五天", "七五天"),
        ("十百天", "十百天"),
        ("2周", "2周"),
        ("", ""),
    ],
)
def test_limits(text: str, limit: str) -> None:
    assert limit_from(text) == limit


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("60%", Fraction(3, 5)),
        ("60 %", Fraction(3, 5)),
        ("６０％", Fraction(3, 5)),
        ("62.5%", Fraction(5, 8)),
        ("100%", 1),
        ("百分之六十", Fraction(3, 5)),
        ("百分之一百", 1),
        ("百分之七十五", Fraction(3, 4)),
        ("六成", "六成"),
        ("60", "60"),
        ("百分之", "百分之"),
    ],
)
def test_shares(text: str, share: object) -> None:
    assert share_from(text) == share


def test_a_file_is_brought_into_its_form_wherever_limits_and_shares_stand() -> None:
    plain = {
        "scoring": {"min_applicable": "百分之六十"},
        "sections": [
            {
                "items": [
                    {
                        "clock": {"within": "7日", "late_until": "十天"},
                        "frequency": {"every": {"high": "7天", "low": "31d"}},
                        "share": {"met": "90%", "partly": "odd"},
                        "measure": {"met": ">=0.9"},
                        "text": {"zh": "7日"},
                    },
                    {"frequency": {"every": "calendar_month"}, "share": "odd"},
                ]
            }
        ],
    }
    assert as_kept(plain) == {
        "scoring": {"min_applicable": Fraction(3, 5)},
        "sections": [
            {
                "items": [
                    {
                        "clock": {"within": "7d", "late_until": "10d"},
                        "frequency": {"every": {"high": "7d", "low": "31d"}},
                        "share": {"met": Fraction(9, 10), "partly": "odd"},
                        "measure": {"met": ">=0.9"},
                        "text": {"zh": "7日"},
                    },
                    {"frequency": {"every": "calendar_month"}, "share": "odd"},
                ]
            }
        ],
    }
    assert as_kept("text") == "text"


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        (">=0.9", ">=0.9"),
        (">= 0.9", ">=0.9"),
        ("不低于90%", ">=0.9"),
        ("不低于 0.9", ">=0.9"),
        (">=60%", ">=0.6"),
        ("≥６０％", ">=0.6"),
        ("0.95", ">=0.95"),
        ("=0.95", ">=0.95"),
        ("90%以上", ">=0.9"),
        ("至少百分之六十", ">=0.6"),
        ("at least 62.5%", ">=0.625"),
        ("不超过3", "<=3"),
        ("少于5%", "<0.05"),
        ("超过100%", ">1"),
        ("0.0001%", ">=0.000001"),
        # what is none stays for the check to name
        ("很好", "很好"),
        ("不低于很好", "不低于很好"),
        ("", ""),
    ],
)
def test_thresholds(text: str, threshold: str) -> None:
    assert threshold_from(text) == threshold


def test_thresholds_of_a_file() -> None:
    measure = {"name": "reach", "met": "不低于90%", "partly": ">=60%"}
    assert as_kept({"measure": measure}) == {
        "measure": {"name": "reach", "met": ">=0.9", "partly": ">=0.6"}
    }
    assert as_kept({"measure": "share_of_applicable_cases"}) == {
        "measure": "share_of_applicable_cases"
    }


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("92%", "0.92"),
        (" 92 % ", "0.92"),
        ("９２％", "0.92"),
        ("百分之九十二", "0.92"),
        ("100%", "1"),
        ("0.92", "0.92"),
        ("55", "55"),
        ("", ""),
        ("many", "many"),
    ],
)
def test_a_share_that_a_reader_enters_in_per_cent_is_a_decimal_number(
    typed: str, share: str
) -> None:
    assert measured_share_from(typed) == share
