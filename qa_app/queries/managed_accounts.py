"""Accounts as those see them who look after them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import NO_REACH, Actor, NewGrant, Role, is_login_name
from qa_app.domain.permissions import Permission, may, reach_of, roles_fit_together, weighs
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, LoginSessionRow, RoleGrantRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.transaction import locked
from qa_app.queries.grants import resolved_grants
from qa_app.queries.team import has_two_hats


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A role of an account and where it applies.

    Attributes:
        role: The role.
        place: Name of the branch of the area tree; None for another reach.
        place_code: Its code; None likewise.
        centre: Name of the one centre; None for another reach.
        centre_code: Its code; None likewise. Without either: the whole network.
    """

    role: Role
    place: BilingualText | None
    place_code: str | None
    centre: BilingualText | None
    centre_code: str | None


@dataclass(frozen=True, slots=True)
class ManagedAccount:
    """An account.

    Attributes:
        id: The account.
        login_name: Name typed at sign-in.
        display_name: Name shown.
        is_active: False when disabled.
        practitioner: Code of the worker that the person is; None for others.
        created_at: When it was made.
        grants: Its roles.
        last_seen_at: Last use; None when it was never used.
        has_password: False until an invitation is taken up.
        is_dormant: True when it was closed because nobody used it.
    """

    id: int
    login_name: str
    display_name: str
    is_active: bool
    practitioner: str | None
    created_at: datetime
    grants: tuple[GrantLine, ...]
    last_seen_at: datetime | None
    has_password: bool
    is_dormant: bool

    @property
    def may_be_tied(self) -> bool:
        """Tell whether it is nobody's at a centre yet and may be a caseworker's."""
        works = not self.grants or any(one.role is Role.CASEWORKER for one in self.grants)
        return self.practitioner is None and works


def count_accounts(session: Session, actor: Actor) -> tuple[int, int]:
    """Count the accounts within reach.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        All of them, and the disabled ones among them.
    """
    row = session.execute(
        select(func.count(), func.count().filter(~AccountRow.is_active).label("disabled")).where(
            _seen_by(actor)
        )
    ).one()
    return row[0], row.disabled


@looking_beyond(Beyond.ADMINISTRATION)
def accounts_page(
    session: Session, actor: Actor, after: str = "", named: str = ""
) -> tuple[ManagedAccount, ...]:
    """List accounts within reach by login name.

    Args:
        session: A database session.
        actor: Who asks.
        after: The last name of the page before; empty starts at the first.
        named: Part of the login name or of the name shown; empty lists all.

    Returns:
        One more than a page, when there are more.
    """
    names = (AccountRow.login_name, AccountRow.display_name)
    query = (
        _accounts(actor)
        .where(
            AccountRow.login_name > after,
            or_(*(one.icontains(named, autoescape=True) for one in names)) if named else true(),
        )
        .order_by(AccountRow.login_name)
        .limit(ROWS_PER_PAGE + 1)
    )
    return _read(session, session.execute(query).all())


@looking_beyond(Beyond.ADMINISTRATION)
def names_within(
    session: Session, actor: Actor, accounts: Collection[int]
) -> tuple[tuple[int, str], ...]:
    """Name some accounts as far as they are within reach.

    Args:
        session: A database session.
        actor: Who asks.
        accounts: Which; without any nothing is asked of the database.

    Returns:
        Account and login name, by login name.
    """
    if not accounts:
        return ()
    query = select(AccountRow.id, AccountRow.login_name).where(
        AccountRow.id.in_(accounts), AccountRow.is_active, _seen_by(actor)
    )
    return tuple((row.id, row.login_name) for row in session.execute(query.order_by("login_name")))


@looking_beyond(Beyond.ADMINISTRATION)
def account_by_id(session: Session, actor: Actor, account_id: int) -> ManagedAccount | None:
    """Find an account within reach.

    Args:
        session: A database session.
        actor: Who asks.
        account_id: Which account.

    Returns:
        The account; None when there is none or it is out of reach.
    """
    rows = session.execute(_accounts(actor).where(AccountRow.id == account_id)).all()
    return next(iter(_read(session, rows)), None)


@looking_beyond(Beyond.ADMINISTRATION)
def practitioner_id(session: Session, centre_code: str, code: str) -> int | None:
    """Find a worker by codes.

    Args:
        session: A database session.
        centre_code: Code of the centre.
        code: Code of the worker there.

    Returns:
        The worker; None when there is none.
    """
    return session.execute(
        select(PractitionerRow.id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(CentreRow.code == centre_code, PractitionerRow.code == code)
    ).scalar_one_or_none()


def account_faults(
    session: Session, actor: Actor, login_name: str, grants: Sequence[NewGrant]
) -> tuple[str, ...]:
    """Look for everything that speaks against a new account; nothing is written.

    Args:
        session: A database session.
        actor: Who would create it.
        login_name: Name to be typed at sign-in, in small letters and without outer blanks.
        grants: Roles and reach.

    Returns:
        `login_name` or `login_name_taken`, `roles_exclude` (also without any role, for the
        system), `roles_weigh` (a second person must confirm such roles: they are given to an
        account that is there), and what `resolved_grants` finds; each once. Empty when the
        account may be created, and for an actor who may look after accounts nowhere only what is
        wrong without looking.
    """
    faults = []
    if not is_login_name(login_name):
        faults.append("login_name")
    elif may(actor, Permission.ACCOUNT_MANAGE) and _is_taken(session, login_name):
        faults.append("login_name_taken")
    roles = frozenset(grant.role for grant in grants)
    # who gives no roles makes accounts that wait for them
    is_bare = not roles and not actor.is_system
    fit = roles_fit_together(roles, has_two_hats=has_two_hats(session))
    heavy = not actor.is_system and any(map(weighs, roles))
    if not (is_bare or (roles and fit)) or heavy:
        faults.append("roles_exclude" if not heavy else "roles_weigh")
    try:
        resolved_grants(session, actor, grants)
    except InvalidError as fault:
        faults.append(fault.code)
    return tuple(faults)


@looking_beyond(Beyond.ADMINISTRATION)
def is_held(
    session: Session, practitioner_id: int | None, *, but: int | None = None, lock: bool = False
) -> bool:
    """Tell whether an active account is a practitioner's: two would be two readers of one person.

    Args:
        session: A database session.
        practitioner_id: The practitioner; None for an account of nobody who works at a centre.
        but: An account that is not looked at, namely the one that changes.
        lock: Whether others who ask so wait until the transaction ends; only inside one.

    Returns:
        False without a practitioner.
    """
    if practitioner_id is None:
        return False
    if lock:
        person = select(PractitionerRow.id).where(PractitionerRow.id == practitioner_id)
        session.execute(locked(session, person, PractitionerRow))
    query = select(AccountRow.id).where(
        AccountRow.practitioner_id == practitioner_id, AccountRow.is_active
    )
    if but is not None:
        query = query.where(AccountRow.id != but)
    return session.execute(query.limit(1)).first() is not None


def _is_taken(session: Session, login_name: str) -> bool:
    # a name is one in the whole installation, whoever may see the account
    query = select(AccountRow.id).where(AccountRow.login_name == login_name)
    return session.execute(query).first() is not None


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    reach = reach_of(actor, Permission.ACCOUNT_READ)
    if reach.is_everything:
        return true()
    within = [
        column.startswith(path, autoescape=True)
        for path in sorted(reach.place_paths)
        for column in (RoleGrantRow.place_path, CentreRow.place_path)
    ]
    within.append(RoleGrantRow.centre_id.in_(sorted(reach.centre_ids)))
    grants = (
        select(RoleGrantRow.id)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .where(RoleGrantRow.account_id == AccountRow.id, or_(*within))
    )
    # who has no role yet is nobody's in particular: whoever looks after accounts anywhere sees them
    nowhere = ~exists().where(RoleGrantRow.account_id == AccountRow.id)
    return or_(exists(grants), nowhere) if reach != NO_REACH else false()


def _accounts(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            AccountRow.id,
            AccountRow.login_name,
            AccountRow.display_name,
            AccountRow.is_active,
            AccountRow.created_at,
            (AccountRow.password_hash != "").label("has_password"),
            AccountRow.disabled_why,
            PractitionerRow.code.label("practitioner"),
        )
        .outerjoin(PractitionerRow, PractitionerRow.id == AccountRow.practitioner_id)
        .where(_seen_by(actor))
    )


def _read(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[ManagedAccount, ...]:
    ids = [row.id for row in rows]
    grants: dict[int, list[GrantLine]] = defaultdict(list)
    for row in session.execute(
        select(
            RoleGrantRow.account_id,
            RoleGrantRow.role,
            PlaceRow.code.label("place"),
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            CentreRow.code.label("centre"),
            CentreRow.name_zh.label("centre_zh"),
            CentreRow.name_en.label("centre_en"),
        )
        .outerjoin(PlaceRow, PlaceRow.id == RoleGrantRow.place_id)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .where(RoleGrantRow.account_id.in_(ids))
        .order_by(RoleGrantRow.id)
    ):
        place = None if row.place is None else BilingualText(row.place_zh, row.place_en)
        centre = None if row.centre is None else BilingualText(row.centre_zh, row.centre_en)
        line = GrantLine(Role(row.role), place, row.place, centre, row.centre)
        grants[row.account_id].append(line)
    seen: dict[int, datetime] = {
        row.account_id: row.last_seen_at
        for row in session.execute(
            select(
                LoginSessionRow.account_id,
                func.max(LoginSessionRow.last_seen_at).label("last_seen_at"),
            )
            .where(LoginSessionRow.account_id.in_(ids))
            .group_by(LoginSessionRow.account_id)
        )
    }
    return tuple(
        ManagedAccount(
            row.id,
            row.login_name,
            row.display_name,
            row.is_active,
            row.practitioner,
            row.created_at,
            tuple(grants[row.id]),
            seen.get(row.id),
            row.has_password,
            row.disabled_why is not None,
        )
        for row in rows
    )
