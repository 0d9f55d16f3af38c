"""What was known of readings at an instant: totals counted from audits as they counted then.

Totals tell the present only. Past evaluations read these instead; as of the present both say the
same, which a test holds.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.criteria_period import Period, first_month_of, half_of
from qa_app.domain.endorsement import HalfYear
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.ratings import place_counted
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import counted_parts
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.audits import AuditRow, ReadingBeforeRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.queries.endorsement_totals import Answers, Sum, rubrics_of, upper_bands

_EVERY_STATE = ("draft", "signed", "locked", "replaced", "void", "dropped")
"""Every state of a reading, so that the index by state and day of signing can be used."""


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


def stood_at(known_at: datetime) -> Stood:
    """Tell how readings stood, from what was kept before they changed.

    Args:
        known_at: The instant.

    Returns:
        Parts of a query.
    """
    before, row = aliased(ReadingBeforeRow), AuditRow
    # rows are added in the order of time: the earliest that ended later tells
    ended_later = (
        select(func.min(ReadingBeforeRow.id))
        .where(ReadingBeforeRow.until_at > known_at)
        .group_by(ReadingBeforeRow.audit_id)
    )
    is_changed = before.id.is_not(None)
    return Stood(
        before,
        and_(before.audit_id == row.id, before.id.in_(ended_later)),
        case((is_changed, before.state), else_=row.state),
        case((is_changed, before.due_on), else_=row.due_on),
        case((is_changed, before.signed_at), else_=row.signed_at),
        case((is_changed, before.reviewed_on), else_=row.reviewed_on),
    )


def known_sums(
    session: Session,
    period: Period,
    within: ColumnElement[bool],
    known_at: datetime,
    tags: Collection[str],
) -> tuple[dict[int, dict[int, Sum]], dict[int, Rubric], dict[int, Answers]]:
    """Add up final results of random and census samples as they were known, with one query.

    Args:
        session: A database session.
        period: Which days are counted, until `period.as_of` itself.
        within: Condition on `CentreRow`.
        known_at: The instant.
        tags: Tags of items whose answers are counted.

    Returns:
        What `sums_of` and `answers_of` give of totals.
    """
    rows = session.execute(
        select(
            AuditRow.centre_id,
            AuditRow.rubric_version_id,
            AuditRow.reviewed_on,
            AuditRow.score_millionths,
            AuditRow.band_position,
            AuditRow.stop_count,
            AuditRow.explanation,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            within,
            AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            AuditRow.reviewed_on.between(
                first_day(first_month_of(period.first_half)), period.as_of
            ),
            final_at(known_at),
        )
        .order_by(AuditRow.id)
    ).all()
    rubrics = rubrics_of(session, {row.rubric_version_id for row in rows})
    sums: dict[int, dict[int, Sum]] = defaultdict(dict)
    halves: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0] * 5)
    counts: dict[int, dict[int, Counter[tuple[str, str]]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for row in rows:
        rubric = rubrics.get(row.rubric_version_id)
        if rubric is None:
            continue
        one = sums[row.centre_id].setdefault(row.rubric_version_id, Sum())
        month = month_of(row.reviewed_on)
        band = place_counted(rubric, row.band_position, row.score_millionths)
        half = halves[row.centre_id, row.rubric_version_id, half_of(month)]
        _add_half(half, row.score_millionths, band, upper_bands(rubric))
        if month >= period.first_month:
            one.file_count += 1
            one.stop_count += row.stop_count > 0
            one.banded_count += band is not None
            one.lowest_band_count += bool(rubric.bands) and band == len(rubric.bands)
            asked = _asked(rubric, tags)
            if asked:
                codes = counted_parts(rubric, row.explanation).codes
                counts[row.centre_id][row.rubric_version_id].update(
                    (item, code) for item, code in codes.items() if item in asked
                )
    for (centre_id, version, of_half), numbers in sorted(halves.items()):
        if numbers[0] or numbers[3]:
            told = HalfYear(rubrics[version].code, of_half, *numbers)
            sums[centre_id][version].halves.append(told)
    return sums, rubrics, _answers(counts, rubrics)


def _add_half(half: list[int], score: int | None, band: int | None, upper: int) -> None:
    if score is not None:
        half[0] += 1
        half[1] += score
        half[2] += score * score
    if band is not None:
        half[3] += 1
        half[4] += band <= upper


def _asked(rubric: Rubric, tags: Collection[str]) -> set[str]:
    return {code for code, item in rubric.items.items() if not set(tags).isdisjoint(item.tags)}


def _answers(
    counts: Mapping[int, Mapping[int, Counter[tuple[str, str]]]], rubrics: Mapping[int, Rubric]
) -> dict[int, Answers]:
    return {
        centre_id: {
            version: [
                (rubrics[version].items[item], code, number)
                for (item, code), number in sorted(counted.items())
            ]
            for version, counted in versions.items()
        }
        for centre_id, versions in counts.items()
    }


def known_reads(session: Session, period: Period, known_at: datetime) -> dict[str, int]:
    """Count files of random and census samples that had been read, by area.

    Args:
        session: A database session.
        period: Which days are counted.
        known_at: The instant.

    Returns:
        Area to files, over every centre, whether final by then or not.
    """
    pair = aliased(ReadingPairRow)
    waits = exists().where(
        pair.first_id == AuditRow.id,
        func.coalesce(pair.completed_at, pair.settled_at, known_at) > known_at,
    )
    then = stood_at(known_at)
    first = first_day(period.first_month)
    # nothing is signed before the day it was read on; those that changed are found by themselves
    since = datetime.combine(first - timedelta(days=1), time(), UTC)
    changed = select(ReadingBeforeRow.audit_id).where(ReadingBeforeRow.until_at > known_at)
    signed_since = and_(AuditRow.state.in_(_EVERY_STATE), AuditRow.signed_at >= since)
    rows: Any = session.execute(
        select(AuditRow.area_code, func.count())
        .outerjoin(then.before, then.is_joined)
        .where(
            or_(signed_since, AuditRow.id.in_(changed)),
            AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            then.reviewed_on.between(first, period.as_of),
            then.signed_at <= known_at,
            or_(
                AuditRow.counted_until > known_at,
                and_(AuditRow.counted_until.is_(None), then.state == "signed"),
            ),
            ~waits,
        )
        .group_by(AuditRow.area_code)
    ).all()
    return {area: int(count) for area, count in rows}
