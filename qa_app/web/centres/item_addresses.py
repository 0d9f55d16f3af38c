"""Addresses of what stands behind a point, and of the trend of an item."""

from typing import Any

from flask import url_for

from qa_app.domain.period_codes import period_code
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import Coverage, Period
from qa_app.queries.audit_lists import PointFiles
from qa_app.queries.trends import Scope, ScopeKind
from qa_app.web.point_files import point_address


def behind_address(
    scope: Scope,
    rubric: Rubric,
    period: Period,
    *,
    section: str = "",
    item: str = "",
    coverage: Coverage = Coverage.SAMPLED,
) -> str:
    """Give the address of what stands behind a point.

    Args:
        scope: Whose trend.
        rubric: The version.
        period: The period.
        section: One of its sections; empty for whole files.
        item: One of its items; empty for all.
        coverage: Which files.

    Returns:
        The address.
    """
    chosen: dict[str, Any] = {"section": section, "item": item}
    if coverage is not Coverage.SAMPLED:
        chosen["coverage"] = coverage.value
    place: dict[str, Any] = {
        "code": rubric.code,
        "version": rubric.version,
        "period": period_code(period),
    }
    kept = {name: value for name, value in chosen.items() if value}
    if scope.kind is ScopeKind.CENTRE:
        return url_for("centres.behind", centre_id=scope.object_id, **place, **kept)
    return url_for("centres.place_behind", place_id=scope.object_id, **place, **kept)


def behind_parts(scope: Scope, code: str, section: str, coverage: Coverage) -> tuple[str, str]:
    """Give what stands before and after version and period in the address of a point.

    Args:
        scope: Whose trend.
        code: The rubric.
        section: A section; empty for whole files.
        coverage: Which files.

    Returns:
        Beginning and end; a table puts version, a slash and the period between them.
    """
    named: dict[str, Any] = {"code": code, "version": "-", "period": "-"}
    if section:
        named["section"] = section
    if coverage is not Coverage.SAMPLED:
        named["coverage"] = coverage.value
    if scope.kind is ScopeKind.CENTRE:
        whole = url_for("centres.behind", centre_id=scope.object_id, **named)
    else:
        whole = url_for("centres.place_behind", place_id=scope.object_id, **named)
    before, after = whole.split("/-/-", maxsplit=1)
    return f"{before}/", after


def reviews_address(scope: Scope, rubric: Rubric, period: Period, coverage: Coverage) -> str:
    """Give the address of the reviews behind a point, from which one is opened or asked for.

    Args:
        scope: Whose trend.
        rubric: The version.
        period: The period.
        coverage: Which files.

    Returns:
        The address; empty for places, and for those who may not list them.
    """
    if scope.kind is not ScopeKind.CENTRE or not scope.sees_files:
        return ""
    return point_address(PointFiles(scope.object_id, rubric.code, rubric.version, period, coverage))


def item_address(scope: Scope, code: str, item: str) -> str:
    """Give the address of the trend of an item.

    Args:
        scope: Whose.
        code: The rubric.
        item: The item.

    Returns:
        The address.
    """
    if scope.kind is ScopeKind.CENTRE:
        return url_for("centres.item_trends", centre_id=scope.object_id, code=code, item=item)
    return url_for("centres.place_item_trends", place_id=scope.object_id, code=code, item=item)


def standards_address(scope: Scope, code: str = "") -> str:
    """Give the address of sections and quarters.

    Args:
        scope: Whose.
        code: The rubric; empty for the first one.

    Returns:
        The address.
    """
    kept: dict[str, Any] = {"rubric": code} if code else {}
    if scope.kind is ScopeKind.CENTRE:
        return url_for("centres.standards", centre_id=scope.object_id, **kept)
    return url_for("centres.place_standards", place_id=scope.object_id, **kept)


def moved_address(scope: Scope, code: str, section: str) -> str:
    """Give the address of the table of what items cost.

    Args:
        scope: Whose.
        code: The rubric.
        section: One of its sections; empty for whole files.

    Returns:
        The address.
    """
    kept: dict[str, Any] = {"rubric": code} | ({"section": section} if section else {})
    if scope.kind is ScopeKind.CENTRE:
        return url_for("centres.moved_csv", centre_id=scope.object_id, **kept)
    return url_for("centres.place_moved_csv", place_id=scope.object_id, **kept)
