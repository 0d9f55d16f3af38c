"""Limits and shares as people type them, brought into the form that rubric files keep."""

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from qa_app.domain.rounding import trimmed

_UNITS: Final = {
    **dict.fromkeys(("h", "小时", "个小时", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "日", "天", "day", "days"), "d"),
    **dict.fromkeys(("wd", "个工作日", "工作日", "working day", "working days"), "wd"),
}
_LIMIT: Final = re.compile(
    r"([0-9]{1,4}|[零〇一二两三四五六七八九十百]{1,7})\s*(\D{1,16})", re.ASCII
)
_THRESHOLD: Final = re.compile(r"(>=|>|<=|<|=|)(.+)")
_BOUNDS: Final = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "至少", "大于等于", "达到", "at least"), ">="),
    **dict.fromkeys(("不高于", "不超过", "不多于", "不大于", "至多", "小于等于", "at most"), "<="),
    **dict.fromkeys(("低于", "少于", "小于", "below", "less than"), "<"),
    **dict.fromkeys(("高于", "多于", "大于", "超过", "above", "more than"), ">"),
    **dict.fromkeys(("≥", "⩾"), ">="),
    **dict.fromkeys(("≤", "⩽"), "<="),
}
_ABOVE: Final = ("以上", "及以上")
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_SHARE: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%", re.ASCII)
_IN_WORDS: Final = re.compile(r"百分之([零〇一二两三四五六七八九十百]{1,7})")
_DIGITS: Final = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100}
_EVERY_MONTH: Final = frozenset(
    {"每个自然月", "自然月", "每个日历月", "日历月", "每月", "calendar month"}
)
_SIZES: Final = {
    **dict.fromkeys(("全部", "all of them"), "all"),
    **dict.fromkeys(("批质量抽样", "lot quality screen"), "lqas"),
}
_MET: Final = frozenset({"met", "partly"})
_LIMITS: Final = frozenset({"within", "late_until", "every"})


def limit_from(text: str) -> str:
    """Read a time limit that a person typed.

    Args:
        text: Such as `7日`, `七天`, `7个工作日`, `2小时`, `5 working days` or `7d`; of a
            rhythm also `每7日`, `每月`.

    Returns:
        The limit as files keep it, such as `7d`; the text itself when it is none, for the
        check to name it.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _EVERY_MONTH:
        return "calendar_month"
    plain = plain.removeprefix("每").strip()
    found = _LIMIT.fullmatch(plain)
    unit = _UNITS.get(found[2].strip()) if found else None
    count = _counted(found[1]) if found else None
    return text if unit is None or count is None else f"{count}{unit}"


def size_from(text: str) -> str:
    """Read how many cases are sampled.

    Args:
        text: A number, `all` or `lqas`, or the words for the last two.

    Returns:
        The code for words; anything else as it was typed.
    """
    return _SIZES.get(text.strip().casefold(), text)


def share_from(text: str) -> Fraction | int | str:
    """Read a share that a person typed with a sign or in words of per cent.

    Args:
        text: Such as `60%`, `60 %`, `六十%` or `百分之六十`.

    Returns:
        The exact share, such as 3/5; the text itself when it is none.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    found, said = _SHARE.fullmatch(plain), _IN_WORDS.fullmatch(plain)
    count = Fraction(found[1]) if found else _counted(said[1]) if said else None
    if count is None:
        return text
    share = Fraction(count) / 100
    return int(share) if share.denominator == 1 else share


def measured_share_from(text: str) -> str:
    """Read a share that a reader entered for a measure.

    Args:
        text: Such as `92%`, `92 %`, `百分之九十二` or `0.92`.

    Returns:
        The share as a decimal number, such as `0.92`; the text itself, without spaces around
        it, when it says no per cent.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    share = share_from(plain)
    return share if isinstance(share, str) else trimmed(Fraction(share))


def threshold_from(text: str) -> str:
    """Read from where on a measure is met, as a person typed it.

    Args:
        text: Such as `>=0.9`, `不低于90%`, `90%以上`, `≥ 60 %`, or only `0.95`, which means at
            least so much.

    Returns:
        The threshold as files keep it, such as `>=0.9`; the text itself when it is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    for words in sorted(_BOUNDS, key=len, reverse=True):
        if plain.startswith(words):
            plain = f"{_BOUNDS[words]}{plain.removeprefix(words)}"
            break
    for words in reversed(_ABOVE):
        plain = plain.removesuffix(words)
    found = _THRESHOLD.fullmatch(plain.replace(" ", ""))
    number = share_from(found[2]) if found else text
    if isinstance(number, str):
        return f"{_sign(found[1])}{number}" if found and _DECIMAL.fullmatch(number) else text
    return f"{_sign(found[1])}{trimmed(Fraction(number))}" if found else text


def _sign(typed: str) -> str:
    return typed if typed not in {"", "="} else ">="


def _counted(text: str) -> int | None:
    # up to 999 in Chinese signs
    if text.isascii():
        return int(text)
    total, last = 0, None
    step = 1000
    for sign in text:
        if sign in _TENS:
            if _TENS[sign] >= step or last == 0:
                return None
            step = _TENS[sign]
            total += (1 if last is None else last) * step
            last = None
        elif last in {None, 0}:
            last = _DIGITS[sign]
        else:
            return None
    return total + (last or 0)


def as_kept(plain: Any) -> Any:
    """Bring every limit and share of a rubric file into the form that files keep.

    Args:
        plain: A file's data, of any shape.

    Returns:
        The data with `within`, `late_until`, `every`, `min_applicable`, the thresholds of
        `measure` and the parts of `share` rewritten where they can be read; everything else
        as it was.
    """
    if isinstance(plain, list):
        return [as_kept(one) for one in plain]
    if not isinstance(plain, Mapping):
        return plain
    return {name: _kept(name, value) for name, value in plain.items()}


def _kept(name: Any, value: Any) -> Any:
    if name in _LIMITS:
        if isinstance(value, Mapping):
            return {code: _kept("every", one) for code, one in value.items()}
        return limit_from(value) if isinstance(value, str) else value
    if name == "min_applicable" and isinstance(value, str):
        return share_from(value)
    if name == "measure" and isinstance(value, Mapping):
        return {
            part: threshold_from(one) if part in _MET and isinstance(one, str) else one
            for part, one in value.items()
        }
    if name == "share" and isinstance(value, Mapping):
        return {
            part: share_from(one) if isinstance(one, str) else one for part, one in value.items()
        }
    return as_kept(value)
