"""What waits in an action is said with who, what, by when and how late."""

from datetime import date, timedelta

import pytest

from qa_app.domain.actions import ActionKind, Owner, open_action
from qa_app.wording import Words
from qa_app.wording.follow_up import said_waiting

TODAY = date(2026, 3, 23)


@pytest.mark.parametrize(
    ("days", "en", "zh"),
    [
        (0, " by 23 Mar 2026", "2026年3月23日"),
        (1, "; due 22 Mar 2026, 1 day late", "期限2026年3月22日，已逾期1天"),
        (2, "; due 21 Mar 2026, 2 days late", "期限2026年3月21日，已逾期2天"),
    ],
)
def test_what_waits_says_how_late_it_is(days: int, en: str, zh: str) -> None:
    due = TODAY - timedelta(days=days)
    opened = due - timedelta(days=10)
    action = open_action(ActionKind.GATE, Owner.WORKER, opened, due, is_structural=False)
    assert said_waiting(Words("en"), action, TODAY).endswith(en)
    assert zh in said_waiting(Words("zh"), action, TODAY)
