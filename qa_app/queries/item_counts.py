"""How often each answer stood and what items cost, from totals of items and never from audits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Row, Select, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.lost_points import ItemLoss
from qa_app.domain.series import Coverage, Period
from qa_app.domain.totals import SampleType
from qa_app.domain.trends import coverage_of
from qa_app.models.trends import ItemTotalRow
from qa_app.queries.trends import Scope

_Number = InstrumentedAttribute[int]
_One = TypeVar("_One", AnswerCount, ItemLoss)


@dataclass(frozen=True, slots=True)
class AnswersAsked:
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


def item_counts(session: Session, scope: Scope, asked: Iterable[AnswersAsked]) -> list[AnswerCount]:
    """Count answers by item and code, month by month.

    Args:
        session: A database session.
        scope: Whose files.
        asked: Periods of versions.

    Returns:
        All of them by one query, which looks up the items one by one and reads nothing else;
        nothing where nothing is asked.
    """
    numbers = (ItemTotalRow.file_count,)
    return [
        AnswerCount(row.rubric_version_id, row.month, row.item_code, row.code, int(row.file_count))
        for row in _rows(session, scope, asked, numbers)
    ]


def item_losses(session: Session, scope: Scope, asked: Iterable[AnswersAsked]) -> list[ItemLoss]:
    """Add up what items cost by item and code, month by month.

    Args:
        session: A database session.
        scope: Whose files.
        asked: Periods of versions.

    Returns:
        All of them by one query, as for `item_counts`.
    """
    numbers = (ItemTotalRow.rated_count, ItemTotalRow.lost_sum, ItemTotalRow.section_lost_sum)
    return [
        ItemLoss(
            row.rubric_version_id,
            row.month,
            row.item_code,
            row.code,
            int(row.rated_count),
            int(row.lost_sum),
            int(row.section_lost_sum),
        )
        for row in _rows(session, scope, asked, numbers)
    ]


def within(counts: Iterable[_One], version_id: int, period: Period) -> tuple[_One, ...]:
    """Keep what belongs to one period of one version.

    Args:
        counts: From `item_counts` or `item_losses`.
        version_id: The version.
        period: The period.

    Returns:
        Its part.
    """
    return tuple(
        one
        for one in counts
        if one.version_id == version_id and period.first_month <= one.month <= period.last_month
    )


def _rows(
    session: Session, scope: Scope, asked: Iterable[AnswersAsked], numbers: tuple[_Number, ...]
) -> Sequence[Row[Any]]:
    parts = [_part(scope, one, numbers) for one in asked if one.items]
    if not parts:
        return ()
    return session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()


def _part(
    scope: Scope, asked: AnswersAsked, numbers: tuple[_Number, ...]
) -> Select[*tuple[Any, ...]]:
    columns = (
        ItemTotalRow.rubric_version_id,
        ItemTotalRow.month,
        ItemTotalRow.item_code,
        ItemTotalRow.code,
    )
    kinds: Collection[str] = sample_kinds(asked.coverage)
    return (
        select(*columns, *(func.sum(one).label(one.key) for one in numbers))
        .where(
            ItemTotalRow.scope == scope.key,
            ItemTotalRow.rubric_version_id == asked.version_id,
            ItemTotalRow.item_code.in_(sorted(asked.items)),
            ItemTotalRow.sample_type.in_(kinds),
            ItemTotalRow.month.between(asked.period.first_month, asked.period.last_month),
            # the first of them says in how many files
            numbers[0] > 0,
        )
        .group_by(*columns)
    )
