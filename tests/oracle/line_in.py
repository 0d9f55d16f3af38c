"""What a case line may hold, read against its rubric; anything else is a `RefusedLineError`."""

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from tests.oracle.values import Event, RefusedLineError, event, exact, whole

FIELDS = {
    "id",
    "read_at",
    "assessors",
    "facts",
    "clocks",
    "logs",
    "measures",
    "answers",
    "sample",
    "applicable",
}
CASE_FIELDS = {"id", "facts", "clocks", "logs", "answers"}


class Twice(dict[str, Any]):
    """An object that holds one key twice."""

    key = ""


def _refuse_twice(value: Any, *path: Any) -> None:
    if isinstance(value, Twice):
        raise RefusedLineError(*path, value.key)
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in parts:
        if isinstance(part, dict | list):
            _refuse_twice(part, *path, name)


class NumberText(str):
    """A JSON number, kept as it was written."""


def parse(text: str) -> Any:
    """Strict JSON: no repeated keys, no NaN, numbers as written, no lone surrogates."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        if len(set(keys)) == len(keys):
            return dict(found)
        twice = Twice(found)
        twice.key = next(key for at, key in enumerate(keys) if key in keys[:at])
        return twice

    def refuse(_: str) -> None:
        raise RefusedLineError("")

    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_constant=refuse,
            parse_float=NumberText,
            parse_int=NumberText,
        )
    except (ValueError, RecursionError) as error:
        raise RefusedLineError("") from error
    if re.search("[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)):
        raise RefusedLineError("")
    return value


@dataclass
class Case:
    """One audit, or one sampled case laid over its audit."""

    read_at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, Event] = field(default_factory=dict)
    logs: dict[str, list[tuple[date, Fraction]]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, Fraction] = field(default_factory=dict)
    applicable: dict[str, bool] = field(default_factory=dict)
    assessors: list[str] = field(default_factory=lambda: ["centre"])
    sample: "list[Case] | None" = None

    def moment(self, name: str) -> Event | None:
        """An event up to the minute of the reading."""
        found = self.clocks.get(name)
        return None if found is None or found.after(self.read_at) else found

    def day(self, name: str) -> Event | None:
        """An event up to the day of the reading."""
        found = self.clocks.get(name)
        return None if found is None or found.day > self.read_at.date() else found


class Reader:
    def __init__(self, rubric: dict[str, Any], codes: dict[str, set[str] | None]) -> None:
        self.codes = codes  # item or question -> its option codes, None for a count
        sections = rubric.get("sections", ())
        items = [item for section in sections for item in section["items"]]
        self.per_case = {item["id"] for item in items if item.get("per_case")}
        self.facts = {f["id"]: f for f in rubric.get("facts") or ()}
        sample = rubric.get("case_sample") or {}
        self.case_facts = {f["id"]: f for f in sample.get("facts") or ()} | self.facts
        self.clocks = {c["id"] for c in rubric.get("clocks") or ()}
        self.logs = {entry["id"]: entry.get("value") for entry in rubric.get("logs") or ()}
        self.measures = {item["measure"]["name"] for item in items if "measure" in item}
        self.rule_items = [item["id"] for item in rubric.get("items", ())]

    def read(self, line: Any) -> Case:
        if isinstance(line, dict | list):
            _refuse_twice(line)
        self._fields(line, FIELDS)
        stamp = line.get("read_at")
        read_at = event(stamp, "read_at")
        if read_at.at is None:
            raise RefusedLineError("read_at")
        moment = datetime.combine(read_at.day, read_at.at).replace(second=0)
        case = Case(moment)
        self._shared(case, line, self.facts, set(self.codes) - self.per_case, ())
        for name, value in self._object(line, "measures"):
            if name not in self.measures:
                raise RefusedLineError("measures", name)
            if value is not None:
                case.measures[name] = exact(value, "measures", name)
        for name, value in self._object(line, "applicable"):
            if name not in self.rule_items:
                raise RefusedLineError("applicable", name)
            if value is not None:
                if not isinstance(value, bool):
                    raise RefusedLineError("applicable", name)
                case.applicable[name] = value
        if line.get("assessors") is not None:
            case.assessors = self._list(line["assessors"], "assessors")
            for place, who in enumerate(case.assessors):
                if isinstance(who, NumberText) or who not in ("centre", "supervisor", "judicial"):
                    raise RefusedLineError("assessors", place)
        if line.get("sample") is not None:
            case.sample = [
                self._case(case, entry, place)
                for place, entry in enumerate(self._list(line["sample"], "sample"))
            ]
        return case

    def _case(self, audit: Case, entry: Any, place: int) -> Case:
        path = ("sample", place)
        self._fields(entry, CASE_FIELDS, *path)
        case = Case(audit.read_at, measures=audit.measures)
        self._shared(case, entry, self.case_facts, self.per_case, path)
        case.facts = audit.facts | case.facts
        case.clocks = audit.clocks | case.clocks
        case.logs = audit.logs | case.logs
        return case

    def _shared(
        self, case: Case, line: Any, facts: Any, answered: set[str], path: tuple[Any, ...]
    ) -> None:
        for name, value in self._object(line, "facts", *path):
            if name not in facts:
                raise RefusedLineError(*path, "facts", name)
            if value is not None:
                case.facts[name] = self._fact(
                    facts[name], value, case.read_at, *path, "facts", name
                )
        for name, value in self._object(line, "clocks", *path):
            if name not in self.clocks:
                raise RefusedLineError(*path, "clocks", name)
            if value is not None:
                case.clocks[name] = event(value, *path, "clocks", name)
        for name, value in self._object(line, "logs", *path):
            if name not in self.logs:
                raise RefusedLineError(*path, "logs", name)
            if value is not None:
                case.logs[name] = self._log(name, value, case.read_at, *path, "logs", name)
        for name, value in self._object(line, "answers", *path):
            if name not in answered:
                raise RefusedLineError(*path, "answers", name)
            if value is not None:
                case.answers[name] = self._answer(name, value, *path, "answers", name)

    def _answer(self, name: str, value: Any, *path: Any) -> Any:
        options = self.codes[name]
        if options is None:
            number = whole(value, *path)
            if number < 0:
                raise RefusedLineError(*path)
            return number
        if not isinstance(value, str) or isinstance(value, NumberText) or value not in options:
            raise RefusedLineError(*path)
        return value

    def _fact(self, fact: dict[str, Any], value: Any, read_at: datetime, *path: Any) -> Any:
        kind, options = fact["type"], fact.get("options", ())
        if kind == "bool":
            if not isinstance(value, bool):
                raise RefusedLineError(*path)
            return value
        if kind == "int":
            return whole(value, *path)
        if kind == "date":
            return event(value, *path).day
        if kind == "choice":
            return self._code(value, options, *path)
        entries = self._list(value, *path)
        if kind == "multi":
            return frozenset(self._code(v, options, *path, n) for n, v in enumerate(entries))
        history = []
        for place, entry in enumerate(entries):
            self._fields(entry, {"from", "is"}, *path, place)
            start = event(entry.get("from"), *path, place, "from")
            history.append((start, self._code(entry.get("is"), options, *path, place, "is")))
        # by day, then by time of day, a bare date first; of two alike the last named counts
        history.sort(key=lambda pair: pair[0].as_to)
        return [(start.day, code) for start, code in history if start.day <= read_at.date()]

    def _log(
        self, name: str, value: Any, read_at: datetime, *path: Any
    ) -> list[tuple[date, Fraction]]:
        entries = []
        unit = self.logs[name]
        for place, entry in enumerate(self._list(value, *path)):
            self._fields(entry, {"at", "value", unit} if unit else {"at"}, *path, place)
            day = event(entry.get("at"), *path, place, "at").day
            number = Fraction(1)
            if unit:
                given = entry.get("value", entry.get(unit))
                number = exact(given, *path, place, "value")
            if day <= read_at.date():
                entries.append((day, number))
        return entries

    @staticmethod
    def _code(value: Any, options: Any, *path: Any) -> str:
        if not isinstance(value, str) or isinstance(value, NumberText) or value not in options:
            raise RefusedLineError(*path)
        return value

    @staticmethod
    def own_id(given: Any) -> Any:
        if isinstance(given, NumberText):
            if set(given) <= set("-0123456789"):
                return int(given)
            raise RefusedLineError("id")
        if isinstance(given, list | dict):
            raise RefusedLineError("id")
        return given

    @staticmethod
    def _fields(value: Any, allowed: set[str], *path: Any) -> None:
        if not isinstance(value, dict):
            raise RefusedLineError(*path)
        for name in value:
            if name not in allowed:
                raise RefusedLineError(*path, name)

    def _object(self, line: Any, name: str, *path: Any) -> Any:
        value = line.get(name)
        if value is None:
            return ()
        if not isinstance(value, dict):
            raise RefusedLineError(*path, name)
        return value.items()

    @staticmethod
    def _list(value: Any, *path: Any) -> Any:
        if not isinstance(value, list):
            raise RefusedLineError(*path)
        return value
