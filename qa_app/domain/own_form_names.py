"""Names that a form may ask for and keys that narrow them, in English and in Chinese."""

import re
from collections.abc import Mapping
from enum import StrEnum


class FormName(StrEnum):
    """What a placeholder may ask for."""

    SCORE = "score"
    FILES = "files"
    FINAL = "final_files"
    PROVISIONAL = "provisional_files"
    RED_LINES = "red_line_files"
    GOOD = "band_b_files"
    PERIOD = "period"
    RUBRIC = "rubric"
    VERSION = "version"
    CENTRE = "centre"
    TODAY = "today"
    SESSIONS_DUE = "sessions_due"
    SESSIONS_HELD = "sessions_held"
    SESSIONS_LATE = "sessions_late"
    SESSIONS_MISSED = "sessions_missed"
    RHYTHM_DUE = "rhythm_due"
    RHYTHM_HELD = "rhythm_held"
    RHYTHM_LATE = "rhythm_late"
    RHYTHM_MISSED = "rhythm_missed"
    HOURS = "supervision_hours"


ABOUT_RESULTS = frozenset(
    {
        FormName.SCORE,
        FormName.FILES,
        FormName.FINAL,
        FormName.PROVISIONAL,
        FormName.RED_LINES,
        FormName.GOOD,
        FormName.PERIOD,
        FormName.RUBRIC,
        FormName.VERSION,
    }
)
"""Read from the totals of the trend pages."""

ABOUT_SESSIONS = frozenset(
    {
        FormName.SESSIONS_DUE,
        FormName.SESSIONS_HELD,
        FormName.SESSIONS_LATE,
        FormName.SESSIONS_MISSED,
        FormName.RHYTHM_DUE,
        FormName.RHYTHM_HELD,
        FormName.RHYTHM_LATE,
        FormName.RHYTHM_MISSED,
        FormName.HOURS,
    }
)
"""Read from the totals of the coverage pages."""

BY_RHYTHM = frozenset(
    {FormName.RHYTHM_DUE, FormName.RHYTHM_HELD, FormName.RHYTHM_LATE, FormName.RHYTHM_MISSED}
)
"""Of these, what the rhythm asks for, planned or not."""


class Key(StrEnum):
    """What a placeholder may narrow."""

    CENTRE = "centre"
    PLACE = "place"
    AREA = "area"
    RUBRIC = "rubric"
    SECTION = "section"
    VERSION = "version"
    PERIOD = "period"


FORM_NAMES: Mapping[FormName, str] = {
    FormName.SCORE: "得分",
    FormName.FILES: "案卷数",
    FormName.FINAL: "已定案卷数",
    FormName.PROVISIONAL: "暂定案卷数",
    FormName.RED_LINES: "红线案卷数",
    FormName.GOOD: "B级及以上案卷数",
    FormName.PERIOD: "期间",
    FormName.RUBRIC: "评分细则",
    FormName.VERSION: "版本",
    FormName.CENTRE: "中心",
    FormName.TODAY: "填表日期",
    FormName.SESSIONS_DUE: "应开展督导次数",
    FormName.SESSIONS_HELD: "已开展督导次数",
    FormName.SESSIONS_LATE: "延迟督导次数",
    FormName.SESSIONS_MISSED: "未开展督导次数",
    FormName.RHYTHM_DUE: "按频次应督导次数",
    FormName.RHYTHM_HELD: "按频次已督导次数",
    FormName.RHYTHM_LATE: "按频次延迟督导次数",
    FormName.RHYTHM_MISSED: "按频次未督导次数",
    FormName.HOURS: "督导小时数",
}
"""Names that a Chinese form may use besides the English ones."""

KEY_NAMES: Mapping[Key, str] = {
    Key.CENTRE: "中心",
    Key.PLACE: "地区",
    Key.AREA: "领域",
    Key.RUBRIC: "细则",
    Key.SECTION: "部分",
    Key.VERSION: "版本",
    Key.PERIOD: "期间",
}
"""Keys that a Chinese form may use besides the English ones."""


def plain_name(word: str) -> str:
    """Bring a word of a placeholder to the form in which it is looked up.

    Args:
        word: As typed.

    Returns:
        Without blanks around it, in small letters, with a low line for blanks within.
    """
    return re.sub(r"\s+", "_", word.strip().casefold())


def metric_named(word: str) -> FormName | None:
    """Find what a name asks for.

    Args:
        word: As typed, in English or Chinese.

    Returns:
        The form_name; None when there is no such name.
    """
    return _METRICS.get(plain_name(word))


def key_named(word: str) -> Key | None:
    """Find what a key narrows.

    Args:
        word: As typed, in English or Chinese.

    Returns:
        The key; None when there is no such key.
    """
    return _KEYS.get(plain_name(word))


_METRICS: Mapping[str, FormName] = {one.value: one for one in FormName} | {
    plain_name(name): one for one, name in FORM_NAMES.items()
}
_KEYS: Mapping[str, Key] = {one.value: one for one in Key} | {
    name: one for one, name in KEY_NAMES.items()
}
