"""Measures of cases in hand."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.caseloads import nearest_rank, per_full_time
from qa_app.domain.defaults import CASELOAD_LIST_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.models.places import CentreRow
from qa_app.queries.caseloads import CountedCases, ceiling_for, ceilings, last_counts
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.measures.staffing import staff_of
from qa_app.queries.workers import InPost


def caseload_p90(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure cases in hand per full-time worker: the 90th percentile by the nearest rank.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: of workers in post who have cases by the last case list, without
        students and volunteers; `list_too_old` where that list is older than
        `CASELOAD_LIST_MONTHS`. A centre without a case list is missing.
    """
    del leaf
    counts = ground.once(
        "case lists",
        lambda: last_counts(session, ground.within, ground.as_of, ground.known_at),
    )
    staff = staff_of(session, ground)
    workers: dict[tuple[int, str], list[InPost]] = defaultdict(list)
    for one in staff:
        if one.is_worker and one.centre_id in counts:
            workers[one.centre_id, one.area].append(one)
    return {
        key: _measured(people, counts[key[0]], key[1], ground) for key, people in workers.items()
    }


def _measured(
    people: list[InPost], counted: CountedCases, area: str, ground: MeasureGround
) -> Measurement:
    day = counted.counted_on
    if months_on(day, CASELOAD_LIST_MONTHS) < ground.as_of:
        return Measurement(gap="list_too_old", last_day=day)
    loads = [
        (one, counted.open_count[one.id, area])
        for one in people
        if counted.open_count.get((one.id, area))
    ]
    if not loads:
        return Measurement(gap="nobody_has_cases", last_day=day)
    value = nearest_rank(per_full_time(count, one.full_time_percent) for one, count in loads)
    records = tuple(
        record_of("caseload_count", counted.list_id, one.id, area, day, count)
        for one, count in loads
    )
    return Measurement(
        value=value,
        n=len(loads),
        last_day=day,
        records=records if ground.has_records else (),
    )


def caseload_vs_ceiling(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the same against the ceiling that the city set for the area.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: the 90th percentile divided by the ceiling; `no_ceiling` where none
        is set.
    """
    found = ceilings(session, ground.known_at)
    paths = _paths(session, ground)
    measured = {}
    for key, one in caseload_p90(session, ground, leaf).items():
        ceiling = ceiling_for(found, paths[key[0]], key[1], ground.as_of)
        if one.gap:
            measured[key] = one
        elif ceiling is None or not isinstance(one.value, Fraction):
            measured[key] = Measurement(n=one.n, gap="no_ceiling", last_day=one.last_day)
        else:
            said = (ceiling.place_id, ceiling.area, ceiling.from_on, ceiling.most)
            extra = record_of("caseload_ceiling", ceiling.id, *said)
            records = (*one.records, extra) if ground.has_records else ()
            measured[key] = replace(one, value=one.value / ceiling.most, records=records)
    return measured


def _paths(session: Session, ground: MeasureGround) -> Mapping[int, str]:
    rows = session.execute(select(CentreRow.id, CentreRow.place_path).where(ground.within))
    return {row.id: row.place_path for row in rows}


MEASURES: dict[str, Measure] = {
    "caseload_p90": caseload_p90,
    "caseload_vs_city_ceiling": caseload_vs_ceiling,
}
