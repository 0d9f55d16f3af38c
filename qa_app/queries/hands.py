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
        *before: Who took steps before, and when; the present where that was not recorded, which
            is the strictest (`people_behind`).

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
        at: When. The later, the more they are: an instant after the true one is the stricter.

    Returns:
        Itself, who made its `unseen_links`, who made theirs by then, and so on; nobody for the
        system.
    """
    left = [] if account_id is None else [(account_id, at)]
    seen: set[tuple[int, datetime]] = set()
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            links = unseen_links(session, *one)
            left += [(link.made_by, link.made_at) for link in links if link.made_by is not None]
    return frozenset(found for found, _ in seen)


def unseen_links(session: Session, account_id: int, at: datetime) -> tuple[AccountLinkRow, ...]:
    """Find the links by whose makers an account may have been used.

    A later link takes nothing back: whoever was inside may have set up what lets them in again,
    and may have taken it away since.

    Args:
        session: A database session.
        account_id: The account.
        at: When the account acted; links that were used later are not looked at.

    Returns:
        The links that were used, oldest first, without those that a command on the host made, of
        which somebody else confirmed that the owner opened them, or whose maker was kept out: a
        second factor that they did not hand out stood when the link was used and still does, and
        was set up while none of these links was used yet.
    """
    row = AccountLinkRow
    links = session.scalars(
        select(row)
        .where(
            row.account_id == account_id,
            row.was_used,
            row.closed_at <= at,
            row.made_by.is_not(None),
            row.seen_at.is_(None),
        )
        .order_by(row.closed_at, row.id)
    ).all()
    found: list[AccountLinkRow] = []
    for link in links:
        # what was set up under an earlier one may be its maker's own
        since = found[0].closed_at if found else link.closed_at
        if since is not None and not _was_kept_out(session, link, since, at):
            found.append(link)
    return tuple(found)


def _was_kept_out(session: Session, link: AccountLinkRow, since: datetime, at: datetime) -> bool:
    of, seed, card, code = link.account_id, CodeSeedRow, CodeCardRow, CardCodeRow
    answered = exists().where(code.card_id == card.id, code.used_at < since)
    factors = union_all(
        select(seed.id).where(
            seed.account_id == of,
            seed.confirmed_at < since,
            seed.ended_at.is_(None) | (seed.ended_at > at),
        ),
        select(card.id).where(
            card.account_id == of,
            card.made_by != link.made_by,
            card.ended_at.is_(None) | (card.ended_at > at),
            answered,
        ),
        select(PasskeyRow.id).where(PasskeyRow.account_id == of, PasskeyRow.made_at < since),
    )
    return session.execute(factors.limit(1)).first() is not None


def unconfirmed(session: Session, at: datetime) -> frozenset[int]:
    """Find the accounts of which nobody confirmed yet that their owner opened the link.

    Args:
        session: A database session.
        at: The present.

    Returns:
        Those with `unseen_links`.
    """
    row = AccountLinkRow
    maybe = session.scalars(
        select(row.account_id)
        .where(row.was_used, row.made_by.is_not(None), row.seen_at.is_(None))
        .distinct()
    ).all()
    return frozenset(one for one in maybe if unseen_links(session, one, at))


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
        The oldest link of which nobody knows: once it is confirmed, what its owner set up keeps
        makers of later ones out. None where nothing is to be confirmed.
    """
    link = next(iter(unseen_links(session, account_id, at)), None)
    if link is None or link.closed_at is None:
        return None
    query = select(AccountRow.display_name).where(AccountRow.id == link.made_by)
    makers = people_behind(session, link.made_by, link.made_at)
    is_other = not makers & people_behind(session, actor.account_id, at)
    may_confirm = may(actor, Permission.OWNER_CONFIRM) and actor.account_id != account_id
    maker = session.execute(query).scalar_one()
    return OwnerToConfirm(link.id, maker, link.closed_at, is_other and may_confirm)
