"""Record a referral that came to a centre."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.referrals import Referral, received
from qa_app.domain.service_events import ReferralRecorded
from qa_app.domain.service_threads import Form, thread_of
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.idempotency import Request, once
from qa_app.models.service_records import ReferralRow
from qa_app.models.transaction import Act
from qa_app.queries.holidays import working_calendar
from qa_app.queries.service_records import service_centre


def record_referral(
    session: Session,
    actor: Actor,
    form: Form,
    referral: Referral,
    zone: str,
    *,
    at: datetime,
) -> str:
    """Record a referral.

    Args:
        session: A database session.
        actor: Manager of the centre.
        form: The centre, and the key of the form.
        referral: What came, without steps.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The thread of the referral, the same for the same key.

    Raises:
        OutOfReachError: There is no such centre where the actor may record.
        InvalidError: The referral is refused (`referrals.received`), or the centre does not work in
            its area (`unknown_area`).
        ConflictError: A referral of this area with this reference stands (`known_reference`), or
            the key was used for something else (`key_reused`).
    """
    thread = thread_of(actor.account_id, form.key)
    body = f"{form.centre_id}\n{referral!r}"
    request = Request(actor.account_id, form.key, "referral:record", body)
    event = ReferralRecorded(
        actor=actor, at=at, object_id=thread, centre_id=form.centre_id, step="received"
    )
    once(session, request, event, lambda act: _add(session, act, thread, referral, zone))
    return thread


def _add(session: Session, act: Act, thread: str, referral: Referral, zone: str) -> int:
    actor, at, centre_id = act.event.actor, act.event.at, act.event.centre_id or 0
    centre = service_centre(session, actor, centre_id, Permission.SERVICE_RECORD)
    if centre is None:
        raise OutOfReachError("centre")
    if referral.area not in centre.areas:
        raise InvalidError("unknown_area")
    calendar = working_calendar(session, NATIONAL_REGION)
    checked = received(referral, local_day(at, zone), calendar)
    known = session.execute(
        select(ReferralRow.id).where(
            ReferralRow.centre_id == centre_id,
            ReferralRow.area_code == checked.area,
            ReferralRow.reference == checked.reference,
            ReferralRow.ended_at.is_(None),
        )
    ).scalar_one_or_none()
    if known is not None:
        raise ConflictError("known_reference")
    values = asdict(checked)
    values["area_code"] = values.pop("area")
    made: int = session.execute(
        insert(ReferralRow)
        .values(
            **values,
            thread=thread,
            centre_id=centre_id,
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(ReferralRow.id)
    ).scalar_one()
    return made
