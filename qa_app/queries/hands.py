"""Whether two accounts that act on the same thing may be one person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, union_all
from sqlalchemy.orm import Session

from qa_app.domain.errors import OnePersonError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow
from qa_app.models.second_factors import CardCodeRow, CodeCardRow, CodeSeedRow, PasskeyRow
from qa_app.models.ways_in import AccountLinkRow

Hand = tuple[int | None, datetime]
"""An account that took a step, and when; None for the system."""


@dataclass(frozen=True, slots=True)
class OwnerToConfirm:
    """A link of which nobody but its maker knows who opened it.

    Attributes:
        link_id: The link.
        maker: Name of who made it.
        opened_at: When it was used.
        may_confirm: True for whoever may confirm that the owner opened it.
    """

    link_id: int
    maker: str
    opened_at: datetime
    may_confirm: bool


def refuse_one_person(session: Session, actor_id: int | None, at: datetime, *before: Hand) -> None:
    """Refuse a second step of somebody who may have taken the first one under another account.

    Whoever makes a link that sets a password sees it, and may use it: they may be whoever acts
    under that account until somebody else confirms that its owner opened the link.

    Args:
        session: A database session.
        actor_id: Who takes the second step; None for the system.
        at: The present.
        *before: Who took steps before.

    Raises:
        OnePersonError: The same person may be behind both (`one_person`).

    Source: ADR 0045.
    """
    behind = people_behind(session, actor_id, at)
    if any(behind & people_behind(session, account_id, then) for account_id, then in before):
        raise OnePersonError("one_person")


def people_behind(session: Session, account_id: int | None, at: datetime) -> frozenset[int]:
    """Find the accounts whose owners may have acted under an account.

    Args:
        session: A database session.
        account_id: The account; None for the system.
        at: When.

    Returns:
        Itself, who made its `unseen_link`, who made theirs, and so on; nobody for the system.
    """
    found: set[int] = set()
    while account_id is not None and account_id not in found:
        found.add(account_id)
        link = unseen_link(session, account_id, at)
        account_id, at = (None, at) if link is None else (link.made_by, link.made_at)
    return frozenset(found)


def unseen_link(session: Session, account_id: int, at: datetime) -> AccountLinkRow | None:
    """Find the link under which an account's password stood, while its maker may have used it.

    Args:
        session: A database session.
        account_id: The account.
        at: When the account acted; links that were used later are not looked at.

    Returns:
        The newest link that was used. None where there is none, a command on the host made it,
        somebody else confirmed that the owner opened it, or a second factor that the maker did
        not hand out stood when it was used and still does: the link alone opened nothing then.
    """
    row = AccountLinkRow
    link = session.execute(
        select(row)
        .where(row.account_id == account_id, row.was_used, row.closed_at <= at)
        .order_by(row.closed_at.desc(), row.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if link is None or link.made_by is None or link.seen_at is not None:
        return None
    return None if _was_kept_out(session, link, at) else link


def _was_kept_out(session: Session, link: AccountLinkRow, at: datetime) -> bool:
    # a factor that was set up later may be the work of whoever used the link
    used_at = link.closed_at
    of, seed, card, code = link.account_id, CodeSeedRow, CodeCardRow, CardCodeRow
    answered = exists().where(code.card_id == card.id, code.used_at < used_at)
    factors = union_all(
        select(seed.id).where(
            seed.account_id == of,
            seed.confirmed_at < used_at,
            seed.ended_at.is_(None) | (seed.ended_at > at),
        ),
        select(card.id).where(
            card.account_id == of,
            card.made_by != link.made_by,
            card.ended_at.is_(None) | (card.ended_at > at),
            answered,
        ),
        select(PasskeyRow.id).where(PasskeyRow.account_id == of, PasskeyRow.made_at < used_at),
    )
    return session.execute(factors.limit(1)).first() is not None


def unconfirmed(session: Session, at: datetime) -> frozenset[int]:
    """Find the accounts of which nobody confirmed yet that their owner opened the link.

    Args:
        session: A database session.
        at: The present.

    Returns:
        Those with a link of `unseen_link`.
    """
    row = AccountLinkRow
    maybe = session.scalars(
        select(row.account_id).where(row.was_used, row.seen_at.is_(None)).distinct()
    ).all()
    return frozenset(one for one in maybe if unseen_link(session, one, at) is not None)


def owner_to_confirm(
    session: Session, actor: Actor, account_id: int, at: datetime
) -> OwnerToConfirm | None:
    """Tell what is to be confirmed of an account.

    Args:
        session: A database session.
        actor: Who looks; the caller knows that they may see the account.
        account_id: The account.
        at: The present.

    Returns:
        Its link; None where nothing is to be confirmed.
    """
    link = unseen_link(session, account_id, at)
    if link is None or link.closed_at is None:
        return None
    query = select(AccountRow.display_name).where(AccountRow.id == link.made_by)
    makers = people_behind(session, link.made_by, link.made_at)
    is_other = not makers & people_behind(session, actor.account_id, at)
    may_confirm = may(actor, Permission.OWNER_CONFIRM) and actor.account_id != account_id
    maker = session.execute(query).scalar_one()
    return OwnerToConfirm(link.id, maker, link.closed_at, is_other and may_confirm)
