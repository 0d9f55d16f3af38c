"""Frozen evidence names the versions that its numbers put together, by the reviews it rests on."""

from datetime import date
from typing import Any

import pytest

from qa_app.domain.joined_versions import ReadWith, audits_named, joined_versions

MEAN, CHANGE = "mean_score_last_two_rounds", "score_change_three_rounds"


def found(*audits: int, n: int, **fields: Any) -> dict[str, Any]:
    return {
        "n": n,
        "value": "80/1",
        "records": [["audit", str(one), ""] for one in audits],
        **fields,
    }


def evidence(metric: str, *parts: dict[str, Any]) -> dict[str, Any]:
    leaf = {"metric": metric, "met": ">=80"}
    rule = leaf if len(parts) == 1 else {"op": "all", "of": [leaf for _ in parts]}
    return {"criteria": [{"code": "E09", "rule": rule, "found": list(parts)}]}


def read(rubric: str, number: int, day: date, *, is_scored: bool = True) -> ReadWith:
    return ReadWith(rubric, number, f"{number}.0.0", day, is_scored)


SPRING, AUTUMN, NEXT = date(2025, 3, 1), date(2025, 9, 1), date(2026, 2, 1)
READ = {
    1: read("sw", 2, NEXT),
    2: read("sw", 1, SPRING),
    3: read("sw", 1, NEXT),
    4: read("law", 7, SPRING),
    5: read("sw", 3, AUTUMN),
    6: read("sw", 9, NEXT, is_scored=False),
}


@pytest.mark.parametrize(
    ("metric", "part", "versions"),
    [
        (MEAN, found(1, 2, 3, n=3), ["1.0.0", "2.0.0"]),
        (MEAN, found(2, 3, n=2), None),
        # what has no score is in no mean
        (MEAN, found(2, 3, 6, n=2), None),
        # of two rubrics the one with as many files was judged
        (MEAN, found(1, 2, 3, 4, n=3), ["1.0.0", "2.0.0"]),
        (MEAN, found(1, 2, 3, 4, n=1), None),
        (MEAN, found(1, 2, 3, 4, n=9), None),
        # the round between the first and the last is not compared
        (CHANGE, found(1, 2, 5, n=3), ["1.0.0", "2.0.0"]),
        (MEAN, found(1, 2, 5, n=3), ["1.0.0", "2.0.0", "3.0.0"]),
        # nothing was told, or it is no number of scores
        (MEAN, {"n": 0, "gap": "no_file"}, None),
        ("open_stop_findings", found(1, 2, n=2), None),
        # of what is not kept any more nothing is said
        (MEAN, found(98, 99, n=2), None),
    ],
)
def test_versions_that_a_number_puts_together(
    metric: str, part: dict[str, Any], versions: list[str] | None
) -> None:
    told = joined_versions(evidence(metric, part), READ)
    assert told == ({} if versions is None else {"E09": [versions]})


def test_which_reviews_are_asked_for() -> None:
    assert audits_named(evidence(MEAN, found(1, 2, n=2))) == {1, 2}
    assert audits_named(evidence("open_stop_findings", found(1, 2, n=2))) == frozenset()
