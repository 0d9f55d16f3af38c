"""Finds numbers of citizens, telephones and mail addresses, however they are written.

Patterns do the work, and each ends within a bounded number of signs of where it began: a text
twice as long takes twice as long, whatever stands in it.
"""

import re
from collections.abc import Iterator

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID_LENGTH = 18
_DIGIT = "[0-9]"
# what may stand between two digits that belong together
_SIGNS = r"\s\-–—._/·‧・•∙⋅"
_BETWEEN = rf"[{_SIGNS},、]{{0,3}}"
# where a number is written in parts, any one sign parts them as well
_PARTED = rf"(?>[{_SIGNS},、]{{1,3}}(?=[0-9X])|\s?[^\w\s]\s?)"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9]){{10,}}+(?:{_BETWEEN}X)?", re.IGNORECASE)

# a foreigner who lives here for good has 91
_REGION = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)" + _DIGIT * 4
_YEAR = "(?:18|19|20)" + _DIGIT * 2


def _day(between: str = "") -> str:
    # February has 29 days here
    return (
        f"(?:(?:0[13578]|1[02]){between}(?:0[1-9]|[12][0-9]|3[01])"
        f"|(?:0[469]|11){between}(?:0[1-9]|[12][0-9]|30)|02{between}(?:0[1-9]|[12][0-9]))"
    )


def _spread(pattern: str, between: str) -> str:
    return re.sub(r"\[[^]]+\]|[0-9]", lambda digit: digit[0] + between, pattern)


_PERSON = f"{_REGION}{_YEAR}{_day()}{_DIGIT * 3}"
_LAST = "(?:[0-9](?![0-9X])|X)"
# written as such a number is, whole, in its parts or sign by sign: then a typo in the last sign
# hides nobody, but dates and page numbers that happen to stand in a row name nobody
_WRITTEN = re.compile(
    rf"(?<![0-9])(?:{_REGION}{_PARTED}?{_YEAR}{_PARTED}?{_day(_PARTED + '?')}"
    rf"{_PARTED}?{_DIGIT * 3}{_PARTED}?{_LAST}|{_spread(_PERSON, _PARTED)}{_LAST})",
    re.IGNORECASE,
)
_WINDOW = re.compile(rf"(?=({_spread(_PERSON, _BETWEEN)}[0-9X]))", re.IGNORECASE)
_WHOLE = re.compile("[0-9]{17}[0-9X]", re.IGNORECASE)
_OLD = re.compile(
    "|".join(
        (
            rf"{_REGION}{_DIGIT * 2}{_day()}{_DIGIT * 3}",
            rf"{_REGION}{_PARTED}{_DIGIT * 2}{_day()}{_PARTED}{_DIGIT * 3}",
            rf"{_spread(_REGION + _DIGIT * 2 + _day() + _DIGIT * 2, _PARTED)}{_DIGIT}",
        )
    )
)
_LONG_GROUP, _DAY_LENGTH = 6, 8
_IS_DAY = re.compile(rf"{_DIGIT * 4}{_day()}")

_NO_YEAR = "(?!(?:19|20)[0-9]{2}(?![0-9]))"
_NO_DAY = rf"(?!{_DIGIT * 4}{_day()}(?![0-9]))"
_COUNTRY = rf"(?<![0-9])(?:(?:00)?86{_BETWEEN})?"
_END = "(?![0-9X])"
_ONE_SIGN = r"[^\w\s.,、/%]"
_MOBILE = re.compile(
    rf"{_COUNTRY}(?:1[3-9][0-9]{{9}}"
    # the same sign twice, or ten times; a list of numbers has commas
    rf"|1[3-9][0-9](?P<two>[{_SIGNS}]{{1,3}}|\s?[^\w\s,、]\s?|,)[0-9]{{4}}(?P=two)[0-9]{{4}}"
    rf"|1(?P<ten>[{_SIGNS}]{{1,3}}|\s?[^\w\s,、]\s?)[3-9](?:(?P=ten)[0-9]){{9}}"
    rf"|1[3-9][0-9](?: |{_ONE_SIGN}){_NO_DAY}[0-9]{{8}}"
    rf"|1[3-9][0-9]{{5}}(?: |{_ONE_SIGN}){_NO_YEAR}[0-9]{{4}}"
    rf"|1[3-9][0-9]{{3}}(?: |{_ONE_SIGN})[0-9]{{6}}"
    rf"|{_NO_YEAR}1[3-9][0-9]{{2}}(?: |{_ONE_SIGN}){_NO_YEAR}[0-9]{{4}}(?: |{_ONE_SIGN})[0-9]{{3}}"
    rf"|1[3-9][0-9](?: |{_ONE_SIGN})[0-9]{{3}}(?: |{_ONE_SIGN})[0-9]{{5}}){_END}",
    re.IGNORECASE,
)
_CALL = re.compile(r"电话|手机|联系方式|\btel\b|phone|mobile|\bcall", re.IGNORECASE)
_CALL_WITHIN = 12
# after such a word parts of any length do
_CALLED = re.compile(rf"{_COUNTRY}1{_BETWEEN}[3-9](?:{_BETWEEN}[0-9]){{9}}{_END}", re.IGNORECASE)
_LANDLINE = re.compile(
    r"(?:(?<![A-Za-z0-9./–—-])\(?0|\+86[\s-]{0,3}\(?0?)(?:10|2[0-9]|[3-9][0-9]{2})\)?"
    rf"(?:[\s\-–—·‧・•∙⋅]{{0,3}}|{_ONE_SIGN})[2-8][0-9]{{2,3}}[\s\-–—]{{0,3}}[0-9]{{4}}(?![0-9])"
)
_MAIL = re.compile(
    r"[\w.+-](?:@[\w-]{1,63}\.[\w.]|\s?[(\[]\s?at\s?[)\]]\s?[\w-]{1,63}\.[^\W\d])",
    re.IGNORECASE,
)


def number_in(plain: str) -> str | None:
    """Find a number or an address that is never kept in what is said of a file.

    Args:
        plain: What `text_folding.folded` gave.

    Returns:
        `id_number` for a citizen number of 18 signs with a valid check character, for one with a
        wrong one that is written as such a number is and begins with a province and a possible
        birthday, and for an old one of 15 digits with both; `phone`, `mail`; the gravest first,
        None for none of them.

    Source: GB 11643-1999 for the check character, GB/T 2260 for the provinces.
    """
    runs = tuple((run.start(), run.end()) for run in _RUN.finditer(plain))
    if _WRITTEN.search(plain) or any(_has_id_number(plain, at, end) for at, end in runs):
        return "id_number"
    if _MOBILE.search(plain) or _LANDLINE.search(plain) or _is_called(plain, runs):
        return "phone"
    return "mail" if _MAIL.search(plain) else None


def _has_id_number(plain: str, at: int, end: int) -> bool:
    if end - at < _ID_LENGTH:
        return _OLD.fullmatch(plain, at, end) is not None
    is_whole = _WHOLE.fullmatch(plain, at, end) is not None
    if is_whole and _checks(plain[at:end].upper()):
        return True
    return _OLD.fullmatch(plain, at, end) is not None or any(_windows(plain, at, end))


def _windows(plain: str, at: int, end: int) -> Iterator[bool]:
    refused: set[str] = set()
    for window in _WINDOW.finditer(plain, at, end):
        said = window[1]
        # what was refused once is not worked out again, however often it stands there
        if said not in refused and _begins(plain, window.start()):
            yield _checks("".join(filter(str.isalnum, said)).upper())
            refused.add(said)


def _begins(plain: str, at: int) -> bool:
    # dates in a row are no number: a window never begins inside one, nor inside a short group
    if at == 0 or not plain[at - 1].isdigit():
        return True
    before = plain[max(0, at - _DAY_LENGTH) : at]
    before = before[len(before.rstrip("0123456789")) :]
    after = plain[at : at + _DAY_LENGTH + 1]
    group = before + after[: len(after) - len(after.lstrip("0123456789"))]
    return len(group) >= _LONG_GROUP and not _IS_DAY.fullmatch(group)


def _checks(window: str) -> bool:
    if "X" in window[:-1]:
        return False
    total = sum(int(d) * w for d, w in zip(window[:-1], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == window[-1]


def _is_called(plain: str, runs: tuple[tuple[int, int], ...]) -> bool:
    return any(
        _CALL.search(plain, max(0, at - _CALL_WITHIN), at) and _CALLED.search(plain, at, end)
        for at, end in runs
    )
