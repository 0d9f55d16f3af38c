from datetime import datetime

import pytest

from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.running_limits import LimitState, Untold
from qa_app.wording import Words
from qa_app.wording.running_limits import (
    STATES,
    LimitNames,
    SaidLimit,
    limit_sentence,
    whose_limit,
)

NOW = datetime(2026, 3, 23, 12, 0)


def said(
    state: LimitState,
    limit: datetime | None,
    started: datetime | None = None,
    untold: Untold | None = None,
    *needs: str,
) -> tuple[str, str]:
    one = SaidLimit("安全计划", state, untold, needs, started, limit)
    zh, en = (limit_sentence(Words(language), one, NOW) for language in ("zh", "en"))
    return zh, en


@pytest.mark.parametrize(
    ("state", "limit", "started", "zh", "en"),
    [
        (
            LimitState.RUNNING,
            datetime(2026, 3, 24, 17, 0),
            datetime(2026, 3, 23, 17, 0),
            "安全计划：明日17:00到期",
            "安全计划: due tomorrow 17:00",
        ),
        (
            LimitState.RUNNING,
            datetime(2026, 3, 24, 23, 59),
            datetime(2026, 3, 10, 9, 0),
            "安全计划：明日到期",
            "安全计划: due tomorrow",
        ),
        (
            LimitState.DUE_TODAY,
            datetime(2026, 3, 23, 17, 0),
            datetime(2026, 3, 22, 17, 0),
            "安全计划：今日17:00到期",
            "安全计划: due today 17:00",
        ),
        (
            LimitState.OVERDUE,
            datetime(2026, 3, 20, 23, 59),
            datetime(2026, 3, 17, 9, 0),
            "安全计划：未完成，第6日",
            "安全计划: not done, day 6",
        ),
        (
            LimitState.OVERDUE,
            datetime(2026, 3, 23, 11, 0),
            datetime(2026, 3, 23, 9, 0),
            "安全计划：未完成，今日11:00已到期",
            "安全计划: not done, was due today 11:00",
        ),
        (
            LimitState.RUNNING,
            datetime(2026, 4, 3, 23, 59),
            datetime(2026, 3, 20, 9, 0),
            "安全计划：2026年4月3日到期",
            "安全计划: due 3 Apr 2026",
        ),
    ],
)
def test_what_is_due(
    state: LimitState, limit: datetime, started: datetime, zh: str, en: str
) -> None:
    assert said(state, limit, started) == (zh, en)


def test_what_is_missing() -> None:
    told = LimitState.CANNOT_TELL
    assert said(told, None, NOW, Untold.FACT, "危机")[0] == "安全计划：未说明“危机”，无法判断时限"
    zh, en = said(told, None, NOW, Untold.YEAR, "2027")
    assert zh == "安全计划：2027年的节假日表尚未录入，无法判断时限"
    assert en == "安全计划: cannot be told, the holiday table of 2027 is missing"
    assert "评查" in said(told, None, NOW, Untold.ANSWER, "A1")[0]


def test_whose_limit_it_is() -> None:
    zh = Words("zh")
    assert whose_limit(zh, Responsible.CENTRE) == ""
    assert whose_limit(zh, Responsible.LEGAL_AID_INSTITUTION) == "属法律援助机构的时限"


def test_every_state_has_words_in_chinese() -> None:
    assert set(STATES) == set(LimitState)
    zh = [Words("zh").say(message) for message in STATES.values()]
    assert len(set(zh)) == len(zh)
    assert not set(zh) & set(STATES.values())


def test_what_has_no_name_is_told_by_its_code() -> None:
    names = LimitNames(Words("en"), {})
    assert names.event(1, "x") == "x"
    assert names.needs(1, Untold.FACT, ("a",)) == ("a",)
    assert names.needs(1, Untold.YEAR, ("CN", "2027")) == ("2027",)
