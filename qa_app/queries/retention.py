"""Which texts are over, and which of them an open matter holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.retention import Periods, Rule
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.base import Base, table_of
from qa_app.models.competency_rows import CompetencyAssessmentRow
from qa_app.models.escalations import EscalationOutcomeRow, EscalationRow
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.exports import ExportRequestRow
from qa_app.models.findings import (
    ActionStepRow,
    AmendmentRow,
    CorrectiveActionRow,
    FindingAnswerRow,
    FindingRow,
    ObjectionRow,
)
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.pairs import PairDecisionRow, ReadingPairRow, SingleModerationRow
from qa_app.models.places import PractitionerRow
from qa_app.models.privacy_rows import GuardReasonRow
from qa_app.models.records import (
    LearningGoalRow,
    RecordAnswerRow,
    RecordBlockRow,
    RecordCaseRow,
    RecordPresenceRow,
    SupervisionRecordRow,
    WellBeingNoteRow,
)
from qa_app.models.register_decisions import (
    DecisionConditionRow,
    DecisionObjectionRow,
    ObjectionPanelRow,
    RegisterApplicationRow,
    RegisterDecisionRow,
    ReleasedItemRow,
)
from qa_app.models.sealed_pass import SEALED
from qa_app.models.second_factors import FactorResetRow
from qa_app.models.service_records import ComplaintRow, IncidentRow, ReplyRow
from qa_app.models.sheet_scans import SheetScanRow

Condition = ColumnElement[bool]
_WHOLE = b"\x01"
_OPEN_ACTIONS = ("open", "planned", "done")
_OPEN_OBJECTIONS = ("open", "proposed")


@dataclass(frozen=True, slots=True)
class Before:
    """The first day that is still kept.

    Attributes:
        day: The local day.
        at: Its midnight.
    """

    day: date
    at: datetime


def before(periods: Periods, rule: Rule, today: date, zone: str) -> Before:
    """Tell from when on things are kept.

    Args:
        periods: How long.
        rule: What for.
        today: The local day.
        zone: Local time zone.

    Returns:
        The day and its beginning.
    """
    day = periods.last_day(rule, today)
    return Before(day, datetime.combine(day, time(), ZoneInfo(zone)))


def _audit(id_column: Any, since: Before) -> Condition:
    signed = and_(AuditRow.id == id_column, AuditRow.signed_at < since.at)
    return exists().where(signed)


def _is_held(id_column: Any) -> Condition:
    # an open matter hangs on the reading
    pending = RegisterDecisionRow.state == "proposed"
    objected = exists().where(
        DecisionObjectionRow.decision_id == RegisterDecisionRow.id,
        DecisionObjectionRow.settled_at.is_(None),
    )
    told = exists().where(EscalationOutcomeRow.escalation_id == EscalationRow.id)
    return or_(
        exists().where(
            ObjectionRow.audit_id == id_column, ObjectionRow.state.in_(_OPEN_OBJECTIONS)
        ),
        exists().where(AmendmentRow.audit_id == id_column, AmendmentRow.state == "asked"),
        exists().where(
            CorrectiveActionRow.audit_id == id_column, CorrectiveActionRow.state.in_(_OPEN_ACTIONS)
        ),
        exists().where(EscalationRow.audit_id == id_column, ~told),
        exists().where(
            AuditRow.id == id_column,
            AuditRow.centre_id == RegisterDecisionRow.centre_id,
            AuditRow.area_code == RegisterDecisionRow.area_code,
            or_(pending, objected),
        ),
    )


def _record(id_column: Any, since: Before) -> Condition:
    return exists().where(
        SupervisionRecordRow.session_id == id_column,
        SupervisionRecordRow.state != "draft",
        SupervisionRecordRow.held_on < since.day,
    )


def _all_left(id_column: Any, since: Before) -> Condition:
    # everybody who was at the session has left long ago
    there = select(RecordPresenceRow.practitioner_id).where(
        RecordPresenceRow.session_id == id_column
    )
    stays = exists().where(
        PractitionerRow.id.in_(there),
        or_(PractitionerRow.ended_on.is_(None), PractitionerRow.ended_on >= since.day),
    )
    return and_(exists(there), ~stays)


def _left(id_column: Any, since: Before) -> Condition:
    return exists().where(PractitionerRow.id == id_column, PractitionerRow.ended_on < since.day)


def _action(id_column: Any, since: Before) -> Condition:
    of = and_(CorrectiveActionRow.id == id_column, ~CorrectiveActionRow.state.in_(_OPEN_ACTIONS))
    return exists().where(
        of,
        or_(
            _audit(CorrectiveActionRow.audit_id, since),
            _record(CorrectiveActionRow.session_id, since),
        ),
    )


def _of_audit(row: Any) -> Callable[[Before], Condition]:
    return lambda since: _audit(row.audit_id, since)


@dataclass(frozen=True, slots=True)
class Texts:
    """Sealed texts of one table that end together.

    Attributes:
        rule: Under which period.
        row: The table's class.
        is_over: Condition that a row's time is over.
        held_by: Gives the number of the reading whose open matters hold a row; None for none.
    """

    rule: Rule
    row: type[Base]
    is_over: Callable[[Before], Condition]
    held_by: Any = None

    @property
    def table(self) -> Table:
        """The table."""
        return table_of(self.row)


_STEP_AUDIT = (
    select(CorrectiveActionRow.audit_id)
    .where(CorrectiveActionRow.id == ActionStepRow.action_id)
    .scalar_subquery()
)
_PAIR_AUDIT = (
    select(ReadingPairRow.first_id)
    .where(ReadingPairRow.id == PairDecisionRow.pair_id)
    .scalar_subquery()
)
_C, _P, _I = Rule.CHILD, Rule.PERSONNEL, Rule.INSTITUTION
OVER: tuple[Texts, ...] = (
    *(
        Texts(_C, row, _of_audit(row), row.audit_id)
        for row in (
            AuditEntryRow,
            AuditOperationRow,
            FindingRow,
            FindingAnswerRow,
            ObjectionRow,
            AmendmentRow,
            SingleModerationRow,
            SheetScanRow,
        )
    ),
    Texts(
        _C,
        CorrectiveActionRow,
        lambda since: _action(CorrectiveActionRow.id, since),
        CorrectiveActionRow.audit_id,
    ),
    Texts(_C, ActionStepRow, lambda since: _action(ActionStepRow.action_id, since), _STEP_AUDIT),
    Texts(
        _C,
        NameReasonRow,
        lambda since: or_(
            _audit(NameReasonRow.audit_id, since), _record(NameReasonRow.session_id, since)
        ),
        NameReasonRow.audit_id,
    ),
    Texts(_C, PairDecisionRow, lambda since: _audit(_PAIR_AUDIT, since), _PAIR_AUDIT),
    Texts(_C, RecordCaseRow, lambda since: _record(RecordCaseRow.session_id, since)),
    # what nobody has answered or closed yet has no end
    Texts(
        _C,
        ComplaintRow,
        lambda since: or_(ComplaintRow.answered_on < since.day, ComplaintRow.ended_at < since.at),
    ),
    Texts(
        _C,
        IncidentRow,
        lambda since: or_(
            IncidentRow.ended_at < since.at,
            and_(
                IncidentRow.judged_on < since.day,
                or_(IncidentRow.measures_on.is_(None), IncidentRow.measures_on < since.day),
            ),
        ),
    ),
    Texts(_C, ConsultationRow, lambda since: ConsultationRow.closed_at < since.at),
    Texts(_C, ReplyRow, lambda since: ReplyRow.replied_on < since.day),
    Texts(_C, AccessRequestRow, lambda since: AccessRequestRow.answered_at < since.at),
    Texts(_C, GuardReasonRow, lambda since: GuardReasonRow.at < since.at),
    Texts(_P, RecordBlockRow, lambda since: _all_left(RecordBlockRow.session_id, since)),
    Texts(_P, RecordAnswerRow, lambda since: _all_left(RecordAnswerRow.session_id, since)),
    Texts(_P, WellBeingNoteRow, lambda since: _all_left(WellBeingNoteRow.session_id, since)),
    Texts(_P, LearningGoalRow, lambda since: _left(LearningGoalRow.practitioner_id, since)),
    Texts(
        _P,
        CompetencyAssessmentRow,
        lambda since: _left(CompetencyAssessmentRow.practitioner_id, since),
    ),
    Texts(_P, FactorResetRow, lambda since: FactorResetRow.decided_at < since.at),
    Texts(_I, RegisterApplicationRow, lambda since: RegisterApplicationRow.ended_at < since.at),
    Texts(_I, RegisterDecisionRow, lambda since: RegisterDecisionRow.decided_at < since.at),
    Texts(_I, DecisionConditionRow, lambda since: DecisionConditionRow.settled_at < since.at),
    Texts(_I, DecisionObjectionRow, lambda since: DecisionObjectionRow.settled_at < since.at),
    Texts(_I, ObjectionPanelRow, lambda since: ObjectionPanelRow.voted_at < since.at),
    Texts(_I, ReleasedItemRow, lambda since: ReleasedItemRow.withdrawn_at < since.at),
    Texts(_I, ExportRequestRow, lambda since: ExportRequestRow.answered_at < since.at),
)
"""Every sealed text that ends, and when."""

ENDLESS: Mapping[str, str] = {
    "code_seed": "secret",
    "digest_key": "secret",
    "group_robot": "secret",
    "mail_address": "account",
    "register_paper": "secret",
    "signing_key": "secret",
}
"""Sealed columns that no period reduces: they go with what they open, or with the account."""


@dataclass(frozen=True, slots=True)
class OverdueTexts:
    """How many texts of one table are over.

    Attributes:
        rule: Under which period.
        table: The table.
        due: Rows that will be reduced.
        held: Rows that are over and that an open matter holds.
    """

    rule: Rule
    table: str
    due: int
    held: int


def due_texts(texts: Texts, since: Before) -> Condition:
    """Say in SQL which rows are to be reduced now.

    Args:
        texts: Which texts.
        since: The first day that is kept.

    Returns:
        A condition: over, with words, and held by nothing.
    """
    over = and_(_has_words(texts.table), texts.is_over(since))
    return over if texts.held_by is None else and_(over, ~_is_held(texts.held_by))


def text_standings(
    session: Session, periods: Periods, today: date, zone: str
) -> tuple[OverdueTexts, ...]:
    """Count what is over, table by table.

    Args:
        session: A database session.
        periods: How long things stay.
        today: The local day.
        zone: Local time zone.

    Returns:
        The tables in which something is over.
    """
    found = []
    for texts in OVER:
        since = before(periods, texts.rule, today, zone)
        over = and_(_has_words(texts.table), texts.is_over(since))
        count = _count(session, texts, over)
        due = _count(session, texts, due_texts(texts, since)) if count else 0
        if count:
            found.append(OverdueTexts(texts.rule, texts.table.name, due, count - due))
    return tuple(found)


def _count(session: Session, texts: Texts, condition: Condition) -> int:
    query = select(func.count()).select_from(texts.row).where(condition)
    return session.execute(query).scalar_one()


def _has_words(table: Table) -> Condition:
    # the first byte tells what is whole from what was reduced
    return or_(
        *(func.substr(table.c[name], 1, 1) == literal(_WHOLE) for name in SEALED[table.name])
    )
