"""Create an account with its first roles."""

from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountAdded
from qa_app.domain.passwords import normal_password
from qa_app.domain.people import Actor, NewGrant
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.grants import resolved_grants
from qa_app.queries.managed_accounts import account_faults, is_held

__all__ = ["NewAccount", "NewGrant", "add_account"]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be created.

    Attributes:
        login_name: Name typed at sign-in; small letters, digits, Hanzi, `. _ -`.
        display_name: Name shown beside acts.
        password: First password.
        grants: Roles and reach.
        practitioner_id: The practitioner that the person is; None for others.
    """

    login_name: str
    display_name: str
    password: str
    grants: tuple[NewGrant, ...]
    practitioner_id: int | None = None


def add_account(
    session: Session, actor: Actor, new: NewAccount, hasher: PasswordHasher, *, at: datetime
) -> int:
    """Create an account.

    Args:
        session: A database session.
        actor: Who creates it.
        new: What is created.
        hasher: Argon2id with the installation's parameters.
        at: The present.

    Returns:
        The account.

    Raises:
        NotAllowedError: The actor may not create accounts.
        InvalidError: The name is taken or malformed, the password is not good enough
            (`too_short`, `too_long`, `guessable`), the roles exclude each other, a
            place or centre is unknown or beyond the actor's reach, or another active account
            is the practitioner's (`practitioner_taken`); its `codes` are all that is wrong.
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    login_name = new.login_name.strip().casefold()
    faults = account_faults(session, actor, login_name, new.password, new.grants)
    if is_held(session, new.practitioner_id):
        faults = (*faults, "practitioner_taken")
    if faults:
        raise InvalidError(*faults)
    password_hash = hasher.hash(normal_password(new.password))
    roles = frozenset(grant.role for grant in new.grants)
    event = AccountAdded(actor=actor, at=at, roles=tuple(sorted(roles)))
    with one_of_a_kind("login_name_taken"), transaction(session, event) as act:
        taken = session.execute(select(AccountRow.id).where(AccountRow.login_name == login_name))
        if taken.first() is not None:
            raise InvalidError("login_name_taken")
        if is_held(session, new.practitioner_id, lock=True):
            raise InvalidError("practitioner_taken")
        account_id = session.execute(
            insert(AccountRow)
            .values(
                login_name=login_name,
                display_name=new.display_name.strip() or login_name,
                password_hash=password_hash,
                created_at=at,
                practitioner_id=new.practitioner_id,
            )
            .returning(AccountRow.id)
        ).scalar_one()
        grants = resolved_grants(session, actor, new.grants)
        session.execute(
            insert(RoleGrantRow), [{"account_id": account_id, **grant} for grant in grants]
        )
        act.learn(object_id=account_id)
    return account_id
