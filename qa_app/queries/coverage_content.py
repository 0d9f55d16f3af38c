"""Everything that the coverage page and the quarterly report say, with few queries."""

from sqlalchemy.orm import Session

from qa_app.domain.month_grid import month_after
from qa_app.domain.session_coverage import CoverageContent, CoverageOf, Window, chart_window
from qa_app.queries.session_coverage import (
    figures_by_area,
    figures_by_month,
    figures_by_type,
    parts_of,
)
from qa_app.queries.session_people import people_of
from qa_app.queries.session_required import required_by_month


def coverage_content(session: Session, of: CoverageOf, window: Window) -> CoverageContent:
    """Read the coverage of one subject, with twenty-five queries at most.

    Args:
        session: A database session.
        of: Whose, as `coverage_of` found it within reach.
        window: Which months.

    Returns:
        The numbers. The rows read do not grow with the number of sessions, of a network or place
        not with that of practitioners either.
    """
    # a month that runs is no point of a run chart
    last = min(window.last, month_after(window.running, -1))
    charted = chart_window(last, window.today)
    required = required_by_month(session, of, charted.months)
    asks = any(figures.due for _month, figures in required)
    return CoverageContent(
        of=of,
        window=window,
        months=figures_by_month(session, of, window),
        charted=required if asks else figures_by_month(session, of, charted),
        types=tuple(sorted(figures_by_type(session, of, window).items())),
        areas=figures_by_area(session, of, window),
        parts=parts_of(session, of, window),
        people=people_of(session, of, window),
        required=required if asks else (),
    )
