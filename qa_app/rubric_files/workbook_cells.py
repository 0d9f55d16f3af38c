"""Values of a rubric in the cells of a workbook, and back; numbers stay exact."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from qa_app.domain.condition_text import ConditionTextError, condition_text, parse_condition
from qa_app.domain.problems import Problem
from qa_app.rubric_files.unreadable import UnreadableError
from qa_app.rubric_files.workbook_tables import Kind
from qa_app.rubric_files.writer import flow_yaml
from qa_app.rubric_files.yaml_text import read_yaml

CellValue = str | int | float | bool | date | None
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SEPARATED = re.compile(r"[,;\s，；、]+")
_REFERENCES = re.compile(r"[;；\n]+")
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}\.\d{1,12}", re.ASCII)
_FLAGS = {
    **dict.fromkeys(("true", "yes", "是", "1"), True),
    **dict.fromkeys(("false", "no", "否", "0"), False),
}
_NOTHING = "[]"
_PLACES = 12


class CellError(ValueError):
    """A cell cannot be read.

    Attributes:
        problem: Why.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def written_cell(kind: Kind, value: Any) -> CellValue:
    """Write a value for a cell.

    Args:
        kind: What the column holds.
        value: Plain data; of a text the words in one language.

    Returns:
        Text, a whole number, a decimal that a workbook keeps exactly, or a truth value. `read_cell`
        gives the same data back.
    """
    if isinstance(value, bool):
        return value
    if kind is Kind.CONDITION:
        return _condition(value)
    if kind in {Kind.CODES, Kind.REFERENCES} and isinstance(value, list):
        return _listed(kind, value)
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, int) and kind is Kind.NUMBER:
        return value
    is_words = isinstance(value, str) and kind is not Kind.DATA
    return escaped(value if is_words else flow_yaml(value))


def escaped(words: str) -> str:
    """Write the signs that a workbook cannot hold as it writes them, `_x0001_`.

    Args:
        words: Any text.

    Returns:
        Text for a cell (ECMA-376 part 1, 22.4.2.4).
    """
    return _CONTROL.sub(lambda sign: f"_x{ord(sign[0][0]):04X}_" + sign[0][1:], words)


def _condition(value: Any) -> str:
    try:
        return escaped(condition_text(value))
    except (ValueError, TypeError):
        return escaped(flow_yaml(value))


def _listed(kind: Kind, value: list[Any]) -> str:
    if not value:
        return _NOTHING
    words = [str(entry) for entry in value]
    separated = _REFERENCES if kind is Kind.REFERENCES else _SEPARATED
    is_plain = all(
        isinstance(e, str) and e == e.strip() and e and not separated.search(e) for e in value
    )
    if not is_plain or words[0].startswith("["):
        return escaped(flow_yaml(value))
    return escaped(("; " if kind is Kind.REFERENCES else ", ").join(words))


def _number(value: Fraction) -> CellValue:
    nearest = value.numerator / value.denominator
    is_kept = value.denominator != 1 and Fraction(repr(nearest)) == value
    return nearest if is_kept and "e" not in repr(nearest) else flow_yaml(value)


def read_cell(kind: Kind, value: CellValue) -> Any:
    """Read the value of a cell.

    Args:
        kind: What the column holds.
        value: What stands in the cell; not None.

    Returns:
        Plain data, which may still be of the wrong kind: its check says so.

    Raises:
        CellError: A condition or data that cannot be read.
    """
    if kind in {Kind.NUMBER, Kind.FLAG}:
        return _exact(value) if kind is Kind.NUMBER else _flag(value)
    text = _words(value)
    if kind is Kind.CONDITION:
        return _read_condition(text)
    if kind in {Kind.CODES, Kind.REFERENCES}:
        return _read_list(kind, text)
    if kind is Kind.DATA:
        return _read_data(text)
    return text.strip() if kind is Kind.CODE else text


def _words(value: CellValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPED.sub(_sign, str(value))


def _sign(code: re.Match[str]) -> str:
    sign = chr(int(code[1], 16))
    return code[0] if "\ud800" <= sign <= "\udfff" else sign


def _flag(value: CellValue) -> Any:
    text = _words(value).strip()
    return _FLAGS.get(text.casefold(), text)


def _exact(value: CellValue) -> Any:
    if isinstance(value, float):
        is_usual = abs(value) < 10**_PLACES  # neither endless nor no number at all
        if not is_usual:
            return str(value)
        return int(value) if value.is_integer() else Fraction(f"{value:.{_PLACES}f}")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _words(value).strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    return Fraction(text) if _DECIMAL.fullmatch(text) else text


def _read_condition(text: str) -> Any:
    if text.lstrip().startswith("{"):
        return _read_data(text)
    try:
        return parse_condition(text)
    except ConditionTextError as fault:
        raise CellError(Problem("condition_unreadable", params={"rest": fault.rest})) from fault


def _read_list(kind: Kind, text: str) -> Sequence[Any]:
    if text.strip().startswith("["):
        found: Any = _read_data(text)
        return found if isinstance(found, list) else [found]
    separated = _REFERENCES if kind is Kind.REFERENCES else _SEPARATED
    return [part.strip() for part in separated.split(text) if part.strip()]


def _read_data(text: str) -> Any:
    try:
        return read_yaml(text, aliases_most=0).plain  # a sheet has cells enough to multiply
    except UnreadableError as fault:
        raise CellError(fault.problem) from fault
