"""Sign off a month of acts under two hats: on the platform, or as an outsider signed on paper."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.access_events import CounterChecked
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.two_hats import Outsider, check_outsider, first_of, month_after
from qa_app.models.asked_access import CounterCheckRow
from qa_app.models.transaction import hold_journal, transaction
from qa_app.queries.counter_checks import acts_digest, hat_acts, hat_wearers
from qa_app.queries.hands import refuse_one_person


@dataclass(frozen=True, slots=True)
class SignOff:
    """A month that was looked through.

    Attributes:
        month: Such as `2026-03`; it is over.
        seen: Digest of the list that was looked through.
        outsider: Who signed the printed list; None where the actor checked it themselves.
    """

    month: str
    seen: str
    outsider: Outsider | None = None


def sign_counter_check(
    session: Session,
    actor: Actor,
    new: SignOff,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Record that a month was looked through.

    Args:
        session: A database session.
        actor: The administrator of the journal, who never wears the two hats.
        new: What is signed off.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        NotAllowedError: The actor does not read the journal.
        OutOfReachError: Nobody wore two hats in that month.
        InvalidError: It is no month, or not over (`month`), or the outsider's signature cannot
            be (`domain.two_hats.check_outsider`).
        ConflictError: It was checked before (`counter_checked`), or the list is another one than
            that which was looked through (`counter_list`).
        OnePersonError: The actor checked it themselves, and may be one person with who wore the
            two hats (`queries.hands`).
    """
    if not may(actor, Permission.JOURNAL_READ) or actor.account_id is None:
        raise NotAllowedError("journal:read")
    month, seen, outsider = new.month, new.seen, new.outsider
    today = local_day(at, zone)
    if month_after(first_of(month)) > today:
        raise InvalidError("month")
    if outsider is not None:
        check_outsider(outsider, month, today)
    event = CounterChecked(
        actor=actor,
        at=at,
        object_id=month,
        month=month,
        count=0,
        digest=seen,
        route="screen" if outsider is None else "paper",
        signed_on=None if outsider is None else outsider.signed_on,
    )
    with transaction(session, event) as act:
        hold_journal(session)
        acts = hat_acts(session, actor, month, zone)
        query = select(CounterCheckRow.id).where(CounterCheckRow.month == month)
        if session.execute(query).first() is not None:
            raise ConflictError("counter_checked")
        if acts_digest(month, acts) != seen:
            raise ConflictError("counter_list")
        if outsider is None:
            refuse_one_person(session, actor.account_id, at, *hat_wearers(session, month, zone))
        session.execute(
            insert(CounterCheckRow).values(
                month=month,
                act_count=len(acts),
                digest=seen,
                checked_at=at,
                checked_by=actor.account_id,
                outsider=None if outsider is None else outsider.name.strip(),
                signed_on=event.signed_on,
            )
        )
        act.learn(count=len(acts))
