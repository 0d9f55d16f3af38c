"""The trend of one item of a rubric, from totals and never from audits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.answer_counts import Answers, answers_of
from qa_app.domain.item_trend import ItemLine, Months, item_lines, lines_of_versions
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.domain.totals import COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from qa_app.models.version_links import version_links
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.trends import Scope, months_of_whole_files

_KINDS = sorted(COUNTED_IN_CHARTS)


@dataclass(frozen=True, slots=True)
class ItemTrend:
    """The trend of an item.

    Attributes:
        rubric: The newest version under which it was answered.
        item: The item in that version.
        versions: Version id to version number.
        lines: Periods, by versions that ask it alike; oldest first.
    """

    rubric: Rubric
    item: Item
    versions: Mapping[int, str]
    lines: tuple[ItemLine, ...]


def item_trend(
    session: Session, scope: Scope, code: str, item: str, told: ToldAnswers = ALL_TOLD
) -> ItemTrend | None:
    """Read the trend of an item.

    Args:
        session: A database session.
        scope: Whose.
        code: The rubric.
        item: The item.
        told: Which answers the reader is told who reads the files in general.

    Returns:
        Answers of random and full samples; None when no version of the rubric that was used
        here has such an item.
    """
    rubrics = _rubrics(session, scope, code, item)
    if not rubrics:
        return None
    newest = rubrics[max(rubrics)]
    months = _months(session, scope, rubrics, item)
    groups = lines_of_versions({v for v, _month in months}, item, version_links(session, code))
    files = months_of_whole_files(session, scope, _KINDS, rubrics)
    opened = _opened(scope, rubrics, item, months)
    opened = {} if newest.access == "sealed" else opened
    lines = item_lines(months, files, groups, opened, told, scope.running)
    numbers = {version: rubric.version for version, rubric in rubrics.items()}
    return ItemTrend(newest, newest.items[item], numbers, lines)


def _opened(scope: Scope, rubrics: Mapping[int, Rubric], item: str, months: Months) -> Months:
    if scope.sees_files:
        return months
    return {
        (version, month): answers_of(rubrics[version].items[item], scope.known.items[key])
        for version, month in months
        if (key := (version, item, month)) in scope.known.items
    }


def _rubrics(session: Session, scope: Scope, code: str, item: str) -> dict[int, Rubric]:
    used = session.execute(
        select(MonthTotalRow.rubric_version_id)
        .join(RubricVersionRow, RubricVersionRow.id == MonthTotalRow.rubric_version_id)
        .where(
            MonthTotalRow.scope == scope.key,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.file_count > 0,
            MonthTotalRow.month <= scope.until,
            RubricVersionRow.rubric_code == code,
        )
        .distinct()
    ).scalars()
    found = {version: rubric_in_words(session, version) for version in used}
    return {
        version: rubric
        for version, rubric in found.items()
        if rubric is not None and item in rubric.items
    }


def _months(
    session: Session, scope: Scope, rubrics: Mapping[int, Rubric], item: str
) -> dict[tuple[int, int], Answers]:
    columns = (ItemTotalRow.rubric_version_id, ItemTotalRow.month, ItemTotalRow.code)
    rows = session.execute(
        select(*columns, func.sum(ItemTotalRow.file_count).label("files"))
        .where(
            ItemTotalRow.scope == scope.key,
            ItemTotalRow.rubric_version_id.in_(sorted(rubrics)),
            ItemTotalRow.item_code == item,
            ItemTotalRow.sample_type.in_(_KINDS),
            ItemTotalRow.month <= scope.until,
        )
        .group_by(*columns)
    )
    counts: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row.rubric_version_id, row.month][row.code] = int(row.files)
    return {key: answers_of(rubrics[key[0]].items[item], found) for key, found in counts.items()}
