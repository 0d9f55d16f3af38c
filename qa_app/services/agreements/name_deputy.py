"""Name who stands in for a supervisor, from which day to which."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.domain.agreement_events import AgreementMade
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.supervision_agreements import AgreementKind, OverReason, days_fault
from qa_app.models.agreement_rows import hold_people, keep_agreement
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.idempotency import Request, once
from qa_app.models.transaction import Act
from qa_app.queries.agreement_fitness import ProposedAgreement, check_fit, supervised_person
from qa_app.queries.agreement_reach import agreement_to_change


@dataclass(frozen=True, slots=True)
class NewDeputy:
    """Who stands in, and when.

    Attributes:
        supervisor_id: Who stands in.
        from_on: First day.
        until_on: Last day.
        over_reason: Why they take on more people than usual; None for no reason.
        key: Random key of the form.
    """

    supervisor_id: int
    from_on: date
    until_on: date | None
    over_reason: OverReason | None = None
    key: str | None = None


def name_deputy(
    session: Session, actor: Actor, agreement_id: int, new: NewDeputy, *, at: datetime
) -> int:
    """Name a deputy for a standing agreement.

    Args:
        session: A database session.
        actor: Who names them.
        agreement_id: The agreement of the supervisor who is away.
        new: The deputy.
        at: The present.

    Returns:
        The agreement of the deputy, with the same terms.

    Raises:
        OutOfReachError: There is no such agreement where the actor makes agreements.
        ConflictError: It has ended (`ended`), or the key was used for something else
            (`key_reused`).
        InvalidError: It is no standing agreement (`not_standing`), the days do not lie within it
            (`outside_agreement`) or are not fit (`days_fault`), the deputy is the supervisor
            (`same_supervisor`), or a rule of `agreement_fitness.check_fit` is broken.
    """
    body = str((agreement_id, new.supervisor_id, new.from_on, new.until_on))
    request = Request(actor.account_id, new.key, "agreement:deputy", body)
    event = AgreementMade(
        actor=actor,
        at=at,
        agreed=AgreementKind.DEPUTY.value,
        to_account=new.supervisor_id,
        on=new.from_on,
        last_day=new.until_on,
        reason=new.over_reason and new.over_reason.value,
    )

    def make(act: Act) -> int:
        fault = days_fault(AgreementKind.DEPUTY, new.from_on, new.until_on)
        if fault:
            raise InvalidError(fault)
        row = agreement_to_change(session, actor, agreement_id)
        made = _stand_in(session, actor, row, new, at)
        act.learn(object_id=made, centre_id=row.centre_id)
        return made

    return once(session, request, event, make)


def _stand_in(
    session: Session, actor: Actor, row: SupervisionAgreementRow, new: NewDeputy, at: datetime
) -> int:
    _check(row, new)
    hold_people(session, (new.supervisor_id, row.account_id or 0), row.practitioner_id)
    person = supervised_person(session, actor, row.practitioner_id, row.account_id)
    proposal = ProposedAgreement(
        AgreementKind.DEPUTY, new.supervisor_id, new.from_on, new.until_on, new.over_reason
    )
    check_fit(session, person, proposal)
    return keep_agreement(
        session,
        SupervisionAgreementRow(
            kind=AgreementKind.DEPUTY.value,
            supervisor_id=new.supervisor_id,
            practitioner_id=row.practitioner_id,
            account_id=row.account_id,
            centre_id=row.centre_id,
            place_path=row.place_path,
            every_days=row.every_days,
            minutes=row.minutes,
            functions=row.functions,
            deputy_of_id=row.id,
            from_on=new.from_on,
            until_on=new.until_on,
            over_reason=new.over_reason and new.over_reason.value,
            created_at=at,
            created_by=actor.account_id,
        ),
    )


def _check(row: SupervisionAgreementRow, new: NewDeputy) -> None:
    if row.kind != AgreementKind.STANDING.value:
        raise InvalidError("not_standing")
    if row.ended_at is not None:
        raise ConflictError("ended")
    ends_later = (
        row.until_on is not None and new.until_on is not None and new.until_on > row.until_on
    )
    if new.from_on < row.from_on or ends_later:
        raise InvalidError("outside_agreement")
    if new.supervisor_id == row.supervisor_id:
        raise InvalidError("same_supervisor")
