"""End an agreement of supervision, with whoever goes on from the day after."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreement_events import AgreementEnded
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.supervision import may_be_planned
from qa_app.domain.supervision_agreements import AgreementKind, EndReason, OverReason
from qa_app.models.agreement_rows import (
    end_tie_of,
    hold_people,
    keep_agreement,
    whose_rhythm,
)
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.required_counts import counting_required
from qa_app.models.transaction import transaction
from qa_app.queries.agreement_fitness import ProposedAgreement, check_fit, supervised_person
from qa_app.queries.agreement_reach import agreement_to_change


@dataclass(frozen=True, slots=True)
class AgreementEnding:
    """How an agreement ends.

    Attributes:
        reason: Why.
        last_day: Its last day; None for today, and for the day before its first one when that
            lies ahead.
        successor_id: Who supervises from the day after; None for nobody yet.
        over_reason: Why the successor takes on more people than usual; None for no reason.
        from_id: Who supervises as whoever ends it saw it; None for anybody.
    """

    reason: EndReason
    last_day: date | None = None
    successor_id: int | None = None
    over_reason: OverReason | None = None
    from_id: int | None = None


def end_agreement(
    session: Session,
    actor: Actor,
    agreement_id: int,
    ending: AgreementEnding,
    zone: str,
    *,
    at: datetime,
) -> int | None:
    """End an agreement; deputies named for it end with it.

    Args:
        session: A database session.
        actor: Who ends it.
        agreement_id: It.
        ending: How.
        zone: Local time zone.
        at: The present.

    Returns:
        The agreement of the successor, with the same terms; None without one.

    Raises:
        OutOfReachError: There is none where the actor makes agreements.
        ConflictError: It has ended already (`ended`), or somebody else supervises by now
            (`other_supervisor`).
        InvalidError: It would end before it began (`ends_before`), after its last day
            (`ends_after`) or too far away (`day_out_of_bounds`); the successor is the same person
            (`same_supervisor`), or breaks a rule of `agreement_fitness.check_fit`; a deputy or a
            deployment has no successor (`no_successor`).
    """
    today = local_day(at, zone)
    event = AgreementEnded(actor=actor, at=at, object_id=agreement_id, reason=ending.reason.value)
    with transaction(session, event) as act:
        row = agreement_to_change(session, actor, agreement_id)
        _check_standing(row, ending)
        last = _last_day(row, ending, today)
        act.learn(
            centre_id=row.centre_id,
            last_day=last,
            from_account=row.supervisor_id,
            to_account=ending.successor_id,
        )
        successor = None
        if ending.successor_id is not None:
            successor = _pass_on(session, actor, row, ending, last, at)
        with counting_required(session, whose_rhythm(row)):
            _end(session, row, ending, last, actor, at)
            row.successor_id = successor
    return successor


def _check_standing(row: SupervisionAgreementRow, ending: AgreementEnding) -> None:
    if row.ended_at is not None:
        raise ConflictError("ended")
    if ending.from_id not in {None, row.supervisor_id}:
        raise ConflictError("other_supervisor")


def _last_day(row: SupervisionAgreementRow, ending: AgreementEnding, today: date) -> date:
    before = row.from_on - timedelta(days=1)
    last = ending.last_day or max(today, before)
    if last < before:
        raise InvalidError("ends_before")
    if row.until_on is not None and last > row.until_on:
        if ending.last_day is not None:
            raise InvalidError("ends_after")
        last = row.until_on
    if not may_be_planned(last, today):
        raise InvalidError("day_out_of_bounds")
    return last


def _pass_on(
    session: Session,
    actor: Actor,
    row: SupervisionAgreementRow,
    ending: AgreementEnding,
    last: date,
    at: datetime,
) -> int:
    successor = ending.successor_id or 0
    if row.kind != AgreementKind.STANDING.value:
        raise InvalidError("no_successor")
    if successor == row.supervisor_id:
        raise InvalidError("same_supervisor")
    hold_people(session, (successor, row.account_id or 0), row.practitioner_id)
    person = supervised_person(session, actor, row.practitioner_id, row.account_id)
    first = last + timedelta(days=1)
    new = ProposedAgreement(
        AgreementKind.STANDING, successor, first, None, ending.over_reason, instead_of=row.id
    )
    check_fit(session, person, new)
    return keep_agreement(
        session,
        SupervisionAgreementRow(
            kind=AgreementKind.STANDING.value,
            supervisor_id=successor,
            practitioner_id=row.practitioner_id,
            account_id=row.account_id,
            centre_id=person.centre_id,
            place_path=person.place_path,
            every_days=row.every_days,
            minutes=row.minutes,
            functions=row.functions,
            from_on=first,
            over_reason=ending.over_reason and ending.over_reason.value,
            created_at=at,
            created_by=actor.account_id,
        ),
    )


def _end(
    session: Session,
    row: SupervisionAgreementRow,
    ending: AgreementEnding,
    last: date,
    actor: Actor,
    at: datetime,
) -> None:
    deputies = session.execute(
        select(SupervisionAgreementRow).where(
            SupervisionAgreementRow.deputy_of_id == row.id,
            SupervisionAgreementRow.ended_at.is_(None),
        )
    ).scalars()
    for one in (row, *deputies):
        if one.until_on is None or one.until_on > last:
            end_tie_of(session, one, last)
            one.until_on = last
        one.end_reason, one.ended_at, one.ended_by = ending.reason.value, at, actor.account_id
        one.revision += 1
