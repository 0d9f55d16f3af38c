"""What double readings say of each area, over the whole installation."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

from qa_app.domain.criteria_period import Period
from qa_app.domain.defaults import AGREEMENT_FILES_MOST
from qa_app.domain.month_grid import first_day
from qa_app.domain.reliability import Reliability, TwoBands, reliability
from qa_app.domain.totals import COUNTED_IN_CHARTS, NETWORK, WHOLE_FILE
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.known_readings import known_reads
from qa_app.queries.pairs import TOLD
from qa_app.queries.rubrics import rubric_by_id

_First, _Second = aliased(AuditRow), aliased(AuditRow)


@looking_beyond(Beyond.RULES)
def reliability_by_area(
    session: Session, period: Period, known_at: datetime | None = None
) -> Mapping[str, Reliability]:
    """Compute how reliable the readings of each area are, with two queries.

    It is the review programme's evidence and no centre's: the same people read everywhere, and
    one centre seldom has files enough. So it does not depend on who asks. A pair is looked at
    once both of its readings are done.

    Args:
        session: A database session.
        period: Which months are counted, by the day of the first reading.
        known_at: Only what was known then; None for the present, from totals.

    Returns:
        Area to its figures; of each area the newest `AGREEMENT_FILES_MOST` pairs.
    """
    read = _read(session, period) if known_at is None else known_reads(session, period, known_at)
    is_known = true() if known_at is None else ReadingPairRow.completed_at <= known_at
    place = func.row_number().over(partition_by=_First.area_code, order_by=ReadingPairRow.id.desc())
    pairs = (
        select(
            _First.area_code,
            _First.rubric_version_id,
            _First.band_position.label("one"),
            _Second.band_position.label("other"),
            place.label("place"),
            func.count().over(partition_by=_First.area_code).label("twice"),
        )
        .select_from(ReadingPairRow)
        .join(_First, _First.id == ReadingPairRow.first_id)
        .join(_Second, _Second.id == ReadingPairRow.second_id)
        .where(
            ReadingPairRow.state.in_(TOLD),
            is_known,
            _First.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            _First.reviewed_on.between(first_day(period.first_month), period.as_of),
        )
        .subquery()
    )
    rows = session.execute(select(pairs).where(pairs.c.place <= AGREEMENT_FILES_MOST)).all()
    twice = {row.area_code: row.twice for row in rows}
    bands = _bands(session, {row.rubric_version_id for row in rows})
    rated: dict[str, list[TwoBands]] = defaultdict(list)
    for row in rows:
        if row.one is not None and row.other is not None:
            rated[row.area_code].append(TwoBands(bands[row.rubric_version_id], row.one, row.other))
    return {
        area: reliability(read.get(area, 0), twice.get(area, 0), rated.get(area, ()))
        for area in read.keys() | twice.keys()
    }


def _read(session: Session, period: Period) -> dict[str, int]:
    rows = session.execute(
        select(MonthTotalRow.area_code, func.sum(MonthTotalRow.file_count))
        .where(
            MonthTotalRow.scope == NETWORK,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            MonthTotalRow.month.between(period.first_month, period.last_month),
        )
        .group_by(MonthTotalRow.area_code)
    ).all()
    return {area: int(count) for area, count in rows}


def _bands(session: Session, versions: set[int]) -> dict[int, int]:
    found = {version: rubric_by_id(session, version) for version in sorted(versions)}
    return {version: len(one.bands) for version, one in found.items() if one is not None}
