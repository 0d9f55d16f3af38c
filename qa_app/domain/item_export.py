"""Results of many reviews, one row for each item: the columns, what they mean, and the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.result_export import ITEM_COLUMNS, item_rows
from qa_app.domain.rounding import trimmed
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import Outcome, RuleItem

Cell = str | int | date | datetime | None


class ExportForm(StrEnum):
    """The kinds of file; the last one holds tables for research and nothing item by item."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    ZIP = "zip"


class Purpose(StrEnum):
    """What the data are taken away for; the journal keeps it."""

    OWN_ANALYSIS = "own_analysis"
    SUPERVISION = "supervision"
    REPORTING = "reporting"
    RESEARCH = "research"


Words = tuple[str | None, str | None, str | None, str | None]
ItemWords = Mapping[tuple[str, str], Words]
"""Item and option to the item's text and the option's label, each in Chinese and English."""
_NO_WORDS: Words = (None, None, None, None)
_AFTER_VERSION = ITEM_COLUMNS.index("section")


@dataclass(frozen=True, slots=True)
class ExportedReading:
    """One review as it leaves the platform.

    Attributes:
        head: Cells of the columns from `review` to `percent`, in their order.
        result: The frozen result, as `shown_result` gives it.
        entries: Kind, key and value (JSON text) of what was entered; empty where the record is
            sealed.
    """

    head: tuple[Cell, ...]
    result: Mapping[str, Any]
    entries: Sequence[tuple[str, str, str]]


def exported_rows(
    mark: str, reading: ExportedReading, words: ItemWords
) -> Iterator[tuple[Cell, ...]]:
    """Give a review row by row.

    Every item and every rule has a row with what it came to. What was entered besides, or
    differs from what the item came to, has one more: so nothing that was answered is missing.

    Args:
        mark: The export's mark.
        reading: The review.
        words: What `item_words` gives of its version.

    Yields:
        Rows of `COLUMNS`.
    """
    start = (mark, *reading.head)
    has_rules = "rules" in reading.result.get("explanation", {})
    told: set[tuple[str, str]] = set()
    for row in item_rows(0, reading.result):
        section, item, state, code, source, *numbers, excluded, rule = row[_AFTER_VERSION:]
        kind = "rule" if has_rules else "item"
        told.add((str(item), str(code)))
        zh, en, label_zh, label_en = words.get(
            (str(item), str(code or "")), words.get((str(item), ""), _NO_WORDS)
        )
        yield (
            *start, kind, _as_cell(section), _as_cell(item), zh, en, _as_cell(state),
            _as_cell(code), label_zh, label_en, _as_cell(source),
            *map(_as_cell, numbers), _as_cell(excluded), _as_cell(rule),
        )  # fmt: skip
    for kind, key, value in reading.entries:
        if kind == EntryKind.ANSWER and (key, value.strip('"')) in told:
            continue
        zh, en, *_ = words.get((key, ""), _NO_WORDS)
        yield (*start, kind, None, key, zh, en, None, value, *(None,) * 9)


def _as_cell(value: object) -> Cell:
    return None if value is None else str(value)


def percent_cell(score_millionths: int | None) -> str | None:
    """Write a score as the export does.

    Args:
        score_millionths: Ratio 0..1 in millionths; None without a number.

    Returns:
        Per cent as a decimal such as `96.4286`; None without a number.
    """
    return None if score_millionths is None else trimmed(Fraction(score_millionths, 10_000))


def item_words(rubric: Rubric) -> ItemWords:
    """Collect the words of a version.

    Args:
        rubric: The version.

    Returns:
        Item and option (empty: none) to the item's text and the option's label, each in Chinese
        and English; None where there is no text.
    """
    found: dict[tuple[str, str], Words] = {}
    for code, item in rubric.items.items():
        text = (item.text.zh or None, item.text.en or None)
        found[code, ""] = (*text, None, None)
        for option in item.scale.options:
            found[code, option.code] = (*text, option.label.zh or None, option.label.en or None)
    waiting: list[RuleItem | Outcome] = [*rubric.rule_items, *rubric.outcomes]
    while waiting:
        one = waiting.pop()
        found[one.code, ""] = (one.title.zh or None, one.title.en or None, None, None)
        if isinstance(one, RuleItem):
            waiting += one.sub_items
            for question in one.questions:
                text = (question.label.zh or None, question.label.en or None)
                found[question.code, ""] = (*text, None, None)
                for answer in question.options:
                    own = rubric.rule_words.of_answer(answer)
                    found[question.code, answer] = (*text, own.zh or None, own.en or None)
    return found
