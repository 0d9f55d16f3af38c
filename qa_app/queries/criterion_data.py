"""Since when there is something that criteria are read from, in one question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Integer, Select, cast, func, literal, null, select
from sqlalchemy import union_all as all_of
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answer_counts import ItemUse
from qa_app.domain.criterion_data import DataKey, DataSource, DataSpan
from qa_app.domain.incidents import IncidentKind
from qa_app.domain.month_grid import first_day, last_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import reach_over_others
from qa_app.domain.reading_pairs import PairState
from qa_app.domain.referrals import JUDICIAL
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.supervision import SessionType
from qa_app.domain.totals import COUNTED_IN_CHARTS, WHOLE_FILE
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.base import UTCDateTime
from qa_app.models.cases import CaseListRow
from qa_app.models.centre_register import CentreDocumentRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.service_records import (
    AskingRow,
    ComplaintRow,
    IncidentRow,
    IncidentStatementRow,
    ReferralRow,
    ReplyRow,
)
from qa_app.models.session_totals import SessionMonthRow
from qa_app.models.training_rows import TrainingAttendanceRow, TrainingEventRow
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from qa_app.models.worker_rows import CaseloadCountRow, WorkerCheckRow, WorkerLicenceRow
from qa_app.queries.library_uses import scopes_within
from qa_app.queries.reach import centres_in


@dataclass(frozen=True, slots=True)
class _Kept:
    # rows of a source: the day of each, the centre it is of, what leads there, which of them count
    day: Any
    centre: Any
    through: tuple[tuple[Any, Any], ...] = ()
    asked: tuple[Any, ...] = ()


def _of_worker(row: Any, day: Any) -> _Kept:
    way = (PractitionerRow, PractitionerRow.id == row.practitioner_id)
    return _Kept(day, PractitionerRow.centre_id, (way,), (_stands(row),))


def _stands(row: Any) -> ColumnElement[bool]:
    stands: ColumnElement[bool] = row.ended_at.is_(None)
    return stands


def _of_centre(row: Any, day: Any, *asked: Any) -> _Kept:
    return _Kept(day, row.centre_id, (), (_stands(row), *asked))


_KEPT: Final[Mapping[DataSource, tuple[_Kept, ...]]] = {
    DataSource.PAPERS: (_of_centre(CentreDocumentRow, CentreDocumentRow.issued_on),),
    DataSource.CHECKS: (_of_worker(WorkerCheckRow, WorkerCheckRow.answered_on),),
    DataSource.LICENCES: (_of_worker(WorkerLicenceRow, WorkerLicenceRow.valid_from),),
    DataSource.TRAININGS: (
        _Kept(
            TrainingEventRow.held_on,
            PractitionerRow.centre_id,
            (
                (TrainingAttendanceRow, TrainingAttendanceRow.event_id == TrainingEventRow.id),
                (PractitionerRow, PractitionerRow.id == TrainingAttendanceRow.practitioner_id),
            ),
            (_stands(TrainingEventRow), _stands(TrainingAttendanceRow)),
        ),
    ),
    DataSource.CASE_LISTS: (
        _Kept(
            CaseloadCountRow.counted_on,
            CaseListRow.centre_id,
            ((CaseListRow, CaseListRow.id == CaseloadCountRow.list_id),),
        ),
    ),
    DataSource.SESSIONS: (
        _Kept(
            SessionMonthRow.month,
            SessionMonthRow.scope_id,
            (),
            (
                SessionMonthRow.scope == SessionScope.CENTRE.value,
                SessionMonthRow.type == SessionType.INDIVIDUAL.value,
                SessionMonthRow.due + SessionMonthRow.held > 0,
            ),
        ),
    ),
    DataSource.AGREEMENTS: (
        _Kept(
            SupervisionAgreementRow.from_on,
            PractitionerRow.centre_id,
            ((PractitionerRow, PractitionerRow.id == SupervisionAgreementRow.practitioner_id),),
            (_stands(SupervisionAgreementRow),),
        ),
    ),
    DataSource.CONSULTATIONS: (_Kept(ConsultationRow.asked_at, ConsultationRow.centre_id),),
    DataSource.SECOND_READINGS: (
        _Kept(
            ReadingPairRow.completed_at,
            ReadingPairRow.centre_id,
            (),
            (ReadingPairRow.state != PairState.DISSOLVED.value,),
        ),
    ),
    DataSource.ACTIONS: (_Kept(CorrectiveActionRow.opened_on, CorrectiveActionRow.centre_id),),
    DataSource.REFERRALS: (
        _of_centre(ReferralRow, ReferralRow.received_on, ReferralRow.body.in_(sorted(JUDICIAL))),
    ),
    DataSource.COMPLAINTS: (_of_centre(ComplaintRow, ComplaintRow.received_on),),
    DataSource.FEEDBACK: (
        _Kept(
            ReplyRow.replied_on,
            AskingRow.centre_id,
            ((AskingRow, AskingRow.id == ReplyRow.asking_id),),
            (_stands(ReplyRow), _stands(AskingRow)),
        ),
    ),
    DataSource.INCIDENTS: (
        _of_centre(IncidentStatementRow, IncidentStatementRow.until_on),
        _of_centre(
            IncidentRow, IncidentRow.happened_on, IncidentRow.kind == IncidentKind.PRIVACY.value
        ),
    ),
}
"""Rows of each source that is not read from totals of reviews."""

_IN_MONTHS = (DataSource.SESSIONS,)
_Ends = tuple[ColumnElement[Any], ColumnElement[Any]]
_COLUMNS: Final = {"days": Date, "instants": UTCDateTime, "months": Integer}
"""First and last of each, in this order, whatever a register keeps."""
_AT_INSTANTS = (DataSource.CONSULTATIONS, DataSource.SECOND_READINGS)


def data_spans(
    session: Session, actor: Actor, keys: Iterable[DataKey], uses: Iterable[ItemUse], zone: str
) -> Mapping[DataKey, DataSpan]:
    """Find since when there is something at centres within an actor's reach.

    Args:
        session: A database session.
        actor: Who asks.
        keys: What is looked for.
        uses: Items of the versions in force, for those that are found by a tag.
        zone: Local time zone of the installation.

    Returns:
        Key to the span of days; a key without anything in reach is missing. Of reviews and
        sessions months are known, so whole months are given. What was ended in the register, and
        pairs of readings that were dissolved, are nothing.
    """
    asked, items = sorted(set(keys)), tuple(uses)
    selects = [one for key in asked for one in _selects(session, actor, key, items)]
    found: dict[DataKey, DataSpan] = {}
    if selects:
        for source, part, *ends in session.execute(all_of(*selects)).all():
            key = DataKey(DataSource(source), part)
            span = _span(key.source, ends, zone)
            if span is not None:
                found[key] = span.joined(found.get(key, span))
    return found


def _span(source: DataSource, ends: list[Any], zone: str) -> DataSpan | None:
    first_on, last_on, first_at, last_at, first_month, last_month = ends
    if first_on is not None:
        return DataSpan(first_on, last_of(last_on) if source in _IN_MONTHS else last_on)
    if first_at is not None:
        return DataSpan(local_day(first_at, zone), local_day(last_at, zone))
    if first_month is not None:
        return DataSpan(first_day(first_month), last_of(first_day(last_month)))
    return None


def _selects(
    session: Session, actor: Actor, key: DataKey, uses: tuple[ItemUse, ...]
) -> Iterator[Select[*tuple[Any, ...]]]:
    reach = reach_over_others(actor)
    if key.source is DataSource.REVIEWS:
        yield _months(key, MonthTotalRow, scopes_within(session, reach)).where(
            MonthTotalRow.section == WHOLE_FILE, MonthTotalRow.file_count > 0
        )
    elif key.source is DataSource.TAGGED_ITEMS:
        tagged = [use for use in uses if key.part in use.item.tags]
        yield _months(key, ItemTotalRow, scopes_within(session, reach)).where(
            ItemTotalRow.rubric_version_id.in_(sorted({use.version_id for use in tagged})),
            ItemTotalRow.item_code.in_(sorted({use.item.code for use in tagged})),
            ItemTotalRow.file_count > 0,
        )
    else:
        for kept in _KEPT[key.source]:
            found = _told(key, kept.day)
            for table, by in kept.through:
                found = found.join(table, by)
            found = found.join(CentreRow, CentreRow.id == kept.centre)
            of_part = (CentreDocumentRow.kind == key.part,) if key.part else ()
            yield found.where(centres_in(reach), *kept.asked, *of_part)


def _told(key: DataKey, day: Any) -> Select[*tuple[Any, ...]]:
    at = "instants" if key.source in _AT_INSTANTS else "days"
    return _spans(key, {at: (func.min(day), func.max(day))}).select_from(day.class_)


def _months(key: DataKey, row: Any, scopes: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _spans(key, {"months": (func.min(row.month), func.max(row.month))}).where(
        row.scope.in_(scopes), row.sample_type.in_(sorted(COUNTED_IN_CHARTS))
    )


def _spans(key: DataKey, known: Mapping[str, _Ends]) -> Select[*tuple[Any, ...]]:
    # every part of the union has the same columns, of which one pair is filled
    empty: dict[str, _Ends] = {name: (cast(null(), kind),) * 2 for name, kind in _COLUMNS.items()}
    ends = {**empty, **known}
    head = literal(key.source.value).label("source"), literal(key.part).label("part")
    return select(*head, *(end for pair in ends.values() for end in pair))
