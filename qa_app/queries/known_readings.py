"""What was known of readings at an instant: the totals of today less and more what changed since.

Totals tell the present only. What a past day knew differs from them by the few readings that
became final, were read or ceased to count afterwards: these are read one by one, and the price of a
past day does not grow with the readings that stand as they stood. A test holds it to a count of
every reading, and as of the present both say the same.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period, first_month_of, half_of
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.ratings import place_counted
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import counted_parts
from qa_app.domain.totals import COUNTED_IN_CHARTS, NETWORK, WHOLE_FILE
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow, ReadingBeforeRow
from qa_app.models.places import CentreRow
from qa_app.models.trends import MonthTotalRow
from qa_app.queries.endorsement_totals import (
    Codes,
    HalfSum,
    HalfSums,
    codes_of,
    half_sums,
    rubrics_of,
    tagged_items,
)

_CHARTED = sorted(COUNTED_IN_CHARTS)
_SIGNED = AuditRow.state == "signed"
_COUNTS = and_(_SIGNED, AuditRow.result_state == "final")
"""What the totals hold as final."""


def final_at(known_at: datetime, audit: type[AuditRow] = AuditRow) -> ColumnElement[bool]:
    """Keep audits whose result was final at an instant and counted then.

    Args:
        known_at: The instant.
        audit: The table, or another name of it.

    Returns:
        A condition on it.
    """
    return and_(
        audit.result_state == "final",
        audit.final_at <= known_at,
        or_(
            audit.counted_until > known_at,
            and_(audit.counted_until.is_(None), audit.state == "signed"),
        ),
    )


def first_to_end(known_at: datetime) -> Select[int]:
    """Find what tells how readings stood that changed since.

    Args:
        known_at: The instant.

    Returns:
        Ids of `ReadingBeforeRow`, one for each reading that changed later.
    """
    # rows are added in the order of time: the earliest that ended later tells
    return (
        select(func.min(ReadingBeforeRow.id))
        .where(ReadingBeforeRow.until_at > known_at)
        .group_by(ReadingBeforeRow.audit_id)
    )


def file_final(known_at: datetime, drawn: type[AuditRow] = AuditRow) -> ColumnElement[bool]:
    """Keep drawn files of which a result was final at an instant and counted then.

    Args:
        known_at: The instant.
        drawn: The table, or another name of it: the reading for which the file was drawn.

    Returns:
        A condition on it: its own result was, or that of a reading that took its place.
    """
    return _of_file(known_at, drawn, lambda audit: final_at(known_at, audit))


def file_void(known_at: datetime, drawn: type[AuditRow] = AuditRow) -> ColumnElement[bool]:
    """Keep drawn files whose reading had become void by an instant.

    Args:
        known_at: The instant.
        drawn: As for `file_final`.

    Returns:
        A condition on it: it was void itself, or the reading that took its place.
    """
    return _of_file(
        known_at, drawn, lambda audit: and_(audit.state == "void", audit.counted_until <= known_at)
    )


def _of_file(
    known_at: datetime,
    drawn: type[AuditRow],
    holds: Callable[[type[AuditRow]], ColumnElement[bool]],
) -> ColumnElement[bool]:
    # a draw gives a file to be read once, or the centre as a whole, which is no file: what is of
    # both is that reading, or took its place
    of_both = alias_of(AuditRow)
    took_place = exists().where(
        of_both.draw_id == drawn.draw_id,
        of_both.case_file_id.is_not_distinct_from(drawn.case_file_id),
        holds(of_both),
    )
    # not asked of the many that nothing took the place of
    return or_(holds(drawn), and_(drawn.counted_until <= known_at, took_place))


def known_totals(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    known_at: datetime,
    tags: Collection[str],
) -> tuple[HalfSums, Codes, dict[int, Rubric]]:
    """Add up final results of random and census samples as they were known.

    Totals and what differs from them are read one after another. A result that became final or
    ceased to count between leaves its trace in what differs, so both are read again until that is
    the same before and after.

    Args:
        session: A database session.
        period: Which days are counted, until `period.as_of` itself.
        within: Condition on `CentreRow`.
        known_at: The instant.
        tags: Tags of items whose answers are counted.

    Returns:
        What `half_sums` and `codes_of` give of totals, and the versions that were read.
    """
    changed = _changed(session, period, within, known_at)
    while True:
        halves = half_sums(session, period, within)
        versions = {version for _, version, _ in halves}
        rubrics = rubrics_of(session, versions.union(row.rubric_version_id for row in changed))
        items = tagged_items(rubrics.values(), tags)
        codes = codes_of(session, period, within, rubrics, items)
        before, changed = changed, _changed(session, period, within, known_at)
        if before == changed:
            break
    for row in changed:
        rubric = rubrics.get(row.rubric_version_id)
        if row.sign and rubric is not None:
            _add(halves, row, rubric, period)
            _add_codes(codes, row, rubric, period, items)
    return halves, codes, rubrics


def _changed(
    session: Session, period: Period, within: ColumnElement[bool], known_at: datetime
) -> list[Any]:
    first = first_day(first_month_of(period.first_half))
    parts = [
        _one_by_one(sign, within).where(*which)
        for sign, which in _otherwise(period, first, known_at)
    ]
    rows = session.execute(union_all(*parts)).all()
    return sorted(rows, key=attrgetter("id", "sign"))


def _otherwise(
    period: Period, first: date, known_at: datetime
) -> list[tuple[ColumnElement[int], tuple[ColumnElement[bool], ...]]]:
    # -1: final by now and not then; 1: final then and not now; 0: a trace of what came and went
    last = _last_day(period)
    # not compared as it is: the few are found by when they became final, not by when they were read
    within = func.coalesce(AuditRow.reviewed_on, last).between(first, last)
    counted_then = and_(
        AuditRow.result_state == "final",
        AuditRow.final_at <= known_at,
        AuditRow.reviewed_on <= period.as_of,
        AuditRow.state != "signed",
    )
    # read after the day, in its last month
    later = and_(AuditRow.reviewed_on > period.as_of, AuditRow.reviewed_on <= last)
    return [
        (literal(-1), (_COUNTS, AuditRow.final_at > known_at, within)),
        (case((counted_then, 1), else_=0), (AuditRow.counted_until > known_at, within)),
        (literal(-1), (_COUNTS, AuditRow.final_at <= known_at, later)),
    ]


def _one_by_one(sign: ColumnElement[int], within: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            sign.label("sign"),
            AuditRow.id,
            AuditRow.centre_id,
            AuditRow.rubric_version_id,
            AuditRow.reviewed_on,
            AuditRow.score_millionths,
            AuditRow.band_position,
            AuditRow.stop_count,
            AuditRow.explanation,
        )
        # not joined: an index finds the few of each centre, whatever the database makes of `within`
        .where(
            AuditRow.centre_id.in_(select(CentreRow.id).where(within)),
            AuditRow.sample_type.in_(_CHARTED),
        )
    )


def _last_day(period: Period) -> date:
    return first_day(period.last_month + 1) - timedelta(days=1)


def _add(halves: HalfSums, row: Any, rubric: Rubric, period: Period) -> None:
    month = month_of(row.reviewed_on)
    key = row.centre_id, row.rubric_version_id, half_of(month)
    half = halves.setdefault(key, HalfSum())
    band = place_counted(rubric, row.band_position, row.score_millionths)
    if row.score_millionths is not None:
        half.scored_count += row.sign
        half.score_sum += row.sign * row.score_millionths
        half.square_sum += row.sign * row.score_millionths**2
    if band is not None:
        half.all_bands[band - 1] += row.sign
    if month >= period.first_month:
        half.file_count += row.sign
        half.stop_count += row.sign * (row.stop_count > 0)
        if band is not None:
            half.bands[band - 1] += row.sign


def _add_codes(
    codes: Codes, row: Any, rubric: Rubric, period: Period, items: Collection[str]
) -> None:
    own = rubric.items.keys() & items
    if own and month_of(row.reviewed_on) >= period.first_month:
        for item, code in counted_parts(rubric, row.explanation).codes.items():
            if item in own:
                codes[row.centre_id, row.rubric_version_id, item, code] += row.sign


def known_finals(session: Session, period: Period, known_at: datetime) -> dict[str, int]:
    """Count files of random and census samples whose result was final, with one query.

    Args:
        session: A database session.
        period: Which days are counted.
        known_at: The instant.

    Returns:
        Area to files, over every centre.
    """
    now = select(MonthTotalRow.area_code, MonthTotalRow.final_count.label("files")).where(
        MonthTotalRow.scope == NETWORK,
        MonthTotalRow.section == WHOLE_FILE,
        MonthTotalRow.sample_type.in_(_CHARTED),
        MonthTotalRow.month.between(period.first_month, period.last_month),
    )
    since = [
        # every centre is named, so that the index by centre finds the few
        select(AuditRow.area_code, sign).where(
            AuditRow.centre_id.in_(select(CentreRow.id)), AuditRow.sample_type.in_(_CHARTED), *which
        )
        for sign, which in _otherwise(period, first_day(period.first_month), known_at)
    ]
    every = union_all(now, *since).subquery()
    rows = session.execute(
        select(every.c.area_code, func.sum(every.c.files)).group_by(every.c.area_code)
    ).all()
    return {area: int(count) for area, count in rows if count}
