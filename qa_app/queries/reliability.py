"""What double readings say of each area, over the whole installation."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period
from qa_app.domain.defaults import AGREEMENT_FILES_MOST
from qa_app.domain.month_grid import first_day
from qa_app.domain.reliability import Reliability, TwoBands, reliability
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.totals import COUNTED_IN_CHARTS, NETWORK, WHOLE_FILE
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.known_readings import file_final, known_finals
from qa_app.queries.pairs import TOLD
from qa_app.queries.rubrics import rubric_by_id

_First, _Second = alias_of(AuditRow), alias_of(AuditRow)
_WITHOUT_END: Final = datetime.max.replace(tzinfo=UTC)


@looking_beyond(Beyond.RULES)
def reliability_by_area(
    session: Session,
    period: Period,
    known_at: datetime | None = None,
    *,
    named: Collection[str] = (),
) -> Mapping[str, Reliability]:
    """Compute how reliable the readings of each area are, with two queries.

    It is the review programme's evidence and no centre's: the same people read everywhere, and
    one centre seldom has files enough. So it does not depend on who asks. A file counts once its
    result is final; how two readers agree is told by their own readings, and by nothing that they
    or others settled afterwards.

    Args:
        session: A database session.
        period: Which months are counted, by the day of the first reading.
        known_at: Only what was known then; None for the present, from totals.
        named: Areas whose pairs are named.

    Returns:
        Area to its figures; agreement is that of the newest `AGREEMENT_FILES_MOST` pairs of each.
    """
    read = _read(session, period) if known_at is None else known_finals(session, period, known_at)
    place = func.row_number().over(partition_by=_First.area_code, order_by=ReadingPairRow.id.desc())
    pairs = (
        select(
            ReadingPairRow.id,
            _First.area_code,
            _First.rubric_version_id,
            _First.band_position.label("one"),
            _Second.band_position.label("other"),
            _First.explanation_digest.label("first_digest"),
            _Second.explanation_digest.label("second_digest"),
            place.label("place"),
            func.count().over(partition_by=_First.area_code).label("twice"),
        )
        .select_from(ReadingPairRow)
        .join(_First, _First.id == ReadingPairRow.first_id)
        .join(_Second, _Second.id == ReadingPairRow.second_id)
        .where(
            ReadingPairRow.state.in_(TOLD),
            file_final(known_at or _WITHOUT_END, _First),
            _First.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            _First.reviewed_on.between(first_day(period.first_month), period.as_of),
        )
        .subquery()
    )
    is_newest = pairs.c.place <= AGREEMENT_FILES_MOST
    is_asked = or_(is_newest, pairs.c.area_code.in_(sorted(named))) if named else is_newest
    rows = session.execute(select(pairs).where(is_asked).order_by(pairs.c.place)).all()
    twice = {row.area_code: row.twice for row in rows}
    bands = _bands(session, {row.rubric_version_id for row in rows})
    records: dict[str, list[Record]] = defaultdict(list)
    rated: dict[str, list[TwoBands]] = defaultdict(list)
    for row in rows:
        record = _record(row) if row.area_code in named else None
        if record is not None:
            records[row.area_code].append(record)
        is_rated = row.one is not None and row.other is not None
        if is_rated and row.place <= AGREEMENT_FILES_MOST:
            both = TwoBands(bands[row.rubric_version_id], row.one, row.other, record)
            rated[row.area_code].append(both)
    return {
        area: reliability(
            read.get(area, 0), twice.get(area, 0), rated.get(area, ()), records.get(area, ())
        )
        for area in read.keys() | twice.keys()
    }


def _record(row: Any) -> Record:
    # both own readings, as they were locked
    return record_of("reading_pair", row.id, row.first_digest, row.second_digest)


def _read(session: Session, period: Period) -> dict[str, int]:
    rows = session.execute(
        select(MonthTotalRow.area_code, func.sum(MonthTotalRow.final_count))
        .where(
            MonthTotalRow.scope == NETWORK,
            MonthTotalRow.section == WHOLE_FILE,
            MonthTotalRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            MonthTotalRow.month.between(period.first_month, period.last_month),
        )
        .group_by(MonthTotalRow.area_code)
    ).all()
    return {area: int(count) for area, count in rows if count}


def _bands(session: Session, versions: set[int]) -> dict[int, int]:
    found = {version: rubric_by_id(session, version) for version in sorted(versions)}
    return {version: len(one.bands) for version, one in found.items() if one is not None}
