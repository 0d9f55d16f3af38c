"""What waits in an action is said with who, what, by when and how late."""

from datetime import date, timedelta

import pytest

from qa_app.domain.actions import ActionKind, ActionState, Owner, Party, open_action
from qa_app.wording import Words
from qa_app.wording.action_owners import said_owner, said_party
from qa_app.wording.follow_up import STATES, said_state, said_waiting

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


def test_a_worker_whom_something_agreed_is_about_is_named_by_code() -> None:
    english, chinese = Words("en"), Words("zh")
    assert said_owner(english, Owner.WORKER, "W1") == "the worker W1"
    assert said_owner(chinese, Owner.WORKER, "W1") == "工作人员W1"
    assert said_owner(chinese, Owner.CENTRE, "W1") == "中心"
    said = said_state(chinese, ActionState.DONE, Owner.WORKER, is_agreed=True, worker="W1")
    assert said == "工作人员W1已完成"
    party = said_party(english, Party.WORKER, Owner.WORKER, is_agreed=True, worker="W1")
    assert party == "the worker W1"
    # a file's worker is not named by what follows from a reading
    party = said_party(english, Party.WORKER, Owner.WORKER, is_agreed=False, worker="W1")
    assert party == "the worker of the file"


@pytest.mark.parametrize(
    ("owner", "says"),
    [
        (Owner.CENTRE, "Done by the centre"),
        (Owner.WORKER, "Done by the worker of the file"),
        (Owner.SUPERVISOR, "Done by who led the session"),
    ],
)
def test_who_did_it_is_who_had_to(owner: Owner, says: str) -> None:
    assert said_state(Words("en"), ActionState.DONE, owner) == says
    # without an owner, as in a count of actions, nobody is named
    assert Words("en").say(STATES[ActionState.DONE]) == "Done, not yet verified"
