"""Say where somebody wants reminders by mail, switch them off, or take the address away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.reminder_events import MailAddressSet
from qa_app.domain.reminders import is_mail_address
from qa_app.models.base import table_of
from qa_app.models.login_sessions import tell_owner
from qa_app.models.reminders import MailAddressRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.mail_addresses import about_mail


@dataclass(frozen=True, slots=True)
class MailWish:
    """What somebody wants.

    Attributes:
        address: The address; None keeps the one that is there.
        is_on: True to be reminded; False keeps the address and sends nothing to it.
        is_removed: True takes the address away.
    """

    address: str | None = None
    is_on: bool = True
    is_removed: bool = False


def set_mail_address(session: Session, actor: Actor, wish: MailWish, *, at: datetime) -> None:
    """Keep what somebody wants.

    Args:
        session: A database session.
        actor: Who wants it, for themselves.
        wish: What.
        at: The present.

    Raises:
        NotAllowedError: The actor is no account.
        InvalidError: It is no address that mail can be sent to (`mail_address`), or there is
            none to switch (`mail_address_missing`).
    """
    if actor.account_id is None:
        raise NotAllowedError("self:manage")
    if wish.address is not None and not wish.is_removed and not is_mail_address(wish.address):
        raise InvalidError("mail_address")
    change = "remove" if wish.is_removed else _change(wish)
    event = MailAddressSet(actor=actor, at=at, object_id=actor.account_id, change=change)
    with transaction(session, event):
        known = select(MailAddressRow.account_id).where(
            MailAddressRow.account_id == actor.account_id
        )
        # a first address changes nothing
        if change in {"change", "remove"} and session.scalar(known) is not None:
            tell_owner(session, actor.account_id, "mail_address", at)
        if wish.is_removed:
            session.execute(
                delete(MailAddressRow).where(MailAddressRow.account_id == actor.account_id)
            )
        elif wish.address is None:
            _switch(session, actor.account_id, is_on=wish.is_on, at=at)
        else:
            _keep(session, actor.account_id, wish, wish.address, at)


def _change(wish: MailWish) -> str:
    if wish.address is not None:
        return "change"
    return "enable" if wish.is_on else "disable"


def _switch(session: Session, account_id: int, *, is_on: bool, at: datetime) -> None:
    query = select(MailAddressRow.account_id).where(MailAddressRow.account_id == account_id)
    if session.execute(query).first() is None:
        raise InvalidError("mail_address_missing")
    session.execute(
        update(MailAddressRow)
        .where(MailAddressRow.account_id == account_id)
        .values(is_on=is_on, changed_at=at)
    )


def _keep(session: Session, account_id: int, wish: MailWish, address: str, at: datetime) -> None:
    values = {
        "address": sealer_of(session).seal(address, about_mail(account_id)),
        "is_on": wish.is_on,
        "changed_at": at,
    }
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    query = make(table_of(MailAddressRow)).values(account_id=account_id, **values)
    session.execute(query.on_conflict_do_update(index_elements=["account_id"], set_=values))
