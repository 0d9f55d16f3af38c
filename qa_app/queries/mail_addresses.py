"""Where people want their reminders."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.models.reminders import MailAddressRow
from qa_app.models.sealing import sealer_of


@dataclass(frozen=True, slots=True)
class MailAddress:
    """One's own address.

    Attributes:
        address: It.
        is_on: True when reminders are sent to it.
    """

    address: str
    is_on: bool


def about_mail(account_id: int) -> str:
    """Name what the sealed address of an account belongs to.

    Args:
        account_id: The account.

    Returns:
        What it is sealed about.
    """
    return f"mail/{account_id}"


def own_mail_address(session: Session, actor: Actor) -> MailAddress | None:
    """Read one's own address.

    Args:
        session: A database session.
        actor: Whose.

    Returns:
        The address; None when there is none.
    """
    query = select(MailAddressRow).where(MailAddressRow.account_id == actor.account_id)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        return None
    address = sealer_of(session).open(row.address, about_mail(row.account_id))
    return MailAddress(address, row.is_on)
