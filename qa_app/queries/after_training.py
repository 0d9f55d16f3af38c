"""Items of a centre's reviews before and after a training, from totals of months."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.after_training import Compared, TrainingSide, compared, in_order
from qa_app.domain.answer_counts import codes_below
from qa_app.domain.defaults import AFTER_TRAINING_MONTHS
from qa_app.domain.month_grid import month_of
from qa_app.domain.series import Coverage
from qa_app.domain.text import BilingualText
from qa_app.domain.told_answers import ALL_TOLD, ToldAnswers
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import ItemTotalRow
from qa_app.queries.rubric_words import rubric_in_words

_KINDS = sorted(COUNTED_IN_CHARTS)


@dataclass(frozen=True, slots=True)
class Around:
    """Items of a centre around a training.

    Attributes:
        items: Each with what it asks.
        has_held: True where a version is left out because the reader would have to ask for so few
            of its files that the counts would tell of them.
    """

    items: tuple[tuple[Compared, BilingualText], ...]
    has_held: bool = False


def items_around(
    session: Session, centre_id: int, held_on: date, told: ToldAnswers = ALL_TOLD
) -> Around:
    """Hold the items of a centre's files before a training beside those after it.

    Args:
        session: A database session.
        centre_id: The centre, whose results the reader is known to see.
        held_on: Day of the training.
        told: Which answers the reader is told.

    Returns:
        Files of `AFTER_TRAINING_MONTHS` before the month of the training and of as many after it,
        that month itself left out; of one version of a rubric, so that the same was asked. Sealed
        rubrics are left out, and so is a version of which one side is held back.
    """
    middle = month_of(held_on)
    first, last = middle - AFTER_TRAINING_MONTHS, middle + AFTER_TRAINING_MONTHS
    row = ItemTotalRow
    query = (
        select(row.rubric_version_id, row.item_code, row.month, row.code, func.sum(row.file_count))
        .join(RubricVersionRow, RubricVersionRow.id == row.rubric_version_id)
        .where(
            row.scope == f"c:{centre_id}",
            row.sample_type.in_(_KINDS),
            row.month.between(first, last),
            row.month != middle,
        )
        .group_by(row.rubric_version_id, row.item_code, row.month, row.code)
    )
    found: dict[tuple[int, str, bool], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for version, item, month, code, count in session.execute(query):
        found[version, item, month > middle][code] += int(count)
    sides = range(first, middle), range(middle + 1, last + 1)
    texts, rows, has_held = {}, [], False
    for version, item in sorted({(version, item) for version, item, _after in found}):
        rubric = rubric_in_words(session, version)
        if rubric is None or rubric.access == "sealed" or item not in rubric.items:
            continue
        if not all(told.tells(version, Coverage.SAMPLED, side) for side in sides):
            has_held = True
            continue
        asked = rubric.items[item]
        scored = {one.code for one in asked.scale.options if one.score is not None}
        low = codes_below(asked)
        before, after = (_side(found[version, item, side], scored, low) for side in (False, True))
        if before.files or after.files:
            key = (f"{rubric.code} {rubric.version}", item)
            texts[key] = asked.text
            rows.append(compared(key, before, after))
    return Around(tuple((one, texts[one.key]) for one in in_order(rows)), has_held)


def _side(counts: dict[str, int], scored: set[str], low: frozenset[str] | set[str]) -> TrainingSide:
    files = sum(count for code, count in counts.items() if code in scored)
    below = sum(count for code, count in counts.items() if code in scored and code in low)
    return TrainingSide(files - below, files)
