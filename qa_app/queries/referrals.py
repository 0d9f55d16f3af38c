"""Referrals of a centre as they stand."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.referrals import Body, Decline, Referral
from qa_app.models.service_records import ReferralRow
from qa_app.queries.service_records import After, SeenVersion, records_page, standing


@dataclass(frozen=True, slots=True)
class KeptReferral:
    """A referral with where it stands.

    Attributes:
        seen: Its thread and the version that was read.
        centre_id: The centre.
        referral: It.
    """

    seen: SeenVersion
    centre_id: int
    referral: Referral


def referral_from(row: ReferralRow) -> Referral:
    """Read a referral.

    Args:
        row: A version of it.

    Returns:
        The referral as that version has it.
    """
    return Referral(
        area=row.area_code,
        reference=row.reference,
        body=Body(row.body),
        received_on=row.received_on,
        accepted_on=row.accepted_on,
        declined_on=row.declined_on,
        decline_reason=Decline(row.decline_reason) if row.decline_reason else None,
        assigned_on=row.assigned_on,
        met_on=row.met_on,
        started_on=row.started_on,
        closed_on=row.closed_on,
        accept_due_on=row.accept_due_on,
        start_due_on=row.start_due_on,
        meet_due_on=row.meet_due_on,
    )


def referrals_page(
    session: Session, centre_id: int, *, is_open: bool, after: After | None = None
) -> tuple[KeptReferral, ...]:
    """List referrals of a centre that was found within reach, the newest first.

    Args:
        session: A database session.
        centre_id: The centre.
        is_open: True for those that are neither closed nor declined, False for the others.
        after: The last one of the page before; None starts.

    Returns:
        One row more than a page, when there are more.
    """
    is_waiting = ReferralRow.closed_on.is_(None) & ReferralRow.declined_on.is_(None)
    wanted = (ReferralRow.centre_id == centre_id, is_waiting if is_open else ~is_waiting)
    rows = records_page(session, ReferralRow, ReferralRow.received_on, wanted, after)
    return tuple(_kept(row) for row in rows)


def _kept(row: ReferralRow) -> KeptReferral:
    return KeptReferral(SeenVersion(row.thread, row.id), row.centre_id, referral_from(row))


def one_referral(session: Session, actor: Actor, thread: str) -> KeptReferral | None:
    """Find a referral within reach.

    Args:
        session: A database session.
        actor: Who asks.
        thread: The referral.

    Returns:
        It; None when there is none, it was taken back, or its centre is out of reach.
    """
    row = standing(session, actor, ReferralRow, thread, Permission.SERVICE_READ)
    return None if row is None else _kept(row)
