"""Whether two accounts that act on the same thing may be one person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from qa_app.domain.errors import OnePersonError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow
from qa_app.models.second_factors import CardCodeRow, CodeCardRow, CodeSeedRow, PasskeyRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.grants import is_manageable
from qa_app.queries.staff import people_with

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
        others: Names of whoever else may.
    """

    link_id: int
    maker: str
    opened_at: datetime
    may_confirm: bool
    others: tuple[str, ...]


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
    known = _Known(session)
    behind = known.behind(actor_id, at)
    if any(behind & known.behind(account_id, then) for account_id, then in before):
        raise OnePersonError("one_person")


def may_be_one(session: Session, one: Hand, other: Hand) -> bool:
    """Tell whether one person may have acted under two accounts.

    Args:
        session: A database session.
        one: An account, and when it acted.
        other: The other.

    Returns:
        True where somebody may be behind both (`people_behind`); never for the system.
    """
    known = _Known(session)
    return bool(known.behind(*one) & known.behind(*other))


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
    return _Known(session).behind(account_id, at)


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
        second factor that neither they nor who may be one person with them handed out stood when
        the link was used and still does, and was set up while none of these links was used yet.
    """
    return _Known(session).unseen(account_id, at)


def unconfirmed(session: Session, at: datetime) -> Mapping[int, AccountLinkRow]:
    """Find the accounts of which nobody confirmed yet that their owner opened the link.

    Args:
        session: A database session.
        at: The present.

    Returns:
        Those with `unseen_links`, each with the oldest.
    """
    return _Known(session, reads_all=True).unconfirmed(at)


def owners_for(session: Session, actor: Actor, at: datetime) -> frozenset[int]:
    """Find the accounts whose owners wait for somebody to confirm that they opened their link.

    Args:
        session: A database session.
        actor: Who looks.
        at: The present.

    Returns:
        Accounts within any reach, other than the actor's own and those of whose links they may be
        the maker; nothing for who confirms no owners.
    """
    if not may(actor, Permission.OWNER_CONFIRM):
        return frozenset()
    known = _Known(session, reads_all=True)
    own = known.behind(actor.account_id, at)
    return frozenset(
        account
        for account, link in known.unconfirmed(at).items()
        if account != actor.account_id and own.isdisjoint(known.behind(link.made_by, link.made_at))
    )


@dataclass(frozen=True, slots=True)
class _Factor:
    # handed out by whom, 0 for nobody; what ended stood until then
    by: int
    since: datetime
    until: datetime | None


class _Known:
    """The used links that nobody confirmed and the second factors beside them, each read once."""

    def __init__(self, session: Session, *, reads_all: bool = False) -> None:
        self._session = session
        self._reads_all = reads_all
        self._links: dict[int, list[AccountLinkRow]] = {}
        self._factors: Mapping[int, list[_Factor]] = {}
        if reads_all:
            self._links, self._factors = _read(session, true())

    def behind(
        self, account_id: int | None, at: datetime, *, counts_cards: bool = True
    ) -> frozenset[int]:
        left = [] if account_id is None else [(account_id, at)]
        seen: set[tuple[int, datetime]] = set()
        while left:
            one = left.pop()
            if one not in seen:
                seen.add(one)
                links = self.unseen(*one, counts_cards=counts_cards)
                left += [(link.made_by, link.made_at) for link in links if link.made_by is not None]
        return frozenset(found for found, _ in seen)

    def unconfirmed(self, at: datetime) -> dict[int, AccountLinkRow]:
        found = ((account_id, self.unseen(account_id, at)) for account_id in self._links)
        return {account_id: links[0] for account_id, links in found if links}

    def unseen(
        self, account_id: int, at: datetime, *, counts_cards: bool = True
    ) -> tuple[AccountLinkRow, ...]:
        if not self._reads_all and account_id not in self._links:
            links, factors = _read(self._session, AccountLinkRow.account_id == account_id)
            self._links[account_id] = links.get(account_id, [])
            self._factors = {**self._factors, **factors}
        stood = [
            one for one in self._factors.get(account_id, ()) if one.until is None or one.until > at
        ]
        found: list[AccountLinkRow] = []
        for link in self._links.get(account_id, ()):
            if link.closed_at is None or link.closed_at > at:
                continue
            # what was set up under an earlier one may be its maker's own
            since = found[0].closed_at if found else link.closed_at
            if since is not None and not any(
                one.since < since
                and (
                    one.by in {0, account_id}
                    or (counts_cards and self._is_of_others(one.by, at, link))
                )
                for one in stood
            ):
                found.append(link)
        return tuple(found)

    def _is_of_others(self, printer: int, at: datetime, link: AccountLinkRow) -> bool:
        # who is behind whom is asked here without cards, which is the stricter, so that it ends
        return self.behind(printer, at, counts_cards=False).isdisjoint(
            self.behind(link.made_by, link.made_at, counts_cards=False)
        )


def _read(
    session: Session, of: ColumnElement[bool]
) -> tuple[dict[int, list[AccountLinkRow]], Mapping[int, list[_Factor]]]:
    row = AccountLinkRow
    asked = and_(of, row.was_used, row.made_by.is_not(None), row.seen_at.is_(None))
    query = select(row).where(asked).order_by(row.closed_at, row.id)
    links = defaultdict(list)
    for link in session.scalars(query):
        links[link.account_id].append(link)
    factors = _factors(session, select(row.account_id).where(asked)) if links else {}
    return dict(links), factors


def _factors(session: Session, accounts: Select[int]) -> Mapping[int, list[_Factor]]:
    seed, card, code, key = CodeSeedRow, CodeCardRow, CardCodeRow, PasskeyRow
    query: CompoundSelect[int, int, datetime, datetime | None] = union_all(
        select(seed.account_id, literal(0), seed.confirmed_at, seed.ended_at).where(
            seed.account_id.in_(accounts), seed.confirmed_at.is_not(None)
        ),
        select(card.account_id, card.made_by, func.min(code.used_at), card.ended_at)
        .join(code, code.card_id == card.id)
        .where(card.account_id.in_(accounts), code.used_at.is_not(None))
        .group_by(card.id, card.account_id, card.made_by, card.ended_at),
        select(key.account_id, literal(0), key.made_at, null()).where(key.account_id.in_(accounts)),
    )
    found = defaultdict(list)
    for account, by, since, until in session.execute(query):
        found[account].append(_Factor(by, since, until))
    return found


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
    known = _Known(session)
    link = next(iter(known.unseen(account_id, at)), None)
    if link is None or link.closed_at is None:
        return None
    makers = known.behind(link.made_by, link.made_at)
    may_confirm = {
        one.account_id: one.name
        for one in people_with(session, Permission.OWNER_CONFIRM)
        if one.account_id != account_id
        and makers.isdisjoint(known.behind(one.account_id, at))
        and is_manageable(session, one, account_id, Permission.OWNER_CONFIRM)
    }
    is_mine = may_confirm.pop(actor.account_id, None) is not None
    maker = session.execute(
        select(AccountRow.display_name).where(AccountRow.id == link.made_by)
    ).scalar_one()
    return OwnerToConfirm(link.id, maker, link.closed_at, is_mine, tuple(may_confirm.values()))
