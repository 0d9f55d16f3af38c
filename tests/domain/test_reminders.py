from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.reminders import (
    Delivered,
    MessageState,
    Outcome,
    ReminderKind,
    ReviewPart,
    RobotKind,
    after_try,
    is_mail_address,
    is_robot_address,
    is_worth_sending,
    of_plan,
    of_reports,
    of_reviews,
    of_sessions,
    of_week,
    told_in,
)
from qa_app.domain.report_facts import ReportKind, ReportSpan

THURSDAY = date(2026, 4, 9)
AT = datetime(2026, 4, 2, 1, tzinfo=UTC)
TWO = {THURSDAY: [(8, 2), (5, 0)]}


def keys(ahead: int) -> list[str]:
    return [one.key for one in of_sessions(TWO, (), THURSDAY - timedelta(days=ahead))]


def test_a_session_is_told_a_week_and_a_day_ahead_each_once() -> None:
    week, eve = ["sessions:2026-04-09:7:5.0"], ["sessions:2026-04-09:1:5.0"]
    assert [keys(ahead) for ahead in (8, 7, 6, 2, 1, 0, -1)] == [
        [], week, week, week, eve, eve, [],
    ]  # fmt: skip


def test_a_reminder_of_sessions_holds_a_count_and_a_day() -> None:
    (told,) = of_sessions(TWO, (), THURSDAY)
    counted = {"count": 2, "day": "2026-04-09", "until": "2026-04-09"}
    assert told.content == counted | {"ahead": 1, "sessions": [[5, 0], [8, 2]]}
    assert told.kind is ReminderKind.SESSIONS


def test_what_was_told_is_told_again_only_nearer_or_when_it_changed() -> None:
    week = THURSDAY - timedelta(days=7)
    (told,) = of_sessions(TWO, (), week)
    known = told_in(told.content)
    assert known == {(THURSDAY, 7, (5, 0)), (THURSDAY, 7, (8, 2))}
    assert of_sessions(TWO, known, week) == []
    (eve,) = of_sessions(TWO, known, THURSDAY)
    assert eve.key == "sessions:2026-04-09:1:5.0"
    # one moved away and came back, or another was moved to the day
    for turns, key in (([(5, 0), (8, 4)], "8.4"), ([(5, 0), (8, 2), (9, 1)], "9.1")):
        (again,) = of_sessions({THURSDAY: turns}, known, week)
        assert again.key == f"sessions:2026-04-09:7:{key}"
        assert again.content["count"] == len(turns)
    assert of_sessions({THURSDAY: [(5, 0)]}, known, week) == []


def test_what_is_late_is_told_once_a_week_also_over_the_end_of_a_year() -> None:
    told = [of_week(ReminderKind.OVERDUE, 3, date(2026, 12, 28) + timedelta(days=d))[0].key
            for d in range(8)]  # fmt: skip
    assert told == ["overdue:2026-53"] * 7 + ["overdue:2027-01"]
    (one,) = of_week(ReminderKind.OVERDUE, 3, date(2026, 12, 30))
    assert one.content == {"count": 3, "until": "2027-01-03"}
    assert of_week(ReminderKind.OVERDUE, 0, THURSDAY) == []


def test_reviews_are_told_kind_by_kind_once_a_week() -> None:
    counted = {ReviewPart.TO_DO: 2, ReviewPart.LATE: 1, ReviewPart.SETTLE: 0}
    (one,) = of_reviews(counted, THURSDAY)
    assert one.key == "reviews:2026-15"
    assert one.content == {"count": 3, "until": "2026-04-12", "parts": {"late": 1, "to_do": 2}}
    assert of_reviews({ReviewPart.TO_DO: 0}, THURSDAY) == []


def test_a_plan_is_told_with_its_month() -> None:
    told = of_plan(7, date(2026, 4, 1), 5, date(2026, 4, 30))
    assert (told.key, told.content["month"], told.content["count"]) == ("plan:7", "2026-04", 5)


def test_new_reports_are_told_once_for_each_quarter_and_year() -> None:
    quarter, year = ReportSpan(ReportKind.QUARTER, 24312), ReportSpan(ReportKind.YEAR, 24300)
    one, other = of_reports({year: 1, quarter: 2}, THURSDAY)
    assert (one.key, one.content) == (
        "reports:quarter:24312",
        {"count": 2, "until": "2026-06-30"},
    )
    assert other.key == "reports:year:24300"
    # the same key on every day of the quarter, so that nobody is told twice
    assert of_reports({quarter: 1}, date(2026, 6, 30))[0].key == one.key
    assert of_reports({}, THURSDAY) == []


def test_what_is_over_is_not_worth_sending() -> None:
    content = {"until": "2026-04-09"}
    assert is_worth_sending(content, THURSDAY)
    assert not is_worth_sending(content, THURSDAY + timedelta(days=1))
    assert is_worth_sending({}, THURSDAY)


def test_waits_grow_and_end() -> None:
    put_off = Delivered(Outcome.RETRY, "put_off")
    found = [after_try(put_off, tries, AT) for tries in range(1, 9)]
    minutes = [(one.due_at - AT).total_seconds() / 60 for one in found]
    assert minutes == [5, 15, 60, 180, 360, 720, 1440, 0]
    assert [one.state for one in found] == [MessageState.WAITING] * 7 + [MessageState.FAILED]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.SENT, MessageState.SENT),
        (Outcome.REFUSED, MessageState.FAILED),
        (Outcome.UNKNOWN, MessageState.UNKNOWN),
    ],
)
def test_other_ends_are_ends(outcome: Outcome, state: MessageState) -> None:
    assert after_try(Delivered(outcome), 1, AT).state is state


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("li.na@example.org", True),
        ("a+b@mail.example.org", True),
        ("root@localhost", True),
        ("", False),
        ("li.na", False),
        ("a@b@example.org", False),
        ("a@example.org\nBcc: b@example.org", False),
        ("a@example.org, b@example.org", False),
        ("李娜@example.org", False),
        ("a b@example.org", False),
        ("=?utf-8?q?a?=@example.org", False),
        ("=?x?=@example.org", False),
        ("o'brien@example.org", False),
        ("a/b@example.org", False),
        (".a@example.org", False),
        ("a..b@example.org", False),
        ("a.@example.org", False),
        ("a_%+-.b@example.org", True),
        ("a@example..org", False),
        ("a@-example.org", False),
        (f"{'a' * 64}@example.org", True),
        (f"{'a' * 65}@example.org", False),
        (f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org", False),
    ],
)
def test_mail_addresses(text: str, *, is_one: bool) -> None:
    assert is_mail_address(text) is is_one


WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx"
DING = "https://oapi.dingtalk.com/robot/send?access_token=XXXXXX"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/9f9c-1"


@pytest.mark.parametrize(
    ("kind", "address", "is_one"),
    [
        (RobotKind.WECOM, WECOM, True),
        (RobotKind.DINGTALK, DING, True),
        (RobotKind.FEISHU, FEISHU, True),
        (RobotKind.DINGTALK, WECOM, False),
        (RobotKind.WECOM, WECOM.replace("https", "http"), False),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com.evil.example"), False),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com@evil.example"), False),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com:8443"), False),
        (RobotKind.WECOM, "https://169.254.169.254/cgi-bin/webhook/send?key=1", False),
        (RobotKind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/message/send?key=1", False),
        (RobotKind.FEISHU, FEISHU + "\r\nHost: evil.example", False),
        (RobotKind.FEISHU, FEISHU + "#x", False),
        (RobotKind.FEISHU, FEISHU + "a" * 500, False),
        (RobotKind.FEISHU, "https://im.example.org:8443/open-apis/bot/v2/hook/1", True),
        (RobotKind.FEISHU, "https://im.example.org/open-apis/bot/v2/hook/1", False),
        (RobotKind.FEISHU, "", False),
        (RobotKind.FEISHU, f"{FEISHU}/..", False),
        (RobotKind.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/", False),
        (RobotKind.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/..", False),
        (RobotKind.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/../x", False),
        (RobotKind.FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/%2e%2e", False),
        (RobotKind.FEISHU, f"{FEISHU}?x=1", False),
        (RobotKind.DINGTALK, "https://oapi.dingtalk.com/robot/send/../x?access_token=1", False),
        (RobotKind.DINGTALK, "https://oapi.dingtalk.com/robot/sendx?access_token=1", False),
        (RobotKind.DINGTALK, "https://oapi.dingtalk.com/robot/send", False),
        (RobotKind.DINGTALK, f"{DING}&sign=1", False),
        (RobotKind.DINGTALK, "https://oapi.dingtalk.com/robot/send?key=1", False),
        (RobotKind.WECOM, f"{WECOM}&access_token=1", False),
        (RobotKind.WECOM, f"{WECOM}%26debug=1", False),
        (RobotKind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", False),
        (RobotKind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?debug=1", False),
    ],
)
def test_robots_are_called_only_where_their_vendors_are(
    kind: RobotKind, address: str, *, is_one: bool
) -> None:
    assert is_robot_address(kind, address, ("im.example.org:8443",)) is is_one
