"""Counting actions and choosing items for papers."""

from datetime import date

from qa_app.domain.actions import ActionState as S
from qa_app.domain.defaults import ITEMS_ON_ROUND_REPORT
from qa_app.domain.printed import ActionCounts, FoundItem, count_by_state, most_found
from qa_app.domain.text import BilingualText

RUBRIC = BilingualText("细则", "Rubric")


def test_actions_are_counted_by_how_they_stand() -> None:
    today = date(2026, 4, 9)
    states = [
        (S.DRAFT, None),
        (S.DROPPED, date(2026, 1, 1)),
        (S.OPEN, date(2026, 4, 8)),
        (S.PLANNED, date(2026, 4, 9)),
        (S.DONE, None),
        (S.DONE, date(2026, 4, 30)),
        (S.VERIFIED, None),
    ]
    assert count_by_state(states, today) == ActionCounts(5, late=1, waiting=1, verified=1)


def test_items_found_most_often_come_first() -> None:
    found = [FoundItem(RUBRIC, f"A{n:02}", RUBRIC, n // 2) for n in range(1, 21)]
    chosen = most_found(found)
    assert len(chosen) == ITEMS_ON_ROUND_REPORT
    assert [one.code for one in chosen[:4]] == ["A20", "A18", "A19", "A16"]
