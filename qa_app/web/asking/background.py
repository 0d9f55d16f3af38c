"""Facts, events, logs, numbers and sampled cases as fields of a form, and back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from qa_app.domain.asked import AskedOption, options_of
from qa_app.domain.audit_entries import PLACES, Entry
from qa_app.domain.background import Asked, Shape, background_of
from qa_app.domain.defaults import DATED_ROWS_MOST
from qa_app.domain.draft import entry_of
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import Rubric, Scale
from qa_app.domain.typed_values import measured_share_from
from qa_app.web.numbers import whole_number

Fields = MultiDict[str, str]
NOTHING = "-"
_YES, _NO = "true", "false"


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Items of a sample that are entered from the paper of a judicial officer.

    Attributes:
        items: Their codes, in the rubric's order.
        is_named: True once the paper is.
        may_name: True for a reader who may name it.
    """

    items: tuple[str, ...]
    is_named: bool
    may_name: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One entry of the background with what was saved.

    Attributes:
        asked: What is asked.
        entry: The entry as it stands.
        name: Start of the names of its fields.
        rows: Rows of a history, a log or a sample, one empty row at the end.
        on_paper: Sample: how items that a judicial officer assesses stand; None without any.
    """

    asked: Asked
    entry: Entry
    name: str
    rows: tuple[dict[str, Any], ...] = ()
    on_paper: "OnPaper | None" = None

    @property
    def is_filled(self) -> bool:
        """Tell whether something was saved."""
        return self.entry.value is not None

    def options_of(self, scale: Scale) -> tuple[AskedOption, ...]:
        """Give the keys of a per-case item."""
        return options_of(scale)

    def of_case(self, number: int) -> tuple["FieldView", ...]:
        """Give the facts, events and logs of one sampled case.

        Args:
            number: Row of the sample, from 0.

        Returns:
            One field for everything asked of each case.
        """
        case = self.rows[number]
        views = []
        for one in self.asked.of_each:
            value = case.get(PLACES[one.kind], {}).get(one.key)
            name = f"{self.name}.{number}.{one.kind.value}.{one.key}"
            entry = Entry(one.kind, one.key, value)
            views.append(FieldView(one, entry, name, _rows(one, entry)))
        return tuple(views)


def field_views(rubric: Rubric, entries: Sequence[Entry]) -> tuple[FieldView, ...]:
    """Put what was saved beside what is asked.

    Args:
        rubric: The rubric.
        entries: The entries.

    Returns:
        In the order of the rubric.
    """
    views = []
    saved = {(entry.kind, entry.key): entry for entry in entries}
    for asked in background_of(rubric):
        place = (asked.kind, asked.key)
        entry = saved.get(place) or entry_of((), *place)
        name = f"{asked.kind.value}.{asked.key}"
        views.append(FieldView(asked, entry, name, _rows(asked, entry)))
    return tuple(views)


def _rows(asked: Asked, entry: Entry) -> tuple[dict[str, Any], ...]:
    if asked.shape not in {Shape.HISTORY, Shape.LOG, Shape.SAMPLE}:
        return ()
    return (*(entry.value or ()), {})


def value_of(asked: Asked, fields: Fields) -> Any:
    """Read an entry from the fields of a form.

    Args:
        asked: What is asked.
        fields: Names and values, as a browser sends them.

    Returns:
        The JSON value; None when nothing was filled in.

    Raises:
        InvalidError: There are too many rows.
    """
    return _value(asked, f"{asked.kind.value}.{asked.key}", fields)


def _value(asked: Asked, name: str, fields: Fields) -> Any:
    match asked.shape:
        case Shape.BOOL:
            return {_YES: True, _NO: False}.get(fields.get(name, ""))
        case Shape.INT:
            return _whole(fields.get(name, ""))
        case Shape.NUMBER | Shape.DATE | Shape.CHOICE | Shape.WORDS:
            text = fields.get(name, "").strip()
            return (measured_share_from(text) if asked.is_share else text) or None
        case Shape.MULTI:
            chosen = [code for code in fields.getlist(name) if code]
            return [] if NOTHING in chosen else chosen or None
        case Shape.MOMENT:
            return _moment(fields.get(f"{name}.date", ""), fields.get(f"{name}.time", ""))
        case Shape.HISTORY | Shape.LOG:
            return _list(asked, name, fields)
        case Shape.SAMPLE:
            return _sample(asked, name, fields)


def _whole(text: str) -> int | str | None:
    text = text.strip()
    digits = text.removeprefix("-")
    try:
        number = whole_number(digits)
    except ValueError:
        return text or None
    return number if digits == text else -number


def _moment(day: str, time: str) -> str | None:
    return (f"{day}T{time}" if time else day) if day else None


def _list(asked: Asked, name: str, fields: Fields) -> list[dict[str, Any]] | None:
    days = fields.getlist(f"{name}.at")
    if len(days) > DATED_ROWS_MOST:
        raise InvalidError("too_many_rows", most=DATED_ROWS_MOST)
    values = fields.getlist(f"{name}.value") or [""] * len(days)
    if asked.shape is Shape.HISTORY:
        rows = [{"from": day, "is": value} for day, value in _pairs(days, values) if value]
    else:
        rows = [_log_row(asked, day, value) for day, value in _pairs(days, values)]
    return rows if rows or fields.get(f"{name}.none") else None


def _pairs(days: Iterable[str], values: Iterable[str]) -> list[tuple[str, str]]:
    return [(day, value.strip()) for day, value in zip(days, values, strict=False) if day]


def _log_row(asked: Asked, day: str, value: str) -> dict[str, Any]:
    return {"at": day, "value": value or "0"} if asked.has_number else {"at": day}


def _sample(asked: Asked, name: str, fields: Fields) -> list[dict[str, Any]] | None:
    count = _whole(fields.get(f"{name}.rows", "0"))
    if not isinstance(count, int) or not 0 <= count <= DATED_ROWS_MOST:
        raise InvalidError("too_many_rows", most=DATED_ROWS_MOST)
    cases = [case for row in range(count) if (case := _case(asked, f"{name}.{row}", fields))]
    return cases if cases or fields.get(f"{name}.none") else None


def _case(asked: Asked, name: str, fields: Fields) -> dict[str, Any]:
    case: dict[str, Any] = {}
    for one in asked.of_each:
        value = _value(one, f"{name}.{one.kind.value}.{one.key}", fields)
        if value is not None:
            case.setdefault(PLACES[one.kind], {})[one.key] = value
    answers = {
        item.code: code
        for item in asked.items
        if (code := fields.get(f"{name}.answer.{item.code}", ""))
    }
    if answers:
        case["answers"] = answers
    return case


def base_of(entries: Iterable[Entry]) -> str:
    """Write down which revisions a form is based on.

    Args:
        entries: The entries as they were shown.

    Returns:
        JSON, `kind/key` to revision.
    """
    return json.dumps({f"{entry.kind.value}/{entry.key}": entry.revision for entry in entries})


def read_base(text: str) -> dict[str, int]:
    """Read which revisions a form is based on.

    Args:
        text: What `base_of` wrote.

    Returns:
        `kind/key` to revision.

    Raises:
        InvalidError: It is nothing that `base_of` wrote.
    """
    try:
        plain = json.loads(text)
        return {str(key): whole_number(value) for key, value in plain.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise InvalidError("base") from None
