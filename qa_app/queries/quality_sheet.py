"""What a centre's quality sheet stands on, with a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.people import Actor
from qa_app.domain.quality_sheet import (
    ActionFigures,
    ContractYear,
    YearLine,
    YearTotals,
    action_figures,
    year_line,
)
from qa_app.domain.session_coverage import CoverageOf, Figures, Window, total_of
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.domain.totals import BAND_PLACES, COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.actions_of_span import actions_of_span
from qa_app.queries.centres import area_names
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.session_coverage import coverage_of, figures_by_month
from qa_app.queries.session_required import required_by_month

_COUNTED = (
    "file_count",
    "final_count",
    "final_scored_count",
    "final_score_sum",
    "final_stop_count",
    *(f"final_band_{place}" for place in range(1, BAND_PLACES + 1)),
)


@dataclass(frozen=True, slots=True)
class QualityContent:
    """Everything that a quality sheet says.

    Attributes:
        centre_id: The centre.
        name: Its name.
        year: The contract year.
        lines: One for each rubric version, by area.
        actions: How actions kept their days.
        required: Individual sessions due by the rhythm in months that are over.
        planned: Sessions planned, up to today.
    """

    centre_id: int
    name: BilingualText
    year: ContractYear
    lines: tuple[YearLine, ...]
    actions: ActionFigures
    required: Figures
    planned: Figures


def quality_content(
    session: Session, actor: Actor, centre_id: int, year: ContractYear, zone: str
) -> QualityContent | None:
    """Read a centre's contract year.

    Args:
        session: A database session.
        actor: Who asks: whoever sees the supervision of the whole centre.
        centre_id: The centre.
        year: Which year.
        zone: Local time zone.

    Returns:
        The content; None when there is no such centre within reach.
    """
    of = coverage_of(session, actor, SessionScope.CENTRE, centre_id)
    if of is None:
        return None
    required, planned = _supervision(session, of, year)
    return QualityContent(
        centre_id,
        of.name,
        year,
        _lines(session, centre_id, year),
        action_figures(
            actions_of_span(
                session, lambda column: column == centre_id, year.first, year.until, zone
            ),
            year,
        ),
        required,
        planned,
    )


def _lines(session: Session, centre_id: int, year: ContractYear) -> tuple[YearLine, ...]:
    row = MonthTotalRow
    sums = [func.sum(getattr(row, name)).label(name) for name in _COUNTED]
    found = session.execute(
        select(row.rubric_version_id, row.area_code, *sums)
        .where(
            row.scope == f"c:{centre_id}",
            row.section == WHOLE_FILE,
            row.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            row.month.between(*year.months),
            row.month <= month_of(year.today),
        )
        .group_by(row.rubric_version_id, row.area_code)
        .having(func.sum(row.file_count) > 0)
    ).all()
    names = dict(area_names(session))
    order = {code: place for place, code in enumerate(names)}
    return tuple(
        year_line(_totals(session, one, names.get(one.area_code, NO_TEXT)))
        for one in sorted(
            found, key=lambda one: (order.get(one.area_code, len(order)), one.rubric_version_id)
        )
    )


def _totals(session: Session, found: Any, area: BilingualText) -> YearTotals:
    rubric = rubric_in_words(session, found.rubric_version_id)
    if rubric is None:
        raise LookupError(found.rubric_version_id)
    bands = [int(getattr(found, f"final_band_{place}")) for place in range(1, BAND_PLACES + 1)]
    return YearTotals(
        area=area,
        title=rubric.title,
        version=rubric.version,
        read=int(found.file_count),
        final=int(found.final_count),
        scored=int(found.final_scored_count),
        score_sum=int(found.final_score_sum),
        bands=tuple(bands[: len(rubric.bands)]),
        stops=int(found.final_stop_count),
        is_whole_centre=rubric.kind in WHOLE_CENTRE_KINDS,
    )


def _supervision(session: Session, of: CoverageOf, year: ContractYear) -> tuple[Figures, Figures]:
    last = first_day(min(year.months[1], month_of(year.today)))
    window = Window(year.first, last, year.today)
    over = [month for month in window.months if month < window.running]
    required = required_by_month(session, of, over) if over else ()
    planned = figures_by_month(session, of, window)
    return (
        total_of([figures for _month, figures in required]),
        total_of([figures for _month, figures in planned]),
    )
