"""How often each answer stood in some periods, from totals of items and never from audits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.series import Coverage, Period
from qa_app.domain.totals import SampleType
from qa_app.domain.trends import coverage_of
from qa_app.models.trends import ItemTotalRow
from qa_app.queries.trends import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose answers are asked for.

    Attributes:
        version_id: The version under which they were given.
        period: In which months.
        items: Of which items.
        coverage: In which files.
    """

    version_id: int
    period: Period
    items: frozenset[str]
    coverage: Coverage = Coverage.SAMPLED


def sample_kinds(coverage: Coverage) -> tuple[str, ...]:
    """List the kinds of samples that a coverage holds.

    Args:
        coverage: Which files.

    Returns:
        Values of `SampleType`.
    """
    return tuple(one.value for one in SampleType if coverage_of(one) is coverage)


def item_counts(session: Session, scope: Scope, asked: Iterable[Asked]) -> list[AnswerCount]:
    """Count answers by item and code, month by month.

    Args:
        session: A database session.
        scope: Whose files.
        asked: Periods of versions.

    Returns:
        All of them by one query, which looks up the items one by one and reads nothing else;
        nothing where nothing is asked.
    """
    parts = [_part(scope, one) for one in asked if one.items]
    if not parts:
        return []
    rows = session.execute(union_all(*parts) if len(parts) > 1 else parts[0])
    return [
        AnswerCount(row.rubric_version_id, row.month, row.item_code, row.code, int(row.files))
        for row in rows
    ]


def within(
    counts: Iterable[AnswerCount], version_id: int, period: Period
) -> tuple[AnswerCount, ...]:
    """Keep the answers of one period of one version.

    Args:
        counts: From `item_counts`.
        version_id: The version.
        period: The period.

    Returns:
        Its answers.
    """
    return tuple(
        one
        for one in counts
        if one.version_id == version_id and period.first_month <= one.month <= period.last_month
    )


def _part(scope: Scope, asked: Asked) -> Select[*tuple[Any, ...]]:
    columns = (
        ItemTotalRow.rubric_version_id,
        ItemTotalRow.month,
        ItemTotalRow.item_code,
        ItemTotalRow.code,
    )
    kinds: Collection[str] = sample_kinds(asked.coverage)
    return (
        select(*columns, func.sum(ItemTotalRow.file_count).label("files"))
        .where(
            ItemTotalRow.scope == scope.key,
            ItemTotalRow.rubric_version_id == asked.version_id,
            ItemTotalRow.item_code.in_(sorted(asked.items)),
            ItemTotalRow.sample_type.in_(kinds),
            ItemTotalRow.month.between(asked.period.first_month, asked.period.last_month),
            ItemTotalRow.file_count > 0,
        )
        .group_by(*columns)
    )
