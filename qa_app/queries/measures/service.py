"""Measures of what a centre does besides its files: referrals, feedback, complaints, incidents."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.complaints import was_answered_on_time
from qa_app.domain.defaults import INCIDENT_STATEMENT_DAYS
from qa_app.domain.feedback import figures_of
from qa_app.domain.feedback_batches import Batch, batches_within
from qa_app.domain.incidents import IncidentKind, Judgement, is_unhandled_breach
from qa_app.domain.referrals import JUDICIAL, Body, Referral, first_meeting_on_time, was_on_time
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.service_threads import year_before
from qa_app.models.places import CentreRow
from qa_app.models.recorded import known
from qa_app.models.service_records import (
    ComplaintRow,
    IncidentRow,
    IncidentStatementRow,
    ReferralRow,
)
from qa_app.queries.feedback import batches_by_way
from qa_app.queries.incidents import incident_from
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround
from qa_app.queries.referrals import referral_from

_Key = tuple[int, str]
_Judged = tuple[bool, Record]


def referrals_on_time(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of referrals of the bodies handling cases accepted and started in time.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: referrals of police, procuratorate, court and justice administration
        received in the twelve months, without those that were declined in time and those whose
        limits still run, and of them those in time. A centre without any is missing.
    """
    del leaf
    return _of_referrals(session, ground, was_on_time, JUDICIAL)


def first_meetings_on_time(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of first meetings in time after somebody was named.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: referrals received in the twelve months for which somebody was named,
        without those whose limit still runs, and of them those in time. A centre without any is
        missing.
    """
    del leaf
    return _of_referrals(session, ground, first_meeting_on_time, frozenset(Body))


def _of_referrals(
    session: Session,
    ground: MeasureGround,
    judge: Callable[[Referral, date], bool | None],
    bodies: frozenset[Body],
) -> Measured:
    first = year_before(ground.as_of)
    rows = session.execute(
        select(ReferralRow)
        .join(CentreRow, CentreRow.id == ReferralRow.centre_id)
        .where(
            ground.within,
            known(ReferralRow, ground.known_at),
            ReferralRow.body.in_(sorted(bodies)),
            ReferralRow.received_on.between(first, ground.as_of),
        )
        .order_by(ReferralRow.id)
    ).scalars()
    found: dict[_Key, list[_Judged]] = defaultdict(list)
    for row in rows:
        key = (row.centre_id, row.area_code)
        is_so = judge(referral_from(row), ground.as_of)
        found[key] += [] if is_so is None else [(is_so, _record(row))]
    return _shares(found, ground)


def complaints_on_time(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of complaints answered in time.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre, for all its areas together: complaints received in the twelve months, without
        those whose limit still runs, and of them those answered in time. A centre without any is
        missing.
    """
    del leaf
    rows = session.execute(
        select(ComplaintRow)
        .join(CentreRow, CentreRow.id == ComplaintRow.centre_id)
        .where(
            ground.within,
            known(ComplaintRow, ground.known_at),
            ComplaintRow.received_on.between(year_before(ground.as_of), ground.as_of),
        )
        .order_by(ComplaintRow.id)
    ).scalars()
    found: dict[_Key, list[_Judged]] = defaultdict(list)
    for row in rows:
        is_so = was_answered_on_time(row.due_on, row.answered_on, ground.as_of)
        found[row.centre_id, ""] += [] if is_so is None else [(is_so, _record(row))]
    return _shares(found, ground)


def _record(row: ReferralRow | ComplaintRow | IncidentRow) -> Record:
    # the version that was known says all of it; its sealed text is none of the evidence
    said = [
        getattr(row, column.name)
        for column in row.__table__.columns
        if not column.name.startswith(("sealed", "ended", "recorded"))
    ]
    return record_of(row.__tablename__, row.id, *said)


def _shares(found: Mapping[_Key, Sequence[_Judged]], ground: MeasureGround) -> Measured:
    return {
        key: Measurement(
            value=Fraction(sum(is_so for is_so, _ in judged), len(judged)) if judged else None,
            n=len(judged),
            count=sum(is_so for is_so, _ in judged),
            gap="" if judged else "nothing_due",
            first_day=year_before(ground.as_of),
            last_day=ground.as_of,
            records=tuple(record for _, record in judged) if ground.has_records else (),
        )
        for key, judged in found.items()
    }


def satisfaction(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure what children and caregivers think for whom asking was safe.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; `min_reply_share` is the least share of those asked who must have answered.

    Returns:
        By centre and area: the mean of all answers, from 1 to 5, of batches that became whole in
        the twelve months, with how many answers they hold; a gap `few_replies` below the least
        share. Whoever could not be asked safely is left out. A centre where nobody was asked by
        then is missing. Each record is a batch: the digest of a single answer could be guessed.
    """
    first = year_before(ground.as_of)
    found: dict[_Key, list[Batch]] = {}
    until = ground.as_of, ground.known_at
    for (centre_id, area, _way), batches in batches_by_way(session, ground.within, *until).items():
        whole = batches_within(batches, first, *until)
        found.setdefault((centre_id, area), []).extend(whole)
    least = Fraction(str(leaf.params.get("min_reply_share", 0)))
    return {key: _of_batches(batches, ground, least) for key, batches in found.items()}


def _of_batches(batches: Sequence[Batch], ground: MeasureGround, least: Fraction) -> Measurement:
    figures = figures_of(batches)
    share = Fraction(figures.replies, figures.asked) if figures.asked else None
    return Measurement(
        value=figures.mean,
        n=figures.replies,
        gap="few_replies" if share is not None and share < least else "",
        first_day=min((one.first_on for one in batches), default=year_before(ground.as_of)),
        last_day=ground.as_of,
        records=tuple(record_of("feedback_batch", one.askings[0], *one.answers) for one in batches)
        if ground.has_records
        else (),
    )


def unhandled_breaches(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Count confirmed disclosures of a child's identity that were not handled under the rules.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre, for all its areas together: how many of those that became known in the twelve
        months; n is how many of them were confirmed. Where there is none, a gap `not_judged` while
        one waits for a supervisor, and `no_statement` where the centre has not said within
        `INCIDENT_STATEMENT_DAYS` that every incident known is recorded: silence is no evidence. A
        centre without incidents and statements is missing. Days of becoming known are local ones.
    """
    del leaf
    first = year_before(ground.as_of)
    rows = session.execute(
        select(IncidentRow)
        .join(CentreRow, CentreRow.id == IncidentRow.centre_id)
        .where(
            ground.within,
            known(IncidentRow, ground.known_at),
            IncidentRow.kind == IncidentKind.PRIVACY.value,
        )
        .order_by(IncidentRow.id)
    ).scalars()
    within = [row for row in rows if first <= local_day(row.known_at, ground.zone) <= ground.as_of]
    stated = _stated(session, ground)
    found: dict[int, list[IncidentRow]] = {centre_id: [] for centre_id in stated}
    for row in within:
        found.setdefault(row.centre_id, []).append(row)
    return {
        (centre_id, ""): _of_incidents(rows, ground, is_stated=stated.get(centre_id, False))
        for centre_id, rows in found.items()
    }


def _of_incidents(
    rows: Sequence[IncidentRow], ground: MeasureGround, *, is_stated: bool
) -> Measurement:
    by_then = [(row, incident_from(row)) for row in rows]
    told = [
        (row, one)
        for row, one in by_then
        if one.judged_on is not None and one.judged_on <= ground.as_of
    ]
    confirmed = [(row, one) for row, one in told if one.judgement is Judgement.CONFIRMED]
    open_ones = [row for row, one in confirmed if is_unhandled_breach(one, ground.as_of)]
    gap = ""
    if not open_ones:
        gap = "not_judged" if len(told) < len(by_then) else "" if is_stated else "no_statement"
    return Measurement(
        value=Fraction(len(open_ones)),
        n=len(confirmed),
        count=len(open_ones),
        gap=gap,
        first_day=year_before(ground.as_of),
        last_day=ground.as_of,
        records=tuple(_record(row) for row, _ in confirmed) if ground.has_records else (),
    )


def _stated(session: Session, ground: MeasureGround) -> dict[int, bool]:
    row = IncidentStatementRow
    rows = session.execute(
        select(row.centre_id, func.max(row.until_on).label("until_on"))
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(ground.within, known(row, ground.known_at), row.until_on <= ground.as_of)
        .group_by(row.centre_id)
    ).all()
    since = ground.as_of - timedelta(days=INCIDENT_STATEMENT_DAYS)
    return {one.centre_id: one.until_on >= since for one in rows}


MEASURES: dict[str, Measure] = {
    "share_judicial_referrals_on_time": referrals_on_time,
    "share_first_meeting_on_time": first_meetings_on_time,
    "share_complaints_on_time": complaints_on_time,
    "satisfaction_mean": satisfaction,
    "unhandled_privacy_breaches_12m": unhandled_breaches,
}
