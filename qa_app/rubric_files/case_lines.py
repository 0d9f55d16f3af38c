"""Lines of cases to inputs, and scores to lines; numbers stay exact on the way."""

import json
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from qa_app.domain.case_plain import CaseInputError, case_from, exact_entry
from qa_app.domain.problems import Path, shown
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_score
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar
from qa_app.rubric_files.unreadable_why import json_why

_MOST_LINE = 1_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONE_HALF = re.compile("[\ud800-\udfff]")


class _Twice(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


def score_lines(
    rubric: Rubric, lines: Iterable[bytes], calendar: WorkingCalendar
) -> Iterator[dict[str, Any]]:
    """Score a file of cases, line by line.

    Args:
        rubric: The rubric.
        lines: One JSON object each; a byte order mark before the first is left out, and so
            are blank lines.
        calendar: Working days.

    Yields:
        What `score_line` returns, in the order of the lines and with their own numbers.
    """
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if text.strip():
            yield score_line(rubric, text, number, calendar)


def score_line(
    rubric: Rubric, line: bytes, number: int, calendar: WorkingCalendar
) -> dict[str, Any]:
    """Score one line of cases.

    Args:
        rubric: The rubric.
        line: One JSON object in UTF-8.
        number: Number of the line, from 1.
        calendar: Working days.

    Returns:
        What the engine returns, with `line` and the line's own `id`; or `error` with `code`,
        `path` and `params`, values for its words, when the line cannot be scored.
    """
    head: dict[str, Any] = {"line": number}
    try:
        plain = _parse(line)
        if isinstance(plain, dict) and "id" in plain:
            head["id"] = _own_id(plain.pop("id"))
        if isinstance(plain, dict | list):
            _refuse_twice(plain)
        score = score_audit(rubric, case_from(rubric, plain), calendar, explained=True)
    except CaseInputError as fault:
        return head | {"error": _error(fault.code, fault.path, fault.params)}
    except CalendarYearMissingError as fault:
        params = {"region": fault.region, "year": fault.year}
        return head | {"error": _error("calendar_year_missing", (), params)}
    return head | plain_score(score, rubric.method)


def _parse(line: bytes) -> Any:
    if len(line) > _MOST_LINE:
        raise CaseInputError("too_long", (), most=_MOST_LINE)
    try:
        plain = json.loads(
            line.decode("utf-8"),
            parse_float=_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as fault:
        raise CaseInputError("not_json", (), why=_why(fault)) from fault
    if b"\\u" in line and _LONE_HALF.search(json.dumps(plain, ensure_ascii=False, default=str)):
        raise CaseInputError("not_json", (), why="escape")
    return plain


def _why(fault: Exception) -> str:
    if isinstance(fault, json.JSONDecodeError):
        return json_why(fault.msg)
    # NaN and its like are words of other languages; what is left is no UTF-8, or too deep
    is_word = isinstance(fault, ValueError) and not isinstance(fault, UnicodeDecodeError)
    return "json_value" if is_word else "other"


def _number(text: str) -> Fraction | str:
    # what is no number of reasonable length stays text and is refused where one is wanted
    try:
        return exact_entry(text)
    except ValueError:
        return text


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    twice, seen = _Twice(values), set[str]()
    for name, _ in pairs:
        if name in seen:
            twice.key = name
            break
        seen.add(name)
    return twice


def _refuse_twice(plain: Any) -> None:
    waiting: list[tuple[Any, Path]] = [(plain, ())]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, _Twice):
            raise CaseInputError("key_twice", (*path, value.key), field=value.key)
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        inner = [(part, (*path, name)) for name, part in parts if isinstance(part, dict | list)]
        waiting.extend(reversed(inner))


def _own_id(value: Any) -> Any:
    if isinstance(value, dict | list | Fraction):
        raise CaseInputError("value_does_not_fit", ("id",), name="id", value=value)
    return value


def _error(code: str, path: Path, params: dict[str, Any]) -> dict[str, Any]:
    named = {
        name: json.dumps(value, ensure_ascii=False)
        if name == "value" and isinstance(value, str)  # "true" is not true
        else _shown(value)
        for name, value in params.items()
    }
    return {"code": code, "path": "/".join(str(part) for part in path), "params": named}


def _shown(value: object) -> str:
    # a value may be as long and as deep as its line
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return shown(value)
