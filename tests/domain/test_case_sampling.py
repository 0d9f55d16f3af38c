from typing import Any

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.case_sampling import cases_needed, sampled_cases
from tests.builders import a_rubric, item, section, words


def visited(size: Any = "lqas") -> Any:
    sample = {"unit": "case", "size": size, "from": words("cases"), "facts": []}
    per_case = item("A1", per_case=True, share={"met": 1, "partly": 0})
    return a_rubric(section("A", per_case), kind="site", unit="centre_visit", case_sample=sample)


def entered(taken: int | None, pool: int | str | None) -> list[Entry]:
    case = {"answers": {"A1": "met"}}
    kept = [] if taken is None else [Entry(EntryKind.SAMPLE, "sample", [case] * taken)]
    return kept if pool is None else [*kept, Entry(EntryKind.POOL, "pool", pool)]


@pytest.mark.parametrize(
    ("rule", "pool", "needed"),
    [
        # 5 cases: a good centre has 4 right, a poor one 2. Of 4 read at least 3 are right at the
        # former and at most 2 at the latter. Of 3 read a poor centre has 2 right in 3 of 10
        # draws, and a good one misses 3 right in 6 of 10: neither rule keeps both risks at 1 in 10
        ("lqas", 5, 4),
        ("lqas", 1, 1),
        ("lqas", 0, 0),
        ("lqas", None, None),
        ("all", 12, 12),
        ("all", None, None),
        (6, 12, 6),
        (6, 4, 4),
        (6, None, 6),
    ],
)
def test_how_many_cases_a_visit_samples(
    rule: str | int, pool: int | None, needed: int | None
) -> None:
    assert cases_needed(rule, pool) == needed


@pytest.mark.parametrize(
    ("size", "taken", "pool", "is_short", "is_beyond"),
    [
        ("lqas", 3, 5, True, False),
        ("lqas", 4, 5, False, False),
        ("lqas", 6, "5", False, True),
        ("lqas", 3, None, False, False),
        ("all", 4, 5, True, False),
        (6, 5, None, True, False),
        (6, 5, 5, False, False),
        ("all", None, 5, False, False),
    ],
)
def test_a_sample_is_held_against_its_rubric(
    size: Any, taken: int | None, pool: int | str | None, is_short: bool, is_beyond: bool
) -> None:
    found = sampled_cases(visited(size), entered(taken, pool))
    assert found is not None
    assert (found.taken, found.is_short, found.is_beyond) == (taken, is_short, is_beyond)


def test_a_rubric_without_items_by_case_samples_nothing() -> None:
    assert sampled_cases(a_rubric(), entered(3, 5)) is None
