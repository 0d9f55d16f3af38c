"""The list of reviews behind a point of a trend, as its address names it."""

from urllib.parse import urlencode

from flask import abort, url_for

from qa_app.domain.period_codes import period_code, period_of_code
from qa_app.domain.series import Coverage
from qa_app.queries.audit_lists import PointFiles
from qa_app.web.filters import chosen, chosen_number


def point_query(point: PointFiles) -> dict[str, str]:
    """Write a point into the address of the list.

    Args:
        point: The point.

    Returns:
        The query.
    """
    return {
        "centre": str(point.centre_id),
        "rubric": point.rubric,
        "version": point.version,
        "period": period_code(point.period),
        "coverage": point.coverage.value,
    }


def point_address(point: PointFiles) -> str:
    """Give the address of the list.

    Args:
        point: The point.

    Returns:
        The address.
    """
    return f"{url_for('audits.index')}?{urlencode(point_query(point))}"


def chosen_point() -> PointFiles | None:
    """Read the point of the address that was asked for.

    Returns:
        The point; None where no centre is named. A period or a coverage that there is not is not
        found; a rubric that there is not has no reviews.
    """
    centre = chosen_number("centre")
    if centre is None:
        return None
    period = period_of_code(chosen("period")) or abort(404)
    coverage = Coverage(chosen("coverage", set(Coverage), Coverage.SAMPLED))
    return PointFiles(centre, chosen("rubric"), chosen("version"), period, coverage)
