"""One line over several versions of a rubric, from totals of items and never from audits."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.common_items import (
    JoinedVersions,
    Joining,
    LineBreak,
    join_versions,
)
from qa_app.domain.linked_series import AnswerCount, linked_segment, told_beside
from qa_app.domain.series import Series
from qa_app.domain.standing import WHOLE_CENTRE_KINDS
from qa_app.domain.totals import SampleType
from qa_app.domain.trends import coverage_of
from qa_app.models.trends import ItemTotalRow
from qa_app.models.version_links import version_links
from qa_app.queries.trends import RubricTrend, Scope, ScopeKind, months_of_whole_files


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A line over several versions.

    Attributes:
        joined: The versions, their common items and the weights.
        series: Its points, all under the name of the latest version.
    """

    joined: JoinedVersions
    series: Series


@dataclass(frozen=True, slots=True)
class LinkedTrend:
    """What joins the versions of a trend, and what does not.

    Attributes:
        lines: Oldest first.
        breaks: Where no line goes on, oldest first.
    """

    lines: tuple[LinkedLine, ...] = ()
    breaks: tuple[LineBreak, ...] = ()


NOT_LINKED = LinkedTrend()


def linked_trend(session: Session, scope: Scope, trend: RubricTrend) -> LinkedTrend:
    """Join the versions of a trend on the items that they share.

    Args:
        session: A database session.
        scope: Whose trend; centres, places and the network have totals of items of their own.
        trend: The trend of that scope.

    Returns:
        The lines over whole files of the trend's main coverage, and the breaks; nothing where
        those files were read against one version.
    """
    coverage = trend.main_coverage
    used = {segment.version_id for segment in trend.whole(coverage).segments}
    if len(used) < 2:  # noqa: PLR2004 - one version has nothing to join
        return NOT_LINKED
    joining = join_versions(
        {version: trend.versions[version] for version in used}, version_links(session, trend.code)
    )
    if not joining.joined:
        return LinkedTrend((), joining.breaks)
    return LinkedTrend(_lines(session, scope, trend, joining), joining.breaks)


def _lines(
    session: Session, scope: Scope, trend: RubricTrend, joining: Joining
) -> tuple[LinkedLine, ...]:
    kinds = tuple(one.value for one in SampleType if coverage_of(one) is trend.main_coverage)
    versions = {version for one in joining.joined for version in one.version_ids}
    items = {code for one in joining.joined for code in one.weights}
    answers = _answers(session, scope, kinds, versions, items)
    files = months_of_whole_files(session, scope, kinds, versions)
    is_visits = trend.current.kind in WHOLE_CENTRE_KINDS
    whole = trend.whole(trend.main_coverage)
    return tuple(
        LinkedLine(
            one,
            Series(
                (
                    replace(
                        told_beside(
                            linked_segment(
                                one,
                                trend.versions,
                                answers,
                                files,
                                is_joined=is_visits and scope.kind is ScopeKind.CENTRE,
                                running=scope.running,
                            ),
                            whole,
                            one,
                        ),
                        is_visits=is_visits,
                    ),
                )
            ),
        )
        for one in joining.joined
    )


def _answers(
    session: Session,
    scope: Scope,
    kinds: Collection[str],
    versions: Collection[int],
    items: Collection[str],
) -> list[AnswerCount]:
    columns = (
        ItemTotalRow.rubric_version_id,
        ItemTotalRow.month,
        ItemTotalRow.item_code,
        ItemTotalRow.code,
    )
    rows = session.execute(
        select(*columns, func.sum(ItemTotalRow.file_count).label("files"))
        .where(
            ItemTotalRow.scope == scope.key,
            ItemTotalRow.rubric_version_id.in_(sorted(versions)),
            ItemTotalRow.item_code.in_(sorted(items)),
            ItemTotalRow.sample_type.in_(kinds),
            ItemTotalRow.month <= scope.until,
        )
        .group_by(*columns)
    )
    return [
        AnswerCount(row.rubric_version_id, row.month, row.item_code, row.code, int(row.files))
        for row in rows
    ]
