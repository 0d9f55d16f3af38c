"""What is needed to read or write a backup."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from qa_app.domain.journal_anchors import ANCHOR_SIGNS, Anchor
from qa_app.domain.restored_accounts import AccountThen
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.archive import file_digest
from qa_app.models.copying import one_sight, plain_engine
from qa_app.models.journal import JournalHeadRow
from qa_app.models.places import CentreRow
from qa_app.models.reminders import GroupRobotRow, MailAddressRow
from qa_app.models.second_factors import FactorStateRow, OutsideAccountRow, PasskeyRow


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup, and what opens it.

    Attributes:
        file: The encrypted file.
        key: 32 bytes; they are not inside, and neither are the installation's other keys.
        migrations: The migrations folder.
        work: Folder in which the open copy stands for as long as it takes, in one of its own that
            only its owner reads.
        end_posts: Numbers of posts that end in the open copy, where a worker has more than one.
    """

    file: Path
    key: bytes = field(repr=False)
    migrations: Path
    work: Path
    end_posts: tuple[int, ...] = ()


def head_at(url: str) -> Anchor | None:
    """Read the head of a database that is about to be replaced, as far as it can still be read.

    Args:
        url: Its address.

    Returns:
        Its head; None where there is none, or nothing that answers.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return None
    try:
        with one_sight(plain_engine(url)) as connection:
            head = connection.execute(select(JournalHeadRow.seq, JournalHeadRow.hash)).one()
    except SQLAlchemyError:
        return None
    return Anchor(head.seq, head.hash[:ANCHOR_SIGNS]) if head.seq else None


def accounts_at(url: str) -> dict[int, AccountThen] | None:
    """Read how accounts stand in a database, as far as it can still be read.

    Args:
        url: Its address.

    Returns:
        By account; None where there is nothing that answers.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return None
    account, grant, state = AccountRow, RoleGrantRow, FactorStateRow
    found: dict[int, AccountThen] = {}
    try:
        with one_sight(plain_engine(url)) as connection:
            passkeys = _by_account(connection, select(PasskeyRow.account_id, PasskeyRow.id))
            outside = select(OutsideAccountRow.account_id, OutsideAccountRow.subject)
            links = _by_account(connection, outside)
            columns = select(grant.account_id, grant.role, grant.place_id, grant.centre_id)
            grants = _by_account(connection, columns)
            whole = select(account.id, account.login_name, account.is_active)
            joined = whole.add_columns(account.password_set_at, state.reset_at).outerjoin(
                state, state.account_id == account.id
            )
            mail = select(MailAddressRow.account_id, MailAddressRow.changed_at)
            mails = dict(connection.execute(mail.where(MailAddressRow.is_on)).all())
            for one, name, is_active, password, reset in connection.execute(joined):
                ways = passkeys[one] | links[one]
                known = (name, is_active, password, reset, grants[one], ways)
                found[one] = AccountThen(*known, mail_at=mails.get(one))
    except SQLAlchemyError:
        return None
    return found


def robots_at(url: str) -> dict[int, str] | None:
    """Read which robots of chat groups stand in a database, as far as it can still be read.

    Args:
        url: Its address.

    Returns:
        Each that was not removed, and the code of its centre; None where nothing answers.
    """
    place, robot = make_url(url), GroupRobotRow
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return None
    query = select(robot.id, CentreRow.code).join(CentreRow, CentreRow.id == robot.centre_id)
    try:
        with one_sight(plain_engine(url)) as connection:
            rows = connection.execute(query.where(robot.removed_at.is_(None)))
            return dict(rows.all())
    except SQLAlchemyError:
        return None


def _by_account(
    connection: Connection, query: Select[*tuple[Any, ...]]
) -> dict[int, frozenset[tuple[Any, ...]]]:
    found: dict[int, frozenset[tuple[Any, ...]]] = defaultdict(frozenset)
    for account_id, *rest in connection.execute(query):
        found[account_id] |= {tuple(rest)}
    return found


def digest_of_file(file: Path) -> str:
    """Digest a backup's file, by which the journal knows it.

    Args:
        file: The file.

    Returns:
        SHA-256 as 64 hexadecimal digits.
    """
    return file_digest(file)
