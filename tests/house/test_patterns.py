"""No pattern of the product runs away: none takes more than the square of a text's length.

Source: OWASP ASVS 5.0, 1.3.12. Every compiled pattern is asked for what each sign can be made into at
length, alone and with an end that does not fit.
"""

import importlib
import pkgutil
import re
from time import process_time

import qa_app

LENGTH = 800
SECONDS = 0.25
"""For one pattern and one text, three ways of asking together. Steps in the square of the length take
a tenth of it, in its cube minutes."""
UNITS = (
    "a", "A", "1", " ", "\n", "\t", "-", "_", ".", "/", "=", '"', "'", "<", "(", "[", "{", "&", "%",
    "\\", "中", "一", "王", "０", "　", "aA", "a1", "a ", "1 ", "1-", "a.", "a_", "--", "1.", "ab@", "a,",
    "<a ", 'a="', "{{", "%(", "\r\n", " \n", "中 ", "王小", "1中", "+86 ", "A1 ", "http://", "a/b",
)  # fmt: skip
ENDS = ("", "!", "\0", "\n", "中", "x")


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(qa_app.__path__, "qa_app."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found[value.pattern] = value
    return found


def seconds_of(pattern: re.Pattern[str], asked: str) -> float:
    begun = process_time()
    pattern.match(asked)
    pattern.fullmatch(asked)
    pattern.search(asked)
    return process_time() - begun


def test_no_pattern_runs_away() -> None:
    every = patterns()
    assert len(every) > 60
    texts = [unit * (LENGTH // len(unit)) + end for unit in UNITS for end in ENDS]
    slow = {
        (said, asked[:4], asked[-1])
        for said, pattern in every.items()
        for asked in texts
        if seconds_of(pattern, asked) > SECONDS
    }
    assert slow == set()


def test_one_that_does_is_seen() -> None:
    # by hand: twice as many steps for each sign more
    assert seconds_of(re.compile("(a+)+$"), "a" * 22 + "!") > SECONDS / 10
