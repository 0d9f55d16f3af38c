"""A shipped text says the same numbers in Chinese and in English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa_app.rubric_files.reader import read_plain

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_ENGLISH = {word: str(number) for number, word in enumerate(_WORDS)}
_CHINESE = {"二": "2", "三": "3", "十四": "14", "一百三十": "130"}
_SAID_ELSEWHERE = {
    # the field `from` of the set says 12 months
    "Full (after 12 months)",
    # the day from which it is in force stands in the English title alone; the field holds it
    "Opinion on handling sexual offences against minors (in force 2023-06-01)",
    "Legal aid case procedure rules (Ministry of Justice Order 148, in force 2023-09-01)",
}


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text that stands in both languages."""
    if isinstance(value, dict):
        en, zh = value.get("en"), value.get("zh")
        if isinstance(en, str) and isinstance(zh, str):
            yield en, zh
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def digits(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def differing(en: str, zh: str) -> set[str]:
    spelled = {_ENGLISH[word] for word in re.findall(r"[a-z]+", en.lower()) if word in _ENGLISH}
    written = {number for sign, number in _CHINESE.items() if sign in zh}
    lacking = digits(en) - digits(zh) - written
    return lacking | (digits(zh) - digits(en) - spelled)


def test_rubrics_procedures_and_criteria_say_the_same_numbers(shipped: Path) -> None:
    folders = (shipped, shipped / "procedures", shipped / "reference")
    seen, wrong = 0, []
    for file in (one for folder in folders for one in sorted(folder.glob("*.yaml"))):
        for en, zh in texts(read_plain(file).plain):
            seen += 1
            if en not in _SAID_ELSEWHERE and differing(en, zh):
                wrong.append((file.name, en, zh))
    assert wrong == []
    assert seen > 1000


def test_a_number_that_one_language_lacks_is_found() -> None:
    assert differing("Within 24 hours", "立即") == {"24"}
    assert differing("At once", "72小时内") == {"72"}
    assert differing("Three of 5 notes", "5篇中3篇") == set()
    assert differing("Grade 2 or 3", "二级、三级") == set()
