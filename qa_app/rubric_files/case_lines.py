"""Lines of cases to inputs, and scores to lines; numbers stay exact on the way."""

import json
from fractions import Fraction
from typing import Any

from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.problems import Path
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_plain import plain_score
from qa_app.domain.shapes import exact
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

_MOST_LINE = 1_000_000


class _KeyTwiceError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def score_line(rubric: Rubric, line: str, number: int, calendar: WorkingCalendar) -> dict[str, Any]:
    """Score one line of cases.

    Args:
        rubric: The rubric.
        line: One JSON object.
        number: Number of the line, from 1.
        calendar: Working days.

    Returns:
        What the engine returns, with `line` and the line's own `id`; or `error` with
        `code`, `path` and `message` when the line cannot be scored.
    """
    head: dict[str, Any] = {"line": number}
    try:
        plain = _parse(line)
        if isinstance(plain, dict) and "id" in plain:
            head["id"] = plain.pop("id")
        score = score_audit(rubric, case_from(rubric, plain), calendar, explained=True)
    except CaseInputError as fault:
        return head | {"error": _error(fault.code, fault.path, fault.params)}
    except CalendarYearMissingError as fault:
        params = {"region": fault.region, "year": fault.year}
        return head | {"error": _error("calendar_year_missing", (), params)}
    return head | plain_score(score, rubric.method)


def _parse(line: str) -> Any:
    if len(line) > _MOST_LINE:
        raise CaseInputError("too_long", (), most=_MOST_LINE)
    try:
        return json.loads(
            line,
            parse_float=_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_keys,
        )
    except _KeyTwiceError as fault:
        raise CaseInputError("key_twice", (fault.key,), field=fault.key) from fault
    except (ValueError, RecursionError) as fault:
        raise CaseInputError("not_json", (), why=str(fault)) from fault


def _number(text: str) -> Fraction | str:
    # what is no plain decimal stays text and is refused where a number is wanted
    try:
        return exact(text)
    except ValueError:
        return text


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise _KeyTwiceError(key)
        values[key] = value
    return values


def _error(code: str, path: Path, params: dict[str, Any]) -> dict[str, Any]:
    place = "/".join(str(part) for part in path)
    shown = ", ".join(f"{name} {value}" for name, value in params.items())
    message = f"{place or 'line'}: {code}" + (f" ({shown})" if shown else "")
    return {"code": code, "path": place, "message": message}
