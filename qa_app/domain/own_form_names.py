"""Names that a form may ask for and keys that narrow them, in English and in Chinese."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Metric(StrEnum):
    """What a placeholder may ask for."""

    SCORE = "score"
    FILES = "files"
    FINAL = "final_files"
    PROVISIONAL = "provisional_files"
    RED_LINES = "red_line_files"
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
    HOURS = "supervision_hours"


ABOUT_RESULTS = frozenset(
    {
        Metric.SCORE,
        Metric.FILES,
        Metric.FINAL,
        Metric.PROVISIONAL,
        Metric.RED_LINES,
        Metric.PERIOD,
        Metric.RUBRIC,
        Metric.VERSION,
    }
)
"""Read from the totals of the trend pages."""

ABOUT_SESSIONS = frozenset(
    {
        Metric.SESSIONS_DUE,
        Metric.SESSIONS_HELD,
        Metric.SESSIONS_LATE,
        Metric.SESSIONS_MISSED,
        Metric.RHYTHM_DUE,
        Metric.RHYTHM_HELD,
        Metric.HOURS,
    }
)
"""Read from the totals of the coverage pages."""


class Key(StrEnum):
    """What a placeholder may narrow."""

    CENTRE = "centre"
    PLACE = "place"
    AREA = "area"
    RUBRIC = "rubric"
    SECTION = "section"
    VERSION = "version"
    PERIOD = "period"


METRIC_NAMES: Mapping[Metric, str] = {
    Metric.SCORE: "得分",
    Metric.FILES: "案卷数",
    Metric.FINAL: "已定案卷数",
    Metric.PROVISIONAL: "暂定案卷数",
    Metric.RED_LINES: "红线案卷数",
    Metric.PERIOD: "期间",
    Metric.RUBRIC: "评分细则",
    Metric.VERSION: "版本",
    Metric.CENTRE: "中心",
    Metric.TODAY: "填表日期",
    Metric.SESSIONS_DUE: "应开展督导次数",
    Metric.SESSIONS_HELD: "已开展督导次数",
    Metric.SESSIONS_LATE: "延迟督导次数",
    Metric.SESSIONS_MISSED: "未开展督导次数",
    Metric.RHYTHM_DUE: "按频次应督导次数",
    Metric.RHYTHM_HELD: "按频次已督导次数",
    Metric.HOURS: "督导小时数",
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


def metric_named(word: str) -> Metric | None:
    """Find what a name asks for.

    Args:
        word: As typed, in English or Chinese.

    Returns:
        The metric; None when there is no such name.
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


_METRICS: Mapping[str, Metric] = {one.value: one for one in Metric} | {
    name: one for one, name in METRIC_NAMES.items()
}
_KEYS: Mapping[str, Key] = {one.value: one for one in Key} | {
    name: one for one, name in KEY_NAMES.items()
}
