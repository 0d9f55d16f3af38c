"""Plain entries of an audit to typed inputs, every fault with its path."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from qa_app.domain.case_input import CENTRE_ONLY, Answer, CaseInput, FactValue
from qa_app.domain.defaults import NUMBER_LENGTH_MOST
from qa_app.domain.moments import HistoryEntry, LogEntry, Moment
from qa_app.domain.problems import Path
from qa_app.domain.rubric import Assessor, Fact, FactType, Log, Method, Rubric
from qa_app.domain.rubric_rules import Question

Plain = Mapping[str, Any]
_T = TypeVar("_T")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::[0-5]\d(?:\.\d+)?)?)?", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?|-?\d+/\d+", re.ASCII)
_TOP = {
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
_ASSESSORS = {one.value: one for one in Assessor}
_SAMPLED = {"facts", "clocks", "logs", "answers"}


class CaseInputError(Exception):
    """An entry does not fit the rubric.

    Attributes:
        code: What is wrong.
        path: Where.
        params: Values that the words need.
    """

    def __init__(self, code: str, path: Path, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.path = path
        self.params = params


def case_from(rubric: Rubric, plain: Any) -> CaseInput:
    """Read one audit's entries.

    Args:
        rubric: The version they belong to.
        plain: Mapping as in a line of cases; null means not known, like an absent key.

    Returns:
        The typed inputs.

    Raises:
        CaseInputError: Something is unknown to the rubric, or of the wrong kind.
    """
    entries = _mapping(plain, (), _TOP)
    if entries.get("read_at") is None:
        raise CaseInputError("missing_field", ("read_at",), field="read_at")
    moment = read_moment(entries["read_at"], ("read_at",))
    if moment.at is None:
        raise CaseInputError("not_a_moment", ("read_at",), value=entries["read_at"])
    read_at = datetime.combine(moment.day, moment.at)
    reader = _CaseReader(rubric)
    sample = entries.get("sample")
    return CaseInput(
        read_at=read_at,
        assessors=_assessors(entries.get("assessors")),
        facts=reader.facts_of(entries, ()),
        clocks=reader.clocks_of(entries, ()),
        logs=reader.logs_of(entries, ()),
        measures=reader.measures_of(entries),
        answers=reader.answers_of(entries, (), per_case=False),
        sample=None if sample is None else reader.sample_of(sample, read_at),
        applicable=reader.applicable_of(entries),
    )


def read_moment(value: Any, path: Path) -> Moment:
    """Read a local date with or without a time of day.

    Args:
        value: `2026-03-02` or `2026-03-02T10:00`.
        path: Where it stands.

    Returns:
        The moment, to the minute.

    Raises:
        CaseInputError: It is no such date.
    """
    moment = _moment(value) if isinstance(value, str) else None
    if moment is None:
        raise CaseInputError("not_a_date", path, value=value)
    return moment


@lru_cache(maxsize=10_000)
def _moment(text: str) -> Moment | None:
    # the dates of many files fall on the same few hundred days
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        at = time.fromisoformat(match[2]) if match[2] else None
        return Moment(date.fromisoformat(match[1]), at)
    except ValueError:
        return None


def _assessors(plain: Any) -> frozenset[Assessor]:
    if plain is None:
        return CENTRE_ONLY
    if not isinstance(plain, list):
        raise CaseInputError("not_a_list", ("assessors",))
    for position, name in enumerate(plain):
        if not isinstance(name, str) or name not in _ASSESSORS:
            raise CaseInputError("unknown_assessor", ("assessors", position), name=name)
    return frozenset(_ASSESSORS[name] for name in plain)


def _mapping(plain: Any, path: Path, allowed: Any = None) -> Plain:
    if not isinstance(plain, Mapping):
        raise CaseInputError("not_a_mapping", path)
    for name in plain:
        if allowed is not None and name not in allowed:
            raise CaseInputError("unknown_field", (*path, name), field=name)
    return plain


def _known(
    plain: Any, path: Path, read: Callable[[str, Any, Path], _T], known: Any, fault: str
) -> dict[str, _T]:
    values = {}
    for name, value in ({} if plain is None else _mapping(plain, path)).items():
        if name not in known:
            raise CaseInputError(fault, (*path, name), name=name)
        if value is not None:
            values[name] = read(name, value, (*path, name))
    return values


class _CaseReader:
    """Reads the parts of one audit's entries against one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        names = _names_of(rubric)
        self.facts = names.facts
        self.logs = names.logs
        self.events = names.events
        self.measures = names.measures
        self.questions = names.questions

    def facts_of(self, entries: Plain, path: Path) -> dict[str, FactValue]:
        return _known(
            entries.get("facts"), (*path, "facts"), self._fact, self.facts, "unknown_fact"
        )

    def _fact(self, name: str, value: Any, path: Path) -> FactValue:
        fact = self.facts[name]
        match fact.type:
            case FactType.BOOL if isinstance(value, bool):
                return value
            case FactType.INT if (number := _whole(value)) is not None:
                return number
            case FactType.DATE:
                return read_moment(value, path).day.isoformat()
            case FactType.CHOICE if isinstance(value, str) and value in _codes_of(fact):
                return value
            case FactType.MULTI if isinstance(value, list):
                options = _codes_of(fact)
                return frozenset(_option(options, v, (*path, i)) for i, v in enumerate(value))
            case FactType.HISTORY if isinstance(value, list):
                return _history(_codes_of(fact), value, path)
            case _:
                raise CaseInputError("value_does_not_fit", path, name=name, value=value)

    def clocks_of(self, entries: Plain, path: Path) -> dict[str, Moment]:
        return _known(
            entries.get("clocks"),
            (*path, "clocks"),
            lambda _name, value, at: read_moment(value, at),
            self.events,
            "unknown_clock",
        )

    def logs_of(self, entries: Plain, path: Path) -> dict[str, tuple[LogEntry, ...]]:
        return _known(entries.get("logs"), (*path, "logs"), self._log, self.logs, "unknown_log")

    def _log(self, name: str, value: Any, path: Path) -> tuple[LogEntry, ...]:
        if not isinstance(value, list):
            raise CaseInputError("not_a_list", path)
        wants_value = self.logs[name].value is not None
        return tuple(
            _log_entry(entry, (*path, position), wants_value=wants_value)
            for position, entry in enumerate(value)
        )

    def measures_of(self, entries: Plain) -> dict[str, Fraction]:
        return _known(
            entries.get("measures"),
            ("measures",),
            lambda _name, value, at: _exact(value, at),
            self.measures,
            "unknown_measure",
        )

    def answers_of(self, entries: Plain, path: Path, *, per_case: bool) -> dict[str, Answer]:
        if self.questions and not per_case:
            return _known(
                entries.get("answers"),
                ("answers",),
                self._answer_to_question,
                self.questions,
                "unknown_item",
            )
        options = _options_of(self.rubric, per_case)
        answers = entries.get("answers")
        if isinstance(answers, Mapping) and all(
            name in options and isinstance(code, str) and code in options[name]
            for name, code in answers.items()
        ):
            return dict(answers)  # nearly always; only faults are worth a path
        return _known(
            answers,
            (*path, "answers"),
            lambda name, value, at: _option(options[name], value, at),
            options,
            "unknown_item",
        )

    def _answer_to_question(self, name: str, value: Any, path: Path) -> Answer:
        question = self.questions[name]
        if question.type == "count":
            number = _whole(value)
            if number is None or number < 0:
                raise CaseInputError("not_whole", path, value=value)
            return number
        return _option(set(question.options), value, path)

    def sample_of(self, plain: Any, read_at: datetime) -> tuple[CaseInput, ...]:
        if not isinstance(plain, list):
            raise CaseInputError("not_a_list", ("sample",))
        sample = self.rubric.case_sample
        extra = {fact.code: fact for fact in sample.facts} if sample else {}
        self.facts = {**self.facts, **extra}
        return tuple(
            self._sampled(entry, ("sample", position), read_at)
            for position, entry in enumerate(plain)
        )

    def _sampled(self, plain: Any, path: Path, read_at: datetime) -> CaseInput:
        entries = _mapping(plain, path, {*_SAMPLED, "id"})
        return CaseInput(
            read_at=read_at,
            facts=self.facts_of(entries, path),
            clocks=self.clocks_of(entries, path),
            logs=self.logs_of(entries, path),
            answers=self.answers_of(entries, path, per_case=True),
        )

    def applicable_of(self, entries: Plain) -> dict[str, bool]:
        items = {item.code for item in self.rubric.rule_items}
        return _known(entries.get("applicable"), ("applicable",), _flag, items, "unknown_item")


def _flag(_name: str, value: Any, path: Path) -> bool:
    if not isinstance(value, bool):
        raise CaseInputError("not_a_flag", path, value=value)
    return value


def _codes_of(fact: Fact) -> set[str]:
    return {code for code, _ in fact.options}


class _Names(NamedTuple):
    """What an audit's entries may be about: alike for every audit of a rubric."""

    facts: Mapping[str, Fact]
    logs: Mapping[str, Log]
    events: frozenset[str]
    measures: frozenset[str]
    questions: Mapping[str, Question]


@lru_cache(maxsize=256)
def _names_of(rubric: Rubric) -> _Names:
    return _Names(
        {fact.code: fact for fact in rubric.facts},
        {log.code: log for log in rubric.logs},
        frozenset(event.code for event in rubric.clocks),
        frozenset(item.measure.name for item in rubric.items.values() if item.measure),
        _questions(rubric) if rubric.method is Method.RULES else {},
    )


def _questions(rubric: Rubric) -> dict[str, Question]:
    questions = {}
    for item in rubric.rule_items:
        for holder in (item, *item.sub_items):
            questions.update({question.code: question for question in holder.questions})
    return questions


@lru_cache(maxsize=256)
def _options_of(rubric: Rubric, per_case: bool) -> Mapping[str, frozenset[str]]:  # noqa: FBT001 - a key
    return {
        code: frozenset(option.code for option in item.scale.options)
        for code, item in rubric.items.items()
        if item.per_case is per_case
    }


def _option(options: Collection[str], value: Any, path: Path) -> str:
    if not isinstance(value, str) or value not in options:
        raise CaseInputError("unknown_option", path, value=value)
    return value


def _history(options: set[str], value: list[Any], path: Path) -> tuple[HistoryEntry, ...]:
    entries = []
    for position, plain in enumerate(value):
        at = (*path, position)
        entry = _mapping(plain, at, {"from", "is"})
        start = read_moment(entry.get("from"), (*at, "from"))
        value_at = (*at, "is")
        entries.append(HistoryEntry(start, _option(options, entry.get("is"), value_at)))
    return tuple(sorted(entries, key=lambda entry: (entry.start.day, entry.start.at or time())))


def _log_entry(plain: Any, path: Path, *, wants_value: bool) -> LogEntry:
    names = {"at", "value", "hours"} if wants_value else {"at"}
    entry = _mapping(plain, path, names)
    at = read_moment(entry.get("at"), (*path, "at"))
    if not wants_value:
        return LogEntry(at)
    name = "hours" if "hours" in entry else "value"
    return LogEntry(at, _exact(entry.get(name), (*path, name)))


def exact_entry(value: object) -> Fraction:
    """Read an exact number that somebody entered.

    Args:
        value: Whole number, fraction, or text such as `0.9`, `9e-1` or `9/10`.

    Returns:
        The number.

    Raises:
        ValueError: It is no number, or one of unreasonable length.
    """
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str) or len(value) > NUMBER_LENGTH_MOST:
        raise ValueError("not a number")
    if not _NUMBER.fullmatch(value):
        raise ValueError("not a number")
    try:
        return Fraction(value)
    except ZeroDivisionError as fault:
        raise ValueError("not a number") from fault


def _whole(value: Any) -> int | None:
    try:
        number = exact_entry(value)
    except ValueError:
        return None
    return number.numerator if number.denominator == 1 else None


def _exact(value: Any, path: Path) -> Fraction:
    try:
        return exact_entry(value)
    except ValueError:
        raise CaseInputError("not_a_number", path, value=value) from None
