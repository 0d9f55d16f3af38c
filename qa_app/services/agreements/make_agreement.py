"""Agree who supervises whom, from which day on, how often and about what."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreement_events import AgreementMade
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.supervision import may_be_planned
from qa_app.domain.supervision_agreements import (
    AgreementKind,
    OverReason,
    Terms,
    days_fault,
    terms_fault,
)
from qa_app.models.agreement_rows import hold_people, keep_agreement
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.idempotency import Request, once
from qa_app.models.transaction import Act
from qa_app.queries.agreement_fitness import (
    PersonSupervised,
    ProposedAgreement,
    check_fit,
    supervised_person,
)


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """An agreement to be made.

    Attributes:
        supervisor_id: Who supervises.
        practitioner_id: Who is supervised; None for a supervisor.
        account_id: The supervisor who is supervised; None for a practitioner.
        terms: What is agreed.
        from_on: First day.
        until_on: Last day; None while it lasts.
        over_reason: Why the supervisor takes on more people than usual; None for no reason.
        key: Random key of the form; the same key twice gives the same agreement.
    """

    supervisor_id: int
    practitioner_id: int | None
    account_id: int | None
    terms: Terms
    from_on: date
    until_on: date | None = None
    over_reason: OverReason | None = None
    key: str | None = None


def make_agreement(
    session: Session, actor: Actor, new: NewAgreement, zone: str, *, at: datetime
) -> int:
    """Make an agreement of supervision.

    Args:
        session: A database session.
        actor: Who makes it.
        new: The agreement.
        zone: Local time zone.
        at: The present.

    Returns:
        The agreement.

    Raises:
        OutOfReachError: There is no such person where the actor makes agreements.
        InvalidError: Its terms or days are not fit (`terms_fault`, `days_fault`,
            `day_out_of_bounds`), or it breaks a rule of `agreement_fitness.check_fit`.
        ConflictError: The key was used for something else (`key_reused`).
    """
    body = (new.supervisor_id, new.practitioner_id, new.account_id, new.from_on, new.until_on)
    request = Request(actor.account_id, new.key, "agreement:make", str((*body, new.terms)))
    event = AgreementMade(
        actor=actor,
        at=at,
        agreed=AgreementKind.STANDING.value,
        to_account=new.supervisor_id,
        on=new.from_on,
        last_day=new.until_on,
        reason=new.over_reason and new.over_reason.value,
    )

    def make(act: Act) -> int:
        if not may_be_planned(new.from_on, local_day(at, zone)):
            raise InvalidError("day_out_of_bounds")
        fault = terms_fault(new.terms) or days_fault(
            AgreementKind.STANDING, new.from_on, new.until_on
        )
        if fault:
            raise InvalidError(fault)
        accounts = (new.supervisor_id, new.account_id or 0)
        hold_people(session, accounts, new.practitioner_id)
        person = supervised_person(session, actor, new.practitioner_id, new.account_id)
        check_fit(session, person, _proposal(new))
        made = keep_agreement(session, _row(new, person, actor, at))
        act.learn(object_id=made, centre_id=person.centre_id)
        return made

    return once(session, request, event, make)


def _proposal(new: NewAgreement) -> ProposedAgreement:
    return ProposedAgreement(
        AgreementKind.STANDING, new.supervisor_id, new.from_on, new.until_on, new.over_reason
    )


def _row(
    new: NewAgreement, person: PersonSupervised, actor: Actor, at: datetime
) -> SupervisionAgreementRow:
    return SupervisionAgreementRow(
        kind=AgreementKind.STANDING.value,
        supervisor_id=new.supervisor_id,
        practitioner_id=new.practitioner_id,
        account_id=new.account_id,
        centre_id=person.centre_id,
        place_path=person.place_path,
        every_days=new.terms.every_days,
        minutes=new.terms.minutes,
        functions={one.value: share for one, share in new.terms.functions.items()},
        from_on=new.from_on,
        until_on=new.until_on,
        over_reason=new.over_reason and new.over_reason.value,
        created_at=at,
        created_by=actor.account_id,
    )
