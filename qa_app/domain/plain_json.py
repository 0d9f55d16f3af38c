"""A rubric file's plain data as JSON text and back: numbers stay exact, keys keep their order."""

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.defaults import RUBRIC_BYTES_MOST, RUBRIC_DEPTH_MOST, RUBRIC_NODES_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.rounding import decimal_text

_DECIMAL = re.compile(r"-?\d{1,12}\.\d{1,12}")
_WHOLE = re.compile(r"-?\d{1,20}")
_NUMBER_END = 10**20
_NO_TEXT = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain_to_json(plain: Any) -> str:
    """Write plain data so that `plain_from_json` gives back equal data.

    Args:
        plain: Mappings with text as keys, lists, text, whole numbers, fractions that decimals
            can write, truth values and None.

    Returns:
        JSON without spaces; a fraction is a decimal, `5.0` when it is whole, so that it is
        still told apart from the whole number 5.

    Raises:
        InvalidError: It is larger or deeper than a rubric file may be (`draft_too_large`), or
            holds a fraction that no decimal writes, such as one third, a value of another
            kind, a number of more than 20 digits, or signs that no text has
            (`draft_unreadable`).
    """
    _check(plain)
    text = _json(plain)
    if len(text.encode()) > RUBRIC_BYTES_MOST:
        raise InvalidError("draft_too_large")
    return text


def _json(plain: Any) -> str:
    if isinstance(plain, Mapping):
        parts = (f"{_words(name)}:{_json(entry)}" for name, entry in plain.items())
        return f"{{{','.join(parts)}}}"
    if isinstance(plain, list):
        return f"[{','.join(_json(entry) for entry in plain)}]"
    if isinstance(plain, Fraction):
        text = decimal_text(plain)
        if text is not None:
            return text
    if plain is None or isinstance(plain, bool | int | str):
        return json.dumps(plain, ensure_ascii=False)
    raise InvalidError("draft_unreadable")


def _words(name: object) -> str:
    return json.dumps(str(name), ensure_ascii=False)


def plain_from_json(text: str) -> dict[str, Any]:
    """Read plain data that was kept, or that somebody sent.

    Args:
        text: JSON of a mapping.

    Returns:
        Its data; decimals as fractions, numbers of another form as text, as in a file.

    Raises:
        InvalidError: It is too large or too deep (`draft_too_large`), or no mapping in JSON,
            gives a key twice, or holds signs that no text has (`draft_unreadable`).
    """
    if len(text.encode("utf-8", "surrogatepass")) > RUBRIC_BYTES_MOST:
        raise InvalidError("draft_too_large")
    try:
        plain = json.loads(
            text,
            parse_float=_exact,
            parse_int=_whole,
            parse_constant=str,
            object_pairs_hook=_once,
        )
    except RecursionError as fault:
        raise InvalidError("draft_too_large") from fault
    except ValueError as fault:
        raise InvalidError("draft_unreadable") from fault
    if not isinstance(plain, dict):
        raise InvalidError("draft_unreadable")
    _check(plain)
    return plain


def _check(plain: Any) -> None:
    signs = 0
    for count, (value, depth) in enumerate(_nodes(plain), 1):
        text = value if isinstance(value, str) else ""
        signs += len(text)  # one text may stand in many places
        if depth > RUBRIC_DEPTH_MOST or count > RUBRIC_NODES_MOST or signs > RUBRIC_BYTES_MOST:
            raise InvalidError("draft_too_large")
        if _NO_TEXT.search(text) or _is_endless(value):
            raise InvalidError("draft_unreadable")


def _is_endless(value: Any) -> bool:
    if not isinstance(value, int | Fraction):
        return False
    number = Fraction(value)
    return abs(number) >= _NUMBER_END or number.denominator >= _NUMBER_END


def _nodes(plain: Any) -> Iterator[tuple[Any, int]]:
    waiting: list[tuple[Any, int]] = [(plain, 1)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if isinstance(value, Mapping):
            waiting += [(name, depth) for name in value]
            waiting += [(entry, depth + 1) for entry in value.values()]
        elif isinstance(value, list):
            waiting += [(entry, depth + 1) for entry in value]


def _exact(number: str) -> Fraction | str:
    return Fraction(number) if _DECIMAL.fullmatch(number) else number


def _whole(number: str) -> int | str:
    return int(number) if _WHOLE.fullmatch(number) else number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
