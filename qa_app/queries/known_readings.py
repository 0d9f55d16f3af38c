"""What was known of readings at an instant: the totals of today less and more what changed since.

Totals tell the present only. What a past day knew differs from them by the few readings that
became final, were read or ceased to count afterwards: these are read one by one, and the price of a
past day does not grow with the readings that stand as they stood. A test holds it to a count of
every reading, and as of the present both say the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from qa_app.domain.criteria_period import Period, first_month_of, half_of
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.ratings import place_counted
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import counted_parts
from qa_app.domain.totals import COUNTED_IN_CHARTS, NETWORK, WHOLE_FILE
from qa_app.models.audits import AuditRow, ReadingBeforeRow
from qa_app.models.pairs import ReadingPairRow
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


@dataclass(frozen=True, slots=True)
class Stood:
    """How readings stood at an instant, as parts of a query over `AuditRow`.

    Attributes:
        before: What was kept of readings that changed later: to be joined outside.
        is_joined: On what it is joined.
        state: The state.
        due_on: The day by which a reading was due.
        signed_at: When it was signed; later signatures have to be left out by who asks.
        reviewed_on: The local day of the signature.
    """

    before: type[ReadingBeforeRow]
    is_joined: ColumnElement[bool]
    state: ColumnElement[str]
    due_on: ColumnElement[date | None]
    signed_at: ColumnElement[datetime | None]
    reviewed_on: ColumnElement[date | None]


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


def stood_at(known_at: datetime) -> Stood:
    """Tell how readings stood, from what was kept before they changed.

    Args:
        known_at: The instant.

    Returns:
        Parts of a query.
    """
    before, row = aliased(ReadingBeforeRow), AuditRow
    is_changed = before.id.is_not(None)
    return Stood(
        before,
        and_(before.audit_id == row.id, before.id.in_(first_to_end(known_at))),
        case((is_changed, before.state), else_=row.state),
        case((is_changed, before.due_on), else_=row.due_on),
        case((is_changed, before.signed_at), else_=row.signed_at),
        case((is_changed, before.reviewed_on), else_=row.reviewed_on),
    )


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
    # -1: final by now and not then; 1: final then and not now; 0: a trace of what came and went
    first, last = first_day(first_month_of(period.first_half)), _last_day(period)
    counted_then = and_(
        AuditRow.result_state == "final",
        AuditRow.final_at <= known_at,
        AuditRow.reviewed_on <= period.as_of,
        AuditRow.state != "signed",
    )
    parts = [
        _one_by_one(literal(-1), within).where(
            _COUNTS, AuditRow.final_at > known_at, AuditRow.reviewed_on.between(first, last)
        ),
        _one_by_one(case((counted_then, 1), else_=0), within).where(
            AuditRow.counted_until > known_at, AuditRow.reviewed_on.between(first, last)
        ),
    ]
    if period.as_of < last:
        parts.append(
            _one_by_one(literal(-1), within).where(
                _COUNTS,
                AuditRow.final_at <= known_at,
                AuditRow.reviewed_on > period.as_of,
                AuditRow.reviewed_on <= last,
            )
        )
    rows = session.execute(union_all(*parts)).all()
    return sorted(rows, key=attrgetter("id", "sign"))


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


def known_reads(session: Session, period: Period, known_at: datetime) -> dict[str, int]:
    """Count files of random and census samples that had been read, by area, with one query.

    Args:
        session: A database session.
        period: Which days are counted.
        known_at: The instant.

    Returns:
        Area to files, over every centre, whether final by then or not.
    """
    now = select(MonthTotalRow.area_code, MonthTotalRow.file_count.label("files")).where(
        MonthTotalRow.scope == NETWORK,
        MonthTotalRow.section == WHOLE_FILE,
        MonthTotalRow.sample_type.in_(_CHARTED),
        MonthTotalRow.month.between(period.first_month, period.last_month),
    )
    then = stood_at(known_at)
    first, last = first_day(period.first_month), _last_day(period)
    was_read = and_(
        then.reviewed_on.between(first, period.as_of),
        then.signed_at <= known_at,
        or_(
            AuditRow.counted_until > known_at,
            and_(AuditRow.counted_until.is_(None), then.state == "signed"),
        ),
        AuditRow.id.not_in(union_all(*_waiting(known_at))),
    )
    is_read = and_(_SIGNED, AuditRow.reviewed_on.between(first, last))
    # asked for one by one: a database that expected more of them would walk through every reading
    which = _read_otherwise(period, known_at).subquery()
    one = select(AuditRow.area_code).where(AuditRow.id == which.c.id)
    otherwise = (
        select(case((was_read, 1), else_=0) - case((is_read, 1), else_=0))
        .select_from(AuditRow)
        .outerjoin(then.before, then.is_joined)
        .where(AuditRow.id == which.c.id, AuditRow.sample_type.in_(_CHARTED))
    )
    changed = select(one.scalar_subquery(), func.coalesce(otherwise.scalar_subquery(), 0))
    both = union_all(now, changed.select_from(which)).subquery()
    rows = session.execute(
        select(both.c.area_code, func.sum(both.c.files)).group_by(both.c.area_code)
    ).all()
    return {area: int(count) for area, count in rows if count}


def _read_otherwise(period: Period, known_at: datetime) -> CompoundSelect[int]:
    # every reading that may have stood otherwise; of all others the totals tell
    before, last = ReadingBeforeRow, _last_day(period)
    # not compared as it is: what was signed since is found by its signature, few of it read before
    read_on = func.coalesce(AuditRow.reviewed_on, last)
    parts = [
        select(AuditRow.id).where(_SIGNED, AuditRow.signed_at > known_at, read_on <= last),
        select(AuditRow.id).where(AuditRow.counted_until > known_at),
        select(before.audit_id.label("id")).where(
            before.until_at > known_at, before.signed_at.is_not(None)
        ),
        *_waiting(known_at),
    ]
    if period.as_of < last:
        later = and_(AuditRow.reviewed_on > period.as_of, AuditRow.reviewed_on <= last)
        parts.append(select(AuditRow.id).where(_SIGNED, later))
    return union(*parts)


def _waiting(known_at: datetime) -> list[Select[int]]:
    # first readings whose pair was neither complete nor given up
    pair = ReadingPairRow
    return [
        select(pair.first_id).where(pair.completed_at > known_at),
        select(pair.first_id).where(pair.completed_at.is_(None), pair.settled_at > known_at),
    ]
