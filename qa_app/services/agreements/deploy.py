"""Deploy a practitioner or a supervisor to another centre for a while."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreement_events import AgreementMade
from qa_app.domain.defaults import FUNCTION_SHARES_PCT, SESSION_MINUTES_LEAST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision import may_be_planned
from qa_app.domain.supervision_agreements import AgreementKind, OverReason, days_fault
from qa_app.models.agreement_rows import hold_people, keep_agreement
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.idempotency import Request, once
from qa_app.models.places import CentreRow
from qa_app.models.transaction import Act
from qa_app.queries.agreement_fitness import (
    PersonSupervised,
    ProposedAgreement,
    check_deployed,
    check_fit,
    supervised_person,
)
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class Deployment:
    """Who works where for a while.

    Attributes:
        centre_id: The other centre.
        supervisor_id: Who supervises the practitioner there; without a practitioner, who is
            deployed there to supervise.
        practitioner_id: Who is deployed there to work; None when the supervisor is.
        from_on: First day.
        until_on: Last day.
        over_reason: Why the supervisor takes on more people than usual; None for no reason.
        key: Random key of the form.
    """

    centre_id: int
    supervisor_id: int
    practitioner_id: int | None
    from_on: date
    until_on: date | None
    over_reason: OverReason | None = None
    key: str | None = None


def deploy(session: Session, actor: Actor, new: Deployment, zone: str, *, at: datetime) -> int:
    """Deploy somebody; what is agreed otherwise rests meanwhile and goes on afterwards.

    Args:
        session: A database session.
        actor: Who deploys.
        new: The deployment.
        zone: Local time zone.
        at: The present.

    Returns:
        The agreement that holds meanwhile.

    Raises:
        OutOfReachError: There is no such person or centre where the actor makes agreements.
        InvalidError: The days are not fit (`days_fault`, `day_out_of_bounds`); the centre is the
            practitioner's own (`same_centre`) or closed by then (`centre_closed`); or a rule of
            `agreement_fitness.check_fit` or `check_deployed` is broken.
        ConflictError: The key was used for something else (`key_reused`).
    """
    body = (new.centre_id, new.supervisor_id, new.practitioner_id, new.from_on, new.until_on)
    request = Request(actor.account_id, new.key, "agreement:deploy", str(body))
    event = AgreementMade(
        actor=actor,
        at=at,
        centre_id=new.centre_id,
        agreed=AgreementKind.DEPLOYMENT.value,
        to_account=new.supervisor_id,
        on=new.from_on,
        last_day=new.until_on,
        reason=new.over_reason and new.over_reason.value,
    )

    def make(act: Act) -> int:
        fault = days_fault(AgreementKind.DEPLOYMENT, new.from_on, new.until_on)
        if fault or not may_be_planned(new.from_on, local_day(at, zone)):
            raise InvalidError(fault or "day_out_of_bounds")
        hold_people(session, (new.supervisor_id,), new.practitioner_id)
        made = _send(session, actor, new, at)
        act.learn(object_id=made)
        return made

    return once(session, request, event, make)


def _send(session: Session, actor: Actor, new: Deployment, at: datetime) -> int:
    host = _host(session, actor, new)
    if new.practitioner_id is None:
        check_deployed(session, host, _proposal(new))
        return keep_agreement(session, _row(new, host, actor, at))
    person = supervised_person(session, actor, new.practitioner_id, None)
    if person.centre_id == new.centre_id:
        raise InvalidError("same_centre")
    there = replace(person, centre_id=new.centre_id, place_path=host.place_path)
    check_fit(session, there, _proposal(new))
    row = _row(new, there, actor, at)
    _as_agreed(session, row)
    return keep_agreement(session, row)


def _host(session: Session, actor: Actor, new: Deployment) -> PersonSupervised:
    centre = session.execute(
        select(CentreRow.place_path, CentreRow.closed_on).where(
            CentreRow.id == new.centre_id, centres_within(actor, Permission.AGREEMENT_MAKE)
        )
    ).one_or_none()
    if centre is None:
        raise OutOfReachError("centre")
    if centre.closed_on is not None and centre.closed_on <= (new.until_on or new.from_on):
        raise InvalidError("centre_closed")
    return PersonSupervised(None, None, 0, new.centre_id, centre.place_path)


def _proposal(new: Deployment) -> ProposedAgreement:
    return ProposedAgreement(
        AgreementKind.DEPLOYMENT, new.supervisor_id, new.from_on, new.until_on, new.over_reason
    )


def _row(
    new: Deployment, there: PersonSupervised, actor: Actor, at: datetime
) -> SupervisionAgreementRow:
    shares = zip(Function, FUNCTION_SHARES_PCT, strict=True)
    return SupervisionAgreementRow(
        kind=AgreementKind.DEPLOYMENT.value,
        supervisor_id=new.supervisor_id,
        practitioner_id=new.practitioner_id,
        centre_id=there.centre_id,
        place_path=there.place_path,
        minutes=SESSION_MINUTES_LEAST,
        functions={one.value: share for one, share in shares},
        from_on=new.from_on,
        until_on=new.until_on,
        over_reason=new.over_reason and new.over_reason.value,
        created_at=at,
        created_by=actor.account_id,
    )


def _as_agreed(session: Session, row: SupervisionAgreementRow) -> None:
    # what was agreed at home goes along
    own = session.execute(
        select(SupervisionAgreementRow)
        .where(
            SupervisionAgreementRow.practitioner_id == row.practitioner_id,
            SupervisionAgreementRow.kind == AgreementKind.STANDING.value,
            SupervisionAgreementRow.from_on <= row.from_on,
        )
        .order_by(SupervisionAgreementRow.from_on.desc())
        .limit(1)
    ).scalar_one_or_none()
    if own is not None:
        row.every_days, row.minutes, row.functions = own.every_days, own.minutes, own.functions
