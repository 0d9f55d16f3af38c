"""The codes that dates, a log or a number give, whoever answered the item."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from qa_app.domain.case_input import CaseInput
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore, CodeSource, ItemExplanation
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar


def score_with_dates(
    rubric: Rubric, case: CaseInput, calendar: WorkingCalendar
) -> tuple[AuditScore, int | None]:
    """Score a file, without its dates when the holiday table lacks a year that they need.

    Args:
        rubric: The rubric.
        case: The file.
        calendar: Working days of the rubric's region.

    Returns:
        The score with its explanation, and the year that is lacking; None for none.
    """
    try:
        return score_audit(rubric, case, calendar, explained=True), None
    except CalendarYearMissingError as fault:
        undated = replace(case, clocks={})
        return score_audit(rubric, undated, calendar, explained=True), fault.year


def found_codes(
    rubric: Rubric, case: CaseInput, calendar: WorkingCalendar, score: AuditScore
) -> tuple[Mapping[str, str], Mapping[str, CodeSource], int | None]:
    """Find what the items would say had their reader left them to dates, logs and numbers.

    Args:
        rubric: The rubric.
        case: The file as it was scored.
        calendar: Working days of the rubric's region.
        score: Its score, with its explanation.

    Returns:
        Item to its code and item to what gave it, items without such a code left out; and a
        year that only these codes need and the holiday table lacks, None for none.
    """
    findable = _findable(rubric)
    answered = {
        one.item for one in _told(score) if one.source is CodeSource.READER and one.item in findable
    }
    year = None
    if answered:
        answers = {code: one for code, one in case.answers.items() if code not in answered}
        score, year = score_with_dates(rubric, replace(case, answers=answers), calendar)
    own = [one for one in _told(score) if one.item in findable]
    codes = {one.item: one.code for one in own if one.code is not None}
    sources = {one.item: one.source for one in own if one.code is not None and one.source}
    return codes, sources, year


def _told(score: AuditScore) -> tuple[ItemExplanation, ...]:
    return score.explanation.items if score.explanation else ()


@lru_cache(maxsize=256)
def _findable(rubric: Rubric) -> frozenset[str]:
    return frozenset(code for code, item in rubric.items.items() if _is_found(item))


def _is_found(item: Item) -> bool:
    return bool(item.clocks) or item.frequency is not None or item.measure is not None
