"""Lines for whoever runs the product: JSON, one line for each event, no word of anybody's.

A line holds what the code itself names: endpoints, numbers, kinds of faults. It never holds an
address, a name, a form, a query or the sentence of a fault, which may quote one of them.
"""

import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any, Protocol

import structlog
from typing_extensions import override

from qa_app import clock

_VALUE_MOST = 200
_FRAMES_MOST = 12
_DELETE = 0x7F
_OURS = Path(__file__).resolve().parent
_SPOKEN = frozenset({"gunicorn.error", "waitress"})
"""Loggers whose sentences are of processes and ports, and are written whole."""


class Log(Protocol):
    """What writes lines."""

    def info(self, event: str, **values: object) -> object:
        """Write a line about what went as it should."""

    def warning(self, event: str, **values: object) -> object:
        """Write a line about what somebody may want to look at."""

    def error(self, event: str, **values: object) -> object:
        """Write a line about a fault."""


def log_to(out: Any, level: str = "info") -> Log:
    """Make what writes lines to a stream.

    Args:
        out: An open text stream.
        level: `info` writes every line, `warning` only what somebody should look at.

    Returns:
        The log.
    """
    log: Log = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=[structlog.processors.add_log_level, _stamped, _bounded, _line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        context_class=dict,
        cache_logger_on_first_use=True,
    )
    return log


@lru_cache(maxsize=2)
def standing_log(level: str) -> Log:
    """Give the log of this process, which writes to its standard error.

    Args:
        level: `info` or `warning`.

    Returns:
        The log.
    """
    return log_to(_StandardError(), level)


class _StandardError:
    # whatever it is when a line is written, and not when the log was made
    def write(self, text: str) -> None:
        sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def fault_place(fault: BaseException) -> dict[str, object]:
    """Say which fault it was and where, without its sentence.

    Args:
        fault: What was raised.

    Returns:
        `fault` with its class, `causes` with the classes of what it came from, `at` with the
        places in the code, the innermost last.
    """
    causes: list[str] = []
    cause = fault.__cause__ or fault.__context__
    while cause is not None and len(causes) < _FRAMES_MOST:
        causes.append(_class_of(cause))
        cause = cause.__cause__ or cause.__context__
    places = [
        f"{_short(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(fault.__traceback__)
    ]
    return {"fault": _class_of(fault), "causes": causes, "at": places[-_FRAMES_MOST:]}


class LineFormatter(logging.Formatter):
    """Makes lines of what libraries log: their own sentence without the values put into it."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage() if record.name in _SPOKEN else str(record.msg)
        values: dict[str, object] = {"logger": record.name, "said": said}
        if record.exc_info and record.exc_info[1] is not None:
            values |= fault_place(record.exc_info[1])
        line = {"event": "library", "level": record.levelname.lower(), **values}
        return _line(None, "", _bounded(None, "", _stamped(None, "", line)))


def lines_of_libraries() -> None:
    """Let what libraries of this process log become lines, and nothing below a warning."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def _class_of(fault: BaseException) -> str:
    return f"{type(fault).__module__}.{type(fault).__qualname__}"


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_OURS):
        return str(path.relative_to(_OURS.parent))
    return "/".join(path.parts[-2:])


def _stamped(_log: Any, _name: str, values: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {"time": clock.now().isoformat(timespec="milliseconds"), **values}


def _bounded(_log: Any, _name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _cut(value) for name, value in values.items()}


def _cut(value: object) -> object:
    if isinstance(value, str):
        return value if len(value) <= _VALUE_MOST else f"{value[:_VALUE_MOST]}…"
    if isinstance(value, (list, tuple)):
        return [_cut(one) for one in value]
    return value if value is None or isinstance(value, (int, float)) else _cut(str(value))


def _line(_log: Any, _name: str, values: Mapping[str, Any]) -> str:
    # JSON escapes line ends and escape signs, and here everything beyond ASCII as well: what
    # turns the direction of a line, ends it elsewhere or moves a terminal's cursor
    return json.dumps(values, ensure_ascii=True).replace(chr(_DELETE), "\\u007f")
