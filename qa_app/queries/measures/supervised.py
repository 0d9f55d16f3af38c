"""Measures of supervision: sessions held of those due, people for each supervisor."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.measures.rhythm_as_known import centres_with_sessions, required_as_known
from qa_app.queries.measures.staffing import staff_of

_MONTHS = 6


def supervision_held(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure individual supervision sessions held of those due in the six months before this one.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area of the workers, as coverage counts what the rhythm asks for
        (docs/methods/coverage.md), whether or not anybody planned it. A centre that never put a
        session on a day is missing, and so is an area with nobody in post; nothing due is vacuous.
    """
    del leaf
    # on its last day a month is not over: what is held that evening is no less held
    last = month_after(ground.as_of.replace(day=1), -1)
    months = [month_after(last, 1 + number - _MONTHS) for number in range(_MONTHS)]
    collected = centres_with_sessions(session, ground, last)
    found: dict[tuple[int, str], Measurement] = {}
    for (centre, area), told in required_as_known(session, ground, months).items():
        if centre not in collected:
            continue
        said = record_of("session_month", centre, area, months[0], last, told.due, told.held)
        found[centre, area] = Measurement(
            value=told.share,
            n=told.due,
            count=told.held,
            is_vacuous=not told.due,
            first_day=months[0],
            last_day=last_of(last),
            records=(said,) if ground.has_records else (),
        )
    return found


def supervisees_per_supervisor(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure how many people those supervise who supervise a centre's workers.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: people supervised anywhere by the supervisors of the area's workers,
        for each such supervisor; a deputy and a deployment do not count. `nobody_supervises`
        where workers are in post and nobody supervises them; a centre without workers is missing.
    """
    del leaf
    pairs = _pairs(session, ground)
    everybody: dict[int, set[int]] = defaultdict(set)
    supervisors: dict[int, set[int]] = defaultdict(set)
    for _id, supervisor, practitioner in pairs:
        everybody[supervisor].add(practitioner)
        supervisors[practitioner].add(supervisor)
    staff = staff_of(session, ground)
    here: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in staff:
        here[one.centre_id, one.area] |= supervisors.get(one.id, set())
    return {key: _per_supervisor(found, everybody, pairs, ground) for key, found in here.items()}


def _pairs(session: Session, ground: MeasureGround) -> list[tuple[int, int, int]]:
    row = SupervisionAgreementRow
    # what was ended later was not over at the time
    is_lasting = or_(
        row.until_on.is_(None),
        row.until_on >= ground.as_of,
        and_(row.ended_at.is_not(None), row.ended_at > ground.known_at),
    )
    rows = session.execute(
        select(row.id, row.supervisor_id, row.practitioner_id)
        .where(
            row.kind == AgreementKind.STANDING.value,
            row.practitioner_id.is_not(None),
            row.created_at <= ground.known_at,
            row.from_on <= ground.as_of,
            is_lasting,
        )
        .order_by(row.id)
    )
    return [(one, lead, worker) for one, lead, worker in rows if worker is not None]


def _per_supervisor(
    found: Collection[int],
    everybody: Mapping[int, Collection[int]],
    pairs: Iterable[tuple[int, int, int]],
    ground: MeasureGround,
) -> Measurement:
    if not found:
        return Measurement(gap="nobody_supervises")
    count = sum(len(everybody[one]) for one in found)
    records = tuple(
        record_of("supervision_agreement", key, lead, worker)
        for key, lead, worker in pairs
        if ground.has_records and lead in found
    )
    return Measurement(
        value=Fraction(count, len(found)), n=len(found), count=count, records=records
    )


MEASURES: dict[str, Measure] = {
    "share_supervision_held_6m": supervision_held,
    "supervisees_per_supervisor": supervisees_per_supervisor,
}
