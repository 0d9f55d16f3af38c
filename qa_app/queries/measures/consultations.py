"""Measures of what experts were asked and what several discussed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.defaults import CONSULTED_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.records import Record, record_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.supervision import SessionType
from qa_app.models.cases import CaseFileBeforeRow, CaseFileRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.places import CentreRow
from qa_app.models.records import RecordCaseRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround

DISCUSSIONS = (SessionType.CASE_DISCUSSION.value, SessionType.CASE_CONFERENCE.value)
"""Kinds of sessions in which several discuss a case."""

_Told = Mapping[int, tuple[int, tuple[tuple[date, Record], ...]]]


def cases_consulted(session: Session, ground: MeasureGround, leaf: Leaf) -> Measured:
    """Measure the share of cases that were put to an expert, or discussed by several.

    Args:
        session: A database session.
        ground: Which centres, as of when.
        leaf: The test; it takes no parameters.

    Returns:
        By centre and area: cases that were open at some time in the last six months, as the lists
        taken in by when is looked say, and of them
        those about which an expert answered, or which a signed record of a case discussion or
        conference names, in that time. A centre at which neither was ever there is missing:
        nothing is collected of it yet.

    Source: criterion E06, variant of legal aid.
    """
    del leaf
    first = months_on(ground.as_of, -CONSULTED_MONTHS) + timedelta(days=1)
    told = _joined(_answers(session, ground), _discussions(session, ground))
    asked = {centre for centre, _ in told.values()} | _asking(session, ground)
    if not asked:
        return {}
    counted: dict[tuple[int, str], list[tuple[Record, ...]]] = defaultdict(list)
    for case, centre, area in _cases(session, ground, first):
        if centre in asked:
            every = told[case][1] if case in told else ()
            within = tuple(one for day, one in every if first <= day <= ground.as_of)
            counted[centre, area].append(within)
    return {key: _measured(every, ground, first) for key, every in counted.items()}


def _cases(session: Session, ground: MeasureGround, first: date) -> list[tuple[int, int, str]]:
    row, before = CaseFileRow, CaseFileBeforeRow
    columns = (row.id, row.centre_id)
    told_later = (
        select(*columns, before.area_code, before.opened_on, before.closed_on)
        .join(row, row.id == before.case_file_id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(ground.within, before.until_at > ground.known_at)
        .order_by(before.until_at.desc(), before.id.desc())
    )
    # what a later list changed stands as it was: of several changes the first one comes last
    as_told = {one.id: one for one in session.execute(told_later)}
    told = (
        select(*columns, row.area_code, row.opened_on, row.closed_on)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(
            ground.within,
            or_(row.recorded_at.is_(None), row.recorded_at <= ground.known_at),
            or_(
                and_(
                    row.opened_on <= ground.as_of,
                    or_(row.closed_on.is_(None), row.closed_on >= first),
                ),
                exists().where(before.case_file_id == row.id, before.until_at > ground.known_at),
            ),
        )
        .order_by(row.id)
    )
    every = [as_told.get(one.id, one) for one in session.execute(told)]
    return [
        (one.id, one.centre_id, one.area_code)
        for one in every
        if one.opened_on <= ground.as_of and (one.closed_on is None or one.closed_on >= first)
    ]


def _asking(session: Session, ground: MeasureGround) -> set[int]:
    row = ConsultationRow
    # what a list brought is known from when it was taken in
    known = func.coalesce(row.recorded_at, row.asked_at) <= ground.known_at
    query = select(row.centre_id).where(known)
    return set(session.execute(query.distinct()).scalars())


def _measured(every: list[tuple[Record, ...]], ground: MeasureGround, first: date) -> Measurement:
    count = sum(bool(one) for one in every)
    records = sorted(
        {record for one in every for record in one}, key=lambda one: (one.kind, int(one.key))
    )
    return Measurement(
        value=Fraction(count, len(every)),
        n=len(every),
        count=count,
        first_day=first,
        last_day=ground.as_of,
        records=tuple(records) if ground.has_records else (),
    )


def _answers(session: Session, ground: MeasureGround) -> _Told:
    row = ConsultationRow
    query = (
        select(row.id, row.centre_id, row.case_file_id, row.topic, row.answered_at)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(
            ground.within,
            row.answered_at.is_not(None),
            func.coalesce(row.answer_recorded_at, row.answered_at) <= ground.known_at,
        )
        .order_by(row.id)
    )
    found: dict[int, tuple[int, tuple[tuple[date, Record], ...]]] = {}
    for one in session.execute(query):
        day = local_day(one.answered_at, ground.zone)
        if day <= ground.as_of:
            record = record_of("consultation", one.id, one.case_file_id, one.topic, day)
            _, before = found.get(one.case_file_id, (one.centre_id, ()))
            found[one.case_file_id] = one.centre_id, (*before, (day, record))
    return found


def _discussions(session: Session, ground: MeasureGround) -> _Told:
    query = (
        select(
            RecordCaseRow.id,
            RecordCaseRow.case_file_id,
            RecordCaseRow.discussed_on,
            CaseFileRow.centre_id,
            SupervisionSessionRow.type,
        )
        .join(SupervisionRecordRow, SupervisionRecordRow.session_id == RecordCaseRow.session_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == RecordCaseRow.session_id)
        .join(CaseFileRow, CaseFileRow.id == RecordCaseRow.case_file_id)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .where(
            ground.within,
            SupervisionSessionRow.type.in_(DISCUSSIONS),
            SupervisionRecordRow.signed_at <= ground.known_at,
            RecordCaseRow.discussed_on <= ground.as_of,
        )
        .order_by(RecordCaseRow.id)
    )
    found: dict[int, tuple[int, tuple[tuple[date, Record], ...]]] = {}
    for one in session.execute(query):
        record = record_of("record_case", one.id, one.case_file_id, one.type, one.discussed_on)
        _, before = found.get(one.case_file_id, (one.centre_id, ()))
        found[one.case_file_id] = one.centre_id, (*before, (one.discussed_on, record))
    return found


def _joined(first: _Told, second: _Told) -> _Told:
    joined = dict(first)
    for case, (centre, every) in second.items():
        joined[case] = centre, (*(joined[case][1] if case in joined else ()), *every)
    return joined


MEASURES: dict[str, Measure] = {"share_cases_consulted_6m": cases_consulted}
"""Metric to what measures it."""
