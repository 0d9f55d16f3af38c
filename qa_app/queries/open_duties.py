"""Everything that is in one person's hands, and who could go on with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.duties import DutyKind
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.reading_pairs import PairState
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import NOT_OF_CENTRES
from qa_app.models.accounts import AccountRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.agreement_reach import agreements_in
from qa_app.queries.agreements import in_post, not_over
from qa_app.queries.pairs import hidden_from
from qa_app.queries.reach import centres_within
from qa_app.queries.successors import (
    Successors,
    lead_successors,
    reading_successors,
    supervising_successors,
)

_NOBODY = Successors()


@dataclass(frozen=True, slots=True)
class DutyInHand:
    """One thing in somebody's hands.

    Attributes:
        kind: What it is.
        id: The draft, the session, the round or the agreement.
        session_id: The session that a reading belongs to; None without one.
        reference: The file's reference, or who is supervised; None when neither is meant.
        centre: Name of the centre; None for a round, and for a supervised supervisor.
        on: When it is due or takes place; None when nobody said.
        successors: Who may go on with it, and why others may not; nobody where it is not
            passed on from here.
    """

    kind: DutyKind
    id: int
    session_id: int | None
    reference: str | None
    centre: BilingualText | None
    on: date | None
    successors: Successors = _NOBODY


def duties_of(session: Session, actor: Actor, account_id: int, day: date) -> tuple[DutyInHand, ...]:
    """List every open duty of a person where the actor may give it to somebody else.

    Args:
        session: A database session.
        actor: Who asks; of draws they take part in themselves, second readings are left out,
            and every reading while they read a file of it a second time.
        account_id: The person.
        day: Today.

    Returns:
        Drafts, second readings, planned sessions, rounds that lie ahead or whose readers differ
        where this person decides, and standing agreements of supervision, what is due first, first.
        The number of queries grows with the rounds, planned sessions and agreements, never with
        the drafts.
    """
    found = [
        *_readings(session, actor, account_id),
        *_sessions(session, actor, account_id),
        *_agreements(session, actor, account_id, day),
        *_rounds(session, actor, account_id),
    ]
    kinds = list(DutyKind)
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.on or date.max, one.id)))


def _readings(session: Session, actor: Actor, account_id: int) -> Iterator[DutyInHand]:
    rows = _drafts(session, actor, account_id)
    firsts = [row.id for row in rows if row.reading != "second"]
    successors = reading_successors(session, firsts)
    for row in rows:
        kind = DutyKind.SECOND_READING if row.reading == "second" else DutyKind.DRAFT
        yield DutyInHand(
            kind,
            row.id,
            row.session_id,
            row.reference,
            BilingualText(row.name_zh, row.name_en),
            row.due_on,
            successors.get(row.id, _NOBODY),
        )


def _drafts(session: Session, actor: Actor, account_id: int) -> Sequence[Any]:
    return session.execute(
        select(
            AuditRow.id,
            AuditRow.session_id,
            AuditRow.reading,
            AuditRow.due_on,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.reader_id == account_id,
            AuditRow.state == "draft",
            # a review of a supervisor is begun by who may, and never handed on
            AuditRow.sample_type.not_in(sorted(NOT_OF_CENTRES)),
            centres_within(actor, Permission.SAMPLE_DRAW),
            ~hidden_from(actor.account_id),
        )
        .order_by(AuditRow.id)
    ).all()


def _sessions(session: Session, actor: Actor, account_id: int) -> Iterator[DutyInHand]:
    rows = session.execute(
        select(
            SupervisionSessionRow.id,
            SupervisionSessionRow.planned_on,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.supervisor_id == account_id,
            SupervisionSessionRow.state == "planned",
            centres_within(actor, Permission.SESSION_PLAN),
        )
        .order_by(SupervisionSessionRow.planned_on, SupervisionSessionRow.id)
    ).all()
    successors = lead_successors(session, [row.id for row in rows])
    for row in rows:
        yield DutyInHand(
            DutyKind.SESSION,
            row.id,
            row.id,
            None,
            BilingualText(row.name_zh, row.name_en),
            row.planned_on,
            successors[row.id],
        )


def _rounds(session: Session, actor: Actor, account_id: int) -> Iterator[DutyInHand]:
    visits = (
        select(SupervisionSessionRow.id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.round_id == AuditRoundRow.id,
            centres_within(actor, Permission.SESSION_PLAN),
        )
    )
    # who decides where readers differ is waited for until the last pair is settled
    differs = (
        visits.join(AuditRow, AuditRow.session_id == SupervisionSessionRow.id)
        .join(ReadingPairRow, ReadingPairRow.first_id == AuditRow.id)
        .where(ReadingPairRow.state == PairState.COMPLETE.value)
    )
    rows = session.execute(
        select(AuditRoundRow.id, AuditRoundRow.ends_on)
        .where(
            or_(AuditRoundRow.owner_id == account_id, AuditRoundRow.moderator_id == account_id),
            AuditRoundRow.cancelled_at.is_(None),
            or_(
                visits.where(SupervisionSessionRow.state == "planned").exists(),
                (AuditRoundRow.moderator_id == account_id) & differs.exists(),
            ),
        )
        .order_by(AuditRoundRow.ends_on, AuditRoundRow.id)
    ).all()
    for row in rows:
        yield DutyInHand(DutyKind.ROUND, row.id, None, None, None, row.ends_on)


def _agreements(session: Session, actor: Actor, account_id: int, day: date) -> Iterator[DutyInHand]:
    rows = session.execute(
        select(
            SupervisionAgreementRow.id,
            SupervisionAgreementRow.practitioner_id,
            SupervisionAgreementRow.account_id,
            SupervisionAgreementRow.until_on,
            PractitionerRow.code,
            AccountRow.display_name,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .outerjoin(PractitionerRow, PractitionerRow.id == SupervisionAgreementRow.practitioner_id)
        .outerjoin(AccountRow, AccountRow.id == SupervisionAgreementRow.account_id)
        .outerjoin(CentreRow, CentreRow.id == SupervisionAgreementRow.centre_id)
        .where(
            SupervisionAgreementRow.supervisor_id == account_id,
            SupervisionAgreementRow.kind == AgreementKind.STANDING.value,
            SupervisionAgreementRow.ended_at.is_(None),
            not_over(day),
            in_post(day),
            agreements_in(reach_of(actor, Permission.AGREEMENT_MAKE)),
        )
        .order_by(CentreRow.code, PractitionerRow.code, SupervisionAgreementRow.id)
    ).all()
    for row in rows:
        found = supervising_successors(
            session, actor, (row.practitioner_id, row.account_id), account_id, day
        )
        yield DutyInHand(
            DutyKind.AGREEMENT,
            row.id,
            None,
            row.code or row.display_name,
            None if row.name_zh is None else BilingualText(row.name_zh, row.name_en),
            row.until_on,
            found,
        )
