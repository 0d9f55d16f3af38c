"""Create an account with its first roles."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountAdded
from qa_app.domain.passwords import PasswordProfile, normal_password, password_flaw
from qa_app.domain.people import Actor, NewGrant
from qa_app.domain.permissions import Permission, may
from qa_app.domain.sign_in import LinkKind
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.login_sessions import put_link
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.grants import resolved_grants
from qa_app.queries.managed_accounts import account_faults, is_held
from qa_app.queries.passwords import leak_flaw, rules_of_new

__all__ = ["NewAccount", "NewGrant", "add_account"]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be created.

    Attributes:
        login_name: Name typed at sign-in; small letters, digits, Hanzi, `. _ -`.
        display_name: Name shown beside acts.
        password: First password; None for one who is invited and sets it by a link.
        grants: Roles and reach; none where a security administrator gives them later.
        practitioner_id: The practitioner that the person is; None for others.
        link_digest: SHA-256 (hex) of the random part of a link by which its owner sets the first
            password (`make_link`); None makes none.
        profile: By which rules the password is judged.
        breached: File of digests of passwords that leaked (`leak_flaw`); None asks none.
    """

    login_name: str
    display_name: str
    password: str | None
    grants: tuple[NewGrant, ...]
    practitioner_id: int | None = None
    link_digest: str | None = None
    profile: PasswordProfile = PasswordProfile.NIST
    breached: Path | None = None


def add_account(
    session: Session,
    actor: Actor,
    new: NewAccount,
    hasher: PasswordHasher,
    *,
    at: datetime,
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
        NotAllowedError: The actor may not create accounts, or would give it a first role and may
            not give roles: then it is made without, and somebody else gives them.
        InvalidError: The name is taken or malformed, the password is not good enough
            (`too_short`, `too_long`, `guessable`), leaked (`breached`) or cannot be looked up
            (`leaks_unread`), the roles exclude each other, a place or centre is unknown or beyond
            the actor's reach, or another active account is the practitioner's
            (`practitioner_taken`); its `codes` are all that is wrong.
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    if new.grants and not may(actor, Permission.ROLE_GRANT):
        raise NotAllowedError("role:grant")
    login_name = new.login_name.strip().casefold()
    faults = account_faults(session, actor, login_name, new.grants)
    faults = (*faults, *_password_faults(new, login_name))
    if is_held(session, new.practitioner_id):
        faults = (*faults, "practitioner_taken")
    if faults:
        raise InvalidError(*faults)
    password_hash = "" if new.password is None else hasher.hash(normal_password(new.password))
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
                password_set_at=None if new.password is None else at,
                practitioner_id=new.practitioner_id,
            )
            .returning(AccountRow.id)
        ).scalar_one()
        grants = resolved_grants(session, actor, new.grants)
        if grants:
            session.execute(
                insert(RoleGrantRow), [{"account_id": account_id, **grant} for grant in grants]
            )
        _invite(session, actor, new, account_id, at)
        act.learn(object_id=account_id)
    return account_id


def _password_faults(new: NewAccount, login_name: str) -> tuple[str, ...]:
    if new.password is None:
        return ()
    flaw = password_flaw(new.password, login_name, rules_of_new(new.profile, new.display_name))
    flaw = flaw or leak_flaw(new.breached, new.password)
    return () if flaw is None else (flaw,)


def _invite(session: Session, actor: Actor, new: NewAccount, account_id: int, at: datetime) -> None:
    if new.link_digest is not None:
        made_by = actor.account_id
        put_link(session, account_id, LinkKind.INVITATION, new.link_digest, made_by, at)
