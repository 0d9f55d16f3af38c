"""Words in conditions brought to the codes that a draft gives them, and back."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qa_app.domain.condition_rows import LISTING, Row, shown_token, token_of
from qa_app.domain.condition_text import ConditionTextError, condition_text, parse_condition

Value = bool | str
Values = Mapping[Value, tuple[str, ...]]
"""Value that a subject can have to its words, those of the page's language first."""
_SUBJECTS = ("fact", "answer", "item")
_ONE = ("is", "has")
_MARKS = re.compile(r"[,，、;；]+")
_BETWEEN = re.compile(r"[,，、;；\s]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"|“[^”]*”')
_SIGN = re.compile(r"[0-9A-Za-z_.㐀-鿿-]")
_JOINTS = frozenset("且或非")
_TRUTHS: Mapping[bool, frozenset[str]] = {
    True: frozenset({"true", "yes", "yes_", "是"}),
    False: frozenset({"false", "no", "no_", "否"}),
}


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words mean in the conditions of a draft.

    Attributes:
        values: Subject, such as `fact:risk`, `answer:A1` or `item:1`, to what it can be; without
            an entry for numbers and days.
        subjects: Subject to the words that name it, those of the page's language first.
    """

    values: Mapping[str, Values] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _alike(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def values_meant(typed: Any, values: Values) -> tuple[Value, ...]:
    """Tell what somebody may have meant by a value.

    Args:
        typed: A code, its words, code and words, yes or no; a number that may be a code.
        values: What the subject can be.

    Returns:
        The one value; several when the words fit several; none for what fits nothing.
    """
    if isinstance(typed, bool):
        if typed in values:
            return (typed,)
        said = _TRUTHS[typed]
    elif isinstance(typed, int | str):
        if str(typed) in values:
            return (str(typed),)
        plain = _alike(str(typed))
        said = next((one for one in _TRUTHS.values() if plain in one), frozenset({plain}))
    else:
        return ()
    return tuple(value for value, words in values.items() if said & _names(value, words))


def _names(value: Value, words: Iterable[str]) -> frozenset[str]:
    if isinstance(value, bool):
        return frozenset({*_TRUTHS[value], *map(_alike, words)})
    code = _alike(value)
    said = {_alike(one) for one in words if one}
    # "1 完整" is meant by 完整 as well, and 完整 by "1 完整"
    short = {one.removeprefix(code).strip() for one in said if one.startswith(f"{code} ")}
    return frozenset({code, *said, *short, *(f"{code} {one}" for one in said)} - {""})


def with_codes(plain: Any, meanings: Meanings) -> Any:
    """Bring the words of a condition to codes.

    Args:
        plain: A condition, of any shape.
        meanings: What words mean.

    Returns:
        The condition. What fits nothing or several things stays as it was typed.
    """
    if isinstance(plain, list):
        return [with_codes(one, meanings) for one in plain]
    if not isinstance(plain, Mapping):
        return plain
    subject = next((one for one in _SUBJECTS if isinstance(plain.get(one), str)), None)
    if subject is None:
        return {name: with_codes(one, meanings) for name, one in plain.items()}
    kind, _, code = _subject(subject, plain[subject], meanings).partition(":")
    values = meanings.values.get(f"{kind}:{code}", {})
    tests = {name: _value(name, one, values) for name, one in plain.items() if name != subject}
    return {kind: code, **tests}


def _subject(kind: str, name: str, meanings: Meanings) -> str:
    whole = f"{kind}:{name}"
    if whole in meanings.subjects:
        return whole
    # a line need not say that it means an answer
    kinds = (*_SUBJECTS,) if kind == "fact" else (kind,)
    coded = [f"{one}:{name}" for one in kinds if f"{one}:{name}" in meanings.subjects]
    plain = _alike(name)
    said = [
        subject
        for subject, words in meanings.subjects.items()
        if subject.partition(":")[0] in kinds and plain in map(_alike, words)
    ]
    found = coded or said
    return found[0] if len(found) == 1 else whole


def _value(test: str, typed: Any, values: Values) -> Any:
    if test in LISTING and isinstance(typed, list):
        return list(dict.fromkeys(one for entry in typed for one in _each(entry, values)))
    return _coded(typed, values) if test in _ONE else typed


def _each(typed: Any, values: Values) -> list[Any]:
    if not isinstance(typed, str) or len(values_meant(typed, values)) == 1:
        return [_coded(typed, values)]
    return [_coded(token_of(one), values) for one in _BETWEEN.split(typed) if one]


def _coded(typed: Any, values: Values) -> Any:
    meant = values_meant(typed, values)
    return meant[0] if len(meant) == 1 else typed


def line_with_codes(text: str, meanings: Meanings) -> str:
    """Bring the words of a condition that was typed as a line to codes.

    Args:
        text: Such as `结案时的风险等级 = 高`.
        meanings: What words mean.

    Returns:
        The line with codes; the text itself when it cannot be read.
    """
    try:
        plain = parse_condition(_quoted(text, meanings))
        said = condition_text(with_codes(plain, meanings))
    except (ConditionTextError, ValueError, TypeError):
        return text
    return text if _is_read_as(text, said) else said


def _is_read_as(text: str, said: str) -> bool:
    try:
        return parse_condition(text) == parse_condition(said)
    except ConditionTextError:
        return False


def _quoted(text: str, meanings: Meanings) -> str:
    # known words may hold what else has a meaning in a line: blanks, 或, 且, commas
    every = [*meanings.subjects.values()]
    every += [words for values in meanings.values.values() for words in values.values()]
    known = {one.strip() for words in every for one in words}
    wide = sorted((one for one in known if _needs_marks(one)), key=len, reverse=True)
    parts, start = [], 0
    for quoted in _QUOTED.finditer(text):
        parts += [_marked(text[start : quoted.start()], wide), quoted[0]]
        start = quoted.end()
    return "".join(parts) + _marked(text[start:], wide)


def _needs_marks(words: str) -> bool:
    return bool(words) and not (words.isascii() and _SIGN.sub("", words) == "")


def _marked(text: str, wide: list[str]) -> str:
    for words in wide:
        at = text.find(words)
        if at >= 0 and _stands_alone(text, at, at + len(words)):
            before, after = text[:at], text[at + len(words) :]
            marked = json.dumps(words, ensure_ascii=False)
            return _marked(before, wide) + marked + _marked(after, wide)
    return text


def _stands_alone(text: str, start: int, end: int) -> bool:
    around = (text[start - 1 : start] if start else "", text[end : end + 1])
    return not any(one and one not in _JOINTS and _SIGN.match(one) for one in around)


def row_with_codes(row: Row, meanings: Meanings) -> Row:
    """Bring the words of a row to codes.

    Args:
        row: As it was typed.
        meanings: What words mean.

    Returns:
        The row with codes, as `condition_rows` writes them; what is not known stays.
    """
    values = meanings.values.get(row.what)
    if not values or not row.value:
        return row
    if row.test not in LISTING:
        meant = values_meant(token_of(row.value), values)
        return Row(row.what, row.test, shown_token(meant[0])) if len(meant) == 1 else row
    parts = [token_of(one) for one in _MARKS.split(row.value) if one.strip()]
    codes = dict.fromkeys(code for part in parts for code in _each(part, values))
    return Row(row.what, row.test, ", ".join(map(shown_token, codes)))


def row_in_words(row: Row, meanings: Meanings) -> Row:
    """Show the codes of a row as words.

    Args:
        row: As `condition_rows` shows it.
        meanings: What words mean.

    Returns:
        The row; a code whose words would not lead back to it alone stays.
    """
    values = meanings.values.get(row.what, {})
    tokens = [row.value] if row.test not in LISTING else _MARKS.split(row.value)
    shown = [_worded(one.strip(), values) for one in tokens]
    return Row(row.what, row.test, ", ".join(shown))


def _worded(token: str, values: Values) -> str:
    value = _coded(token_of(token), values)
    words = values.get(value, ("",))[0]
    is_clear = words and not _MARKS.search(words) and '"' not in words
    leads_back = is_clear and values_meant(token_of(words), values) == (value,)
    return words if leads_back else token


def codes_from(line: str, values: Values) -> str:
    """Bring a list of words that was typed as a line to codes.

    Args:
        line: Codes or words with commas between.
        values: Codes that have words.

    Returns:
        The line with commas; what is not known stays as it was typed.
    """
    parts = [one.strip() for one in _MARKS.split(line) if one.strip()]
    return ", ".join(str(_coded(one, values)) for one in parts)


def map_with_codes(line: str, values: Values) -> str:
    """Bring the names of a line such as `高=每7日, 低=每月` to codes.

    Args:
        line: Names and what each has.
        values: Codes with their words.

    Returns:
        The line, such as `high=每7日, low=每月`; the line itself without such pairs.
    """
    pairs = [one.partition("=") for one in _MARKS.split(line.replace("＝", "=")) if one.strip()]
    if not values or not all(sign for _name, sign, _value in pairs):
        return line
    return ", ".join(
        f"{_coded(name.strip(), values)}={value.strip()}" for name, _sign, value in pairs
    )


def map_in_words(line: str, values: Values, said: Callable[[str], str]) -> str:
    """Show the codes of a line such as `high=7d, low=31d` as words.

    Args:
        line: As `shown_fields` shows it.
        values: Codes with their words.
        said: Puts what each has into words.

    Returns:
        The line; a code whose words would not lead back to it alone stays.
    """
    pairs = [one.strip().partition("=") for one in line.split(",")]
    if not all(sign for _name, sign, _value in pairs):
        return line
    return ", ".join(f"{_worded(name, values)}={said(value)}" for name, _sign, value in pairs)


Form = Mapping[str, list[str]]


def form_with_codes(typed: Form, meanings: Meanings) -> dict[str, list[str]]:
    """Bring the words of every condition of a form to codes.

    Args:
        typed: What was sent; see `condition_rows.typed_condition` for its names.
        meanings: What words mean.

    Returns:
        The form with codes in the values of rows and in the lines that were changed.
    """
    coded = {name: list(values) for name, values in typed.items()}
    for name in typed:
        above = name.rpartition(".")[0]
        if name.endswith(".what") and f"{above}.test" in typed and f"{above}.value" in typed:
            coded[f"{above}.value"] = _column(above, typed, meanings)
        if name.endswith(".was") and typed.get(above) and typed[above] != typed[name]:
            coded[above] = [line_with_codes(typed[above][0].strip(), meanings)]
    return coded


def _column(above: str, typed: Form, meanings: Meanings) -> list[str]:
    columns = [typed[f"{above}.{one}"] for one in ("what", "test", "value")]
    rows = [Row(a.strip(), b, c.strip()) for a, b, c in zip(*columns, strict=False)]
    return [row_with_codes(row, meanings).value for row in rows]
