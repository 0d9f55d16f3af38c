"""Failed sign-ins: counted under the account, under the name's digest, or on a known device."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.sign_in import minute_of
from qa_app.models.accounts import AccountRow, SignInFailureRow
from qa_app.models.base import table_of
from qa_app.models.transaction import lock_rows, touch
from qa_app.models.ways_in import AddressTryRow, KnownDeviceRow


@dataclass(frozen=True, slots=True)
class Tried:
    """Under what the failures of an attempt are counted.

    Attributes:
        account_id: The account of the name; None when there is none.
        login_digest: SHA-256 (hex) of the name.
        device_id: The known device of the account that it comes from; None for strangers, whose
            failures never keep a known device waiting.
    """

    account_id: int | None
    login_digest: str
    device_id: int | None = None


def address_key(address: str | None) -> str:
    """Give what tries from a network address are counted under.

    Args:
        address: The address; None where nobody knows it.

    Returns:
        The address; of IPv6 the first half, as one connection has all of the rest; `?` for none.
    """
    if not address:
        return "?"
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        if mapped is None:
            return str(ipaddress.ip_network((parsed, 64), strict=False))
        return str(mapped)
    return str(parsed)


def tries_in_minute(session: Session, address: str, at: datetime) -> int:
    """Read how often was tried from a network address, without counting.

    Args:
        session: A session.
        address: What `address_key` gives.
        at: The present.

    Returns:
        Tries in this minute.
    """
    row = AddressTryRow
    query = select(row.count).where(row.address == address, row.minute_at == minute_of(at))
    return session.execute(query).scalar_one_or_none() or 0


def count_try(session: Session, address: str, at: datetime, *, is_needed: bool = True) -> int:
    """Count a try from a network address, before anything costly is done for it.

    Args:
        session: A session without unsaved changes; the count is committed.
        address: What `address_key` gives.
        at: The present.
        is_needed: False goes on without counting where nothing can be saved.

    Returns:
        Tries in this minute, this one included.
    """
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    table, minute = table_of(AddressTryRow), minute_of(at)
    new = make(table).values(address=address, minute_at=minute, count=1)
    is_same = table.c.minute_at == new.excluded.minute_at
    count = case((is_same, table.c.count + 1), else_=1)
    more = {"minute_at": new.excluded.minute_at, "count": count}
    counted = new.on_conflict_do_update(index_elements=["address"], set_=more)
    # what it returns and not what stands afterwards: others count beside it
    found = touch(session, counted.returning(table.c.count), is_needed=is_needed)
    return tries_in_minute(session, address, at) if found is None else int(found)


def forget_try(session: Session, address: str) -> None:
    """Take a try back that let somebody in.

    Args:
        session: A session inside `transaction`.
        address: What `address_key` gives.
    """
    row = AddressTryRow
    session.execute(
        update(row)
        .where(row.address == address, row.count > 0)
        .values(count=row.count - 1)
        .execution_options(synchronize_session=False)
    )


def failures(session: Session, tried: Tried) -> tuple[int, datetime | None]:
    """Read the failures under which an attempt would be counted, without keeping others waiting.

    Args:
        session: A session.
        tried: Under what.

    Returns:
        Failures in a row and the last of them; None when there was none.
    """
    row = session.execute(_of(tried)).one_or_none()
    return (0, None) if row is None else (row.failed_count, row.last_failed_at)


def locked_failures(session: Session, tried: Tried) -> tuple[int, datetime | None]:
    """Read the failures of a name and keep attempts beside this one waiting until it ends.

    Args:
        session: A session inside `transaction`.
        tried: Under what they are counted.

    Returns:
        Failures in a row and the last of them; None when there was none.
    """
    if tried.account_id is None:
        make = postgresql.insert if lock_rows(session) else sqlite.insert
        table = table_of(SignInFailureRow)
        new = make(table).values(login_digest=tried.login_digest, failed_count=0)
        session.execute(new.on_conflict_do_nothing())
    query = _of(tried)
    row = session.execute(query.with_for_update() if lock_rows(session) else query).one()
    return row.failed_count, row.last_failed_at


def count_failure(session: Session, tried: Tried, at: datetime) -> int:
    """Count one more failure.

    Args:
        session: A session inside `transaction`, after `locked_failures`.
        tried: Under what it is counted.
        at: The present.

    Returns:
        Failures in a row, this one included.
    """
    row, is_it = _where(tried)
    failed_count: int = session.execute(
        update(row)
        .where(is_it)
        .values(failed_count=row.failed_count + 1, last_failed_at=at)
        .returning(row.failed_count)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return failed_count


def forget_failures(session: Session, tried: Tried) -> None:
    """Count from the beginning again, after somebody was let in.

    What strangers did wrong stays counted when the owner comes from a known device.

    Args:
        session: A session inside `transaction`.
        tried: Under what they are counted.
    """
    row, is_it = _where(tried)
    session.execute(
        update(row)
        .where(is_it)
        .values(failed_count=0, last_failed_at=None)
        .execution_options(synchronize_session=False)
    )


def _of(tried: Tried) -> Select[*tuple[Any, ...]]:
    row, is_it = _where(tried)
    return select(row.failed_count, row.last_failed_at).where(is_it)


def _where(tried: Tried) -> tuple[Any, Any]:
    if tried.device_id is not None:
        return KnownDeviceRow, KnownDeviceRow.id == tried.device_id
    if tried.account_id is not None:
        return AccountRow, AccountRow.id == tried.account_id
    return SignInFailureRow, SignInFailureRow.login_digest == tried.login_digest
