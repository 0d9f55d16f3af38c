"""Facts of reports for the tests: a rubric of two sections, read at one centre."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from qa_app.domain.lost_points import ItemLoss
from qa_app.domain.report_facts import (
    ActionFacts,
    CentreFacts,
    ReportFacts,
    ReportKind,
    ReportSpan,
    ResponseFacts,
    RubricFacts,
    SamplingFacts,
    SectionSum,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import Coverage, MonthSum
from qa_app.domain.session_coverage import Figures
from qa_app.domain.text import BilingualText
from tests.reports_material import weighted_rubric

JAN = 2026 * 12
QUARTER = ReportSpan(ReportKind.QUARTER, JAN)
YEAR = ReportSpan(ReportKind.YEAR, JAN)
CENTRE = BilingualText("中心甲", "Centre A")


def a_sum(month: int, files: int, pct: int, **fields: Any) -> MonthSum:
    values: dict[str, Any] = {
        "version_id": 1,
        "final_count": files,
        "bands": (files, 0, 0, 0),
        "stop_count": 0,
        **fields,
    }
    return MonthSum(
        month=month, file_count=files, scored_count=files, score_sum=files * pct * 10_000, **values
    )


def whole(*sums: MonthSum, coverage: Coverage = Coverage.SAMPLED) -> tuple[SectionSum, ...]:
    return tuple(SectionSum(coverage, section, one) for one in sums for section in ("", "A", "B"))


def rubric_facts(*parts: Iterable[SectionSum], losses: tuple[ItemLoss, ...] = ()) -> RubricFacts:
    return RubricFacts(
        "sample", "social_work", tuple(one for part in parts for one in part), losses
    )


def facts(*rubrics: RubricFacts, span: ReportSpan = QUARTER, **fields: Any) -> ReportFacts:
    values: dict[str, Any] = {
        "as_of": date(2026, 4, 1),
        "scope": "c:1",
        "name": CENTRE,
        "rubrics": rubrics,
        "sampling": SamplingFacts(3, 40, 15, 1, 4),
        "actions": ActionFacts(5, 3, 1, 2, 4, 1, (1, 1, 1, 1)),
        "required": Figures(due=6, held=5, late=1, missed=1),
        "planned": Figures(due=7, held=6, late=1, missed=1),
        "response": ResponseFacts(9, 4, 2, 1, 1, 0),
        **fields,
    }
    return ReportFacts(span=span, **values)


def rubrics() -> dict[int, Rubric]:
    return {1: weighted_rubric()}


def a_centre(number: int, name: str, *sums: MonthSum) -> CentreFacts:
    return CentreFacts(number, BilingualText(name, name), "sample", sums)


def two_versions() -> dict[int, Rubric]:
    """The rubric and a later version of it."""
    first = weighted_rubric()
    return {1: first, 2: replace(first, version="2.0.0")}


def without_red_lines(rubric: Rubric) -> Rubric:
    """The same with no red line among its items."""
    sections = [
        replace(one, items=tuple(replace(item, critical=None) for item in one.items))
        for one in rubric.sections
    ]
    return replace(rubric, sections=tuple(sections))
