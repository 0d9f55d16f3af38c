"""What a restore takes back of what was done to accounts."""

from dataclasses import replace
from datetime import timedelta

from qa_app.domain.restored_accounts import AccountThen, TakenBack, robots_back, taken_back
from tests.people import NOON

ROLE = ("auditor", 1, None)
THEN = AccountThen("li", True, NOON, None, frozenset({ROLE}), frozenset({(7,)}))


def test_what_was_done_since_the_backup_is_named_by_account() -> None:
    restored = {1: THEN, 2: replace(THEN, login_name="an"), 3: replace(THEN, login_name="wu")}
    assert taken_back(restored, restored) == {}
    old = {
        1: replace(THEN, is_active=False, grants=frozenset()),
        2: replace(THEN, password_set_at=NOON + timedelta(days=1), ways=frozenset()),
        3: replace(THEN, reset_at=NOON),
    }
    assert taken_back(old, restored) == {
        TakenBack.CLOSED: ("li",),
        TakenBack.ROLES: ("li",),
        TakenBack.PASSWORD: ("an",),
        TakenBack.FACTOR: ("an", "wu"),
    }


def test_what_was_given_since_and_who_was_shut_before_is_no_news() -> None:
    shut = replace(THEN, is_active=False)
    more = replace(shut, grants=frozenset({ROLE, ("moderator", 1, None)}))
    assert taken_back({1: more}, {1: shut}) == {}
    assert taken_back({}, {1: THEN, 2: shut}) == {TakenBack.CLOSED: ("li",)}


def test_mail_that_was_stopped_or_went_elsewhere_and_robots_removed_are_named() -> None:
    mailed = replace(THEN, mail_at=NOON)
    moved = replace(THEN, mail_at=NOON + timedelta(days=1))
    assert taken_back({1: THEN, 2: moved}, {1: mailed, 2: mailed}) == {TakenBack.MAIL: ("li", "li")}
    assert taken_back({1: mailed, 2: mailed}, {1: mailed, 2: THEN}) == {}
    assert robots_back({1: "A", 4: "C"}, {1: "A", 2: "B", 3: "B"}) == ("B",)
