"""Ways into an account end here, and its browsers become known or strange."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.people import ADMIN_ROLES, Role
from qa_app.domain.second_factors import Strength
from qa_app.domain.sign_in import LinkKind, is_over, link_until
from qa_app.domain.trust_defaults import KNOWN_DEVICE_DAYS, PASSWORDS_KEPT, SESSIONS_AT_ONCE
from qa_app.models.accounts import AccountRow, LoginSessionRow, RoleGrantRow
from qa_app.models.base import table_of
from qa_app.models.reminders import CalendarFeedRow
from qa_app.models.transaction import lock_rows
from qa_app.models.ways_in import AccountLinkRow, AccountNoteRow, KeptPasswordRow, KnownDeviceRow

_ROW = LoginSessionRow


def end_sessions(
    session: Session, account_id: int, why: str, at: datetime, *, but: str | None = None
) -> int:
    """End every session of an account.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        why: Why, as `LoginSessionRow.end_reason` keeps it.
        at: The present.
        but: SHA-256 (hex) of the id of one that goes on; None ends all.

    Returns:
        How many ended.
    """
    query = update(_ROW).where(_ROW.account_id == account_id, _ROW.ended_at.is_(None))
    if but is not None:
        query = query.where(_ROW.token_digest != but)
    done = session.execute(
        query.values(ended_at=at, end_reason=why).execution_options(synchronize_session=False)
    )
    return done.rowcount if isinstance(done, CursorResult) else 0


def end_one(session: Session, token_digest: str, why: str, at: datetime) -> None:
    """End the session of a browser that gets another one, whoever it was.

    Args:
        session: A session inside `transaction`.
        token_digest: SHA-256 (hex) of its id; one that ended before stays as it is.
        why: Why, as `LoginSessionRow.end_reason` keeps it.
        at: The present.
    """
    session.execute(
        update(_ROW)
        .where(_ROW.token_digest == token_digest, _ROW.ended_at.is_(None))
        .values(ended_at=at, end_reason=why)
        .execution_options(synchronize_session=False)
    )


def make_room(session: Session, account_id: int, at: datetime) -> int | None:
    """End the oldest sessions of an account, so that one more is not too many.

    Sessions that ran out make room first, and are closed as such.

    Args:
        session: A session inside `transaction`, in which the account is locked.
        account_id: The account.
        at: The present.

    Returns:
        The session that ended because it was one too many; None when there was room.
    """
    is_admin = has_admin_role(session, account_id)
    rows = session.execute(
        select(_ROW.id, _ROW.created_at, _ROW.last_seen_at)
        .where(
            _ROW.account_id == account_id,
            _ROW.ended_at.is_(None),
            # who knows a password alone pushes nobody out
            _ROW.strength != Strength.HALF.value,
        )
        .order_by(_ROW.created_at.desc(), _ROW.id.desc())
    ).all()
    over = [
        row.id for row in rows if is_over(row.created_at, row.last_seen_at, at, is_admin=is_admin)
    ]
    living = [row.id for row in rows if row.id not in over]
    _end(session, over, "ran_out", at)
    too_many = living[SESSIONS_AT_ONCE - 1 :]
    _end(session, too_many, "too_many", at)
    return too_many[-1] if too_many else None


def has_admin_role(session: Session, account_id: int) -> bool:
    """Tell whether an account holds an administrator's role.

    Args:
        session: A session.
        account_id: The account.

    Returns:
        True when one of its grants is.
    """
    roles = [role.value for role in ADMIN_ROLES]
    query = select(RoleGrantRow.id).where(
        RoleGrantRow.account_id == account_id, RoleGrantRow.role.in_(roles)
    )
    return session.execute(query.limit(1)).first() is not None


def _end(session: Session, ids: list[int], why: str, at: datetime) -> None:
    if ids:
        session.execute(
            update(_ROW)
            .where(_ROW.id.in_(ids))
            .values(ended_at=at, end_reason=why)
            .execution_options(synchronize_session=False)
        )


def stands_still(session: Session, account_id: int, password_hash: str | None) -> bool:
    """Keep an account as it is until the transaction ends, and tell whether it is as it was.

    A password is hashed before its transaction begins, as that takes long; meanwhile the account
    may be closed or get another password. Before any device or session of the account is locked.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        password_hash: Against which the password was held; None where none was typed.

    Returns:
        True while the account is active and that is still its password.
    """
    query = select(AccountRow.is_active, AccountRow.password_hash).where(
        AccountRow.id == account_id
    )
    row = session.execute(query.with_for_update() if lock_rows(session) else query).one()
    return bool(row.is_active) and password_hash in {None, row.password_hash}


def know_device(session: Session, account_id: int, device_digest: str, at: datetime) -> None:
    """Remember the browser in which somebody signed in.

    Args:
        session: A session inside `transaction`.
        account_id: Whose.
        device_digest: SHA-256 (hex) of the random part of its cookie.
        at: The present.
    """
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    new = make(table_of(KnownDeviceRow)).values(
        token_digest=device_digest, account_id=account_id, made_at=at, used_at=at, failed_count=0
    )
    session.execute(
        new.on_conflict_do_update(
            index_elements=["token_digest", "account_id"], set_={"used_at": new.excluded.used_at}
        )
    )


def known_device(
    session: Session, account_id: int | None, device_digest: str | None, at: datetime
) -> int | None:
    """Find a browser in which an account was used before.

    Args:
        session: A session.
        account_id: The account; None for a name that has none.
        device_digest: SHA-256 (hex) of the random part of its cookie; None without one.
        at: The present.

    Returns:
        The known device; None for a stranger, and `KNOWN_DEVICE_DAYS` after its last use.
    """
    row = KnownDeviceRow
    return session.execute(
        select(row.id).where(
            row.token_digest == (device_digest or ""),
            row.account_id == (account_id or 0),
            row.used_at > at - timedelta(days=KNOWN_DEVICE_DAYS),
        )
    ).scalar_one_or_none()


def forget_devices(session: Session, account_id: int, *, but: str | None = None) -> None:
    """Make every browser of an account strange again, when its password changes.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        but: SHA-256 (hex) of one cookie's random part that stays known; None forgets all.
    """
    row = KnownDeviceRow
    query = delete(row).where(row.account_id == account_id)
    if but is not None:
        query = query.where(row.token_digest != but)
    session.execute(query.execution_options(synchronize_session=False))


def replace_password(
    session: Session, account_id: int, password_hash: str, at: datetime, *, keeps_old: bool
) -> None:
    """Give an account another password, and count its failures from the beginning.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        password_hash: Of the new password.
        at: The present.
        keeps_old: True keeps the former one as a hash, the last `PASSWORDS_KEPT` of them.
    """
    account = session.execute(
        select(AccountRow)
        .where(AccountRow.id == account_id)
        .execution_options(populate_existing=True)
    ).scalar_one()
    if keeps_old and account.password_hash:
        session.add(
            KeptPasswordRow(
                account_id=account_id, password_hash=account.password_hash, replaced_at=at
            )
        )
        session.flush()
        of_account = KeptPasswordRow.account_id == account_id
        newest = (
            select(KeptPasswordRow.id)
            .where(of_account)
            .order_by(KeptPasswordRow.id.desc())
            .limit(PASSWORDS_KEPT)
        )
        session.execute(
            delete(KeptPasswordRow)
            .where(of_account, KeptPasswordRow.id.not_in(newest))
            .execution_options(synchronize_session=False)
        )
    account.password_hash, account.password_set_at = password_hash, at
    account.failed_count, account.last_failed_at = 0, None
    session.flush()


def close_links(
    session: Session, account_id: int, at: datetime, kind: LinkKind | None = None
) -> None:
    """Close every link of an account that is still open.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        at: The present.
        kind: Only links of this kind; None closes all.
    """
    row = AccountLinkRow
    wanted = [row.account_id == account_id, row.closed_at.is_(None)]
    if kind is not None:
        wanted.append(row.kind == kind.value)
    session.execute(
        update(row).where(*wanted).values(closed_at=at).execution_options(synchronize_session=False)
    )


def end_feeds(session: Session, account_id: int, at: datetime) -> None:
    """Revoke every secret address of a calendar that an account has, and tell its owner.

    Args:
        session: A session inside `transaction`.
        account_id: The account; without such an address nothing is told.
        at: The present.
    """
    row = CalendarFeedRow
    done = session.execute(
        update(row)
        .where(row.account_id == account_id, row.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(row.id)
        .execution_options(synchronize_session=False)
    )
    if done.all():
        tell_owner(session, account_id, "feeds_ended", at)


def put_link(
    session: Session,
    account_id: int,
    kind: LinkKind,
    token_digest: str,
    made_by: int | None,
    at: datetime,
) -> None:
    """Make a link that sets the password of an account; older ones open nothing any more.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        kind: What it is for.
        token_digest: SHA-256 (hex) of its random part.
        made_by: The account that made it; None for a command on the host.
        at: The present.
    """
    close_links(session, account_id, at)
    session.add(
        AccountLinkRow(
            account_id=account_id,
            kind=kind.value,
            token_digest=token_digest,
            made_at=at,
            made_by=made_by,
            expires_at=link_until(kind, at),
            was_used=False,
        )
    )
    session.flush()


def tell_owner(session: Session, account_id: int, kind: str, at: datetime) -> None:
    """Tell the owner of an account what was done to it.

    It stands on their first page until they put it away, and leaves as a reminder by mail where
    they gave an address.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        kind: What, as `wording.account_notes` knows it.
        at: The present.
    """
    session.add(AccountNoteRow(account_id=account_id, kind=kind, at=at))
    session.flush()


def tell_security(session: Session, kind: str, at: datetime) -> None:
    """Tell every security administrator of an act that weighs; nobody is named.

    Args:
        session: A session inside `transaction`.
        kind: What, as `web.account_labels` knows it.
        at: The present.
    """
    tell_role(session, Role.SEC_ADMIN, kind, at)


def tell_role(session: Session, role: Role, kind: str, at: datetime) -> None:
    """Tell everybody who holds a role of an act that weighs; nobody is named.

    Args:
        session: A session inside `transaction`.
        role: The role.
        kind: What, as `web.account_labels` knows it.
        at: The present.
    """
    query = (
        select(RoleGrantRow.account_id)
        .join(AccountRow, AccountRow.id == RoleGrantRow.account_id)
        .where(RoleGrantRow.role == role.value, AccountRow.is_active.is_(True))
        .distinct()
    )
    for account_id in session.scalars(query).all():
        tell_owner(session, account_id, kind, at)


def put_notes_away(session: Session, kind: str, at: datetime) -> None:
    """Put away what people were told of something that waits for nobody any more.

    Args:
        session: A session inside `transaction`.
        kind: What, as `web.account_labels` knows it.
        at: The present.
    """
    session.execute(
        update(AccountNoteRow)
        .where(AccountNoteRow.kind == kind, AccountNoteRow.seen_at.is_(None))
        .values(seen_at=at)
        .execution_options(synchronize_session=False)
    )
