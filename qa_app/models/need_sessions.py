"""Puts what is due on a day as a session, inside the transaction that plans it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import DueNeed, NeedKind
from qa_app.domain.supervision_agreements import AgreementKind
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.sessions import keep_session


@dataclass(frozen=True, slots=True)
class NeedSession:
    """Where something due is put.

    Attributes:
        need: What is due.
        supervisor_id: Who leads.
        day: On which day.
        starts_at: Local time; None when not agreed.
        ends_at: Local time; None likewise.
    """

    need: DueNeed
    supervisor_id: int
    day: date
    starts_at: time | None = None
    ends_at: time | None = None


def keep_need_session(
    session: Session, place: NeedSession, account_id: int | None, at: datetime
) -> int:
    """Write down a session with the day by which it was due, its people and its agreement.

    Args:
        session: A session inside `transaction`.
        place: Where it is put.
        account_id: Who plans.
        at: The present.

    Returns:
        The session.
    """
    need = place.need
    agreement = None
    if need.kind is NeedKind.AGREEMENT:
        agreement = session.get(SupervisionAgreementRow, need.id)
    people = set(need.workers)
    if agreement is not None and agreement.practitioner_id is not None:
        people = {agreement.practitioner_id}
    under = None if agreement is None else _holding(session, agreement, place.day)
    values = {
        "centre_id": need.centre_id,
        "type": need.type.value,
        "planned_on": place.day,
        "starts_at_time": place.starts_at,
        "ends_at_time": place.ends_at,
        "supervisor_id": place.supervisor_id,
        "due_on": need.due_on,
        "agreement_id": under,
    }
    supervised = None if agreement is None else agreement.account_id
    staff = set() if supervised is None else {supervised}
    return keep_session(session, values, people, account_id, at, staff)


def _holding(session: Session, agreed: SupervisionAgreementRow, day: date) -> int:
    """Find the agreement of the day: the person may have passed to somebody else by then."""
    row = SupervisionAgreementRow
    found = session.execute(
        select(row.id)
        .where(
            row.practitioner_id.is_not_distinct_from(agreed.practitioner_id),
            row.account_id.is_not_distinct_from(agreed.account_id),
            row.kind != AgreementKind.DEPUTY.value,
            row.from_on <= day,
            or_(row.until_on.is_(None), row.until_on >= day),
        )
        # a deployment comes first: what is agreed at home rests meanwhile
        .order_by(row.kind != AgreementKind.DEPLOYMENT.value, row.id != agreed.id, row.id)
        .limit(1)
    ).scalar_one_or_none()
    return agreed.id if found is None else found
