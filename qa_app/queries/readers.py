"""People who read files: who they are, in which areas, how much they take on, what ties them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import Tie
from qa_app.domain.defaults import FILES_PER_WEEK
from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor, Grant, Role, granted_reach
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.who_reads import ReaderAreaRow, ReaderRow, TieRow
from qa_app.queries.bars import tie_of
from qa_app.queries.pairs import hidden_from
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who reads files, or did.

    Attributes:
        id: The account.
        name: Name shown.
        is_active: False when the account is disabled.
        areas: Areas they read in; empty = every one.
        files_per_week: How many files they take on.
        draft_count: Drafts in their hands, as far as whoever asks may know of them.
        revision: Of areas and capacity; 0 while the defaults hold.
    """

    id: int
    name: str
    is_active: bool
    areas: tuple[str, ...]
    files_per_week: int
    draft_count: int
    revision: int


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie as it is listed.

    Attributes:
        id: It.
        tie: What it is.
        centre: Name of the centre.
        worker: Code of the worker; empty when the centre as a whole is meant.
        recorded_by: By whom; empty for the system.
        recorded_by_id: Their account; None for the system.
    """

    id: int
    tie: Tie
    centre: BilingualText
    worker: str
    recorded_by: str
    recorded_by_id: int | None


def readers_within(session: Session, actor: Actor) -> tuple[Reader, ...]:
    """List people who may read files where the actor looks after readers, or once could.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        By name; those whose account is disabled as long as they hold a role that reads. With
        four queries whatever their number.
    """
    if not may(actor, Permission.READER_MANAGE):
        return ()
    within = session.execute(
        select(CentreRow.id, CentreRow.place_path).where(
            centres_within(actor, Permission.READER_MANAGE)
        )
    ).all()
    found = [
        person
        for person in _holders(session)
        if actor.is_system
        or any(
            reach_of(person[0], Permission.AUDIT_SCORE).covers(one.id, one.place_path)
            for one in within
        )
    ]
    return _readers(session, found, actor.account_id)


def reader_within(session: Session, actor: Actor, account_id: int) -> Reader | None:
    """Find a person whose reading the actor looks after.

    Args:
        session: A database session.
        actor: Who asks.
        account_id: The person.

    Returns:
        The person; None when there is none, or not where the actor looks after readers.
    """
    return next((one for one in readers_within(session, actor) if one.id == account_id), None)


def may_tie(session: Session, actor: Actor, account_id: int, centre_id: int) -> bool:
    """Tell whether somebody may record ties of a person to a centre.

    Args:
        session: A database session.
        actor: Who records.
        account_id: The person.
        centre_id: The centre.

    Returns:
        True for one's own ties to a centre that one may see, and for those who look after
        readers at the centre.
    """
    is_own = account_id == actor.account_id
    permission = Permission.CENTRE_READ if is_own else Permission.READER_MANAGE
    there = select(CentreRow.id).where(CentreRow.id == centre_id, centres_within(actor, permission))
    if session.execute(there).first() is None:
        return False
    return is_own or reader_within(session, actor, account_id) is not None


def tie_standing(session: Session, account_id: int, tie: Tie, worker: int | None) -> int | None:
    """Find a tie that says the same.

    Args:
        session: A database session.
        account_id: Whose it is.
        tie: The tie.
        worker: The worker it names.

    Returns:
        The stored tie; None when there is none.
    """
    query = select(TieRow.id).where(
        TieRow.account_id == account_id,
        TieRow.kind == tie.kind.value,
        TieRow.centre_id == tie.centre_id,
        TieRow.practitioner_id.is_not_distinct_from(worker),
        TieRow.from_on == tie.from_on,
        TieRow.until_on.is_not_distinct_from(tie.until_on),
    )
    return session.execute(query.limit(1)).scalar_one_or_none()


def ties_of(session: Session, account_id: int) -> tuple[TieLine, ...]:
    """List the recorded ties of a person who is known to be in reach.

    Args:
        session: A database session.
        account_id: The person.

    Returns:
        Latest first.
    """
    by = alias_of(AccountRow)
    rows = session.execute(
        select(
            TieRow,
            CentreRow.name_zh,
            CentreRow.name_en,
            PractitionerRow.code,
            by.display_name,
        )
        .join(CentreRow, CentreRow.id == TieRow.centre_id)
        .outerjoin(PractitionerRow, PractitionerRow.id == TieRow.practitioner_id)
        .outerjoin(by, by.id == TieRow.recorded_by)
        .where(TieRow.account_id == account_id)
        .order_by(TieRow.id.desc())
    ).all()
    return tuple(
        TieLine(
            row[0].id,
            tie_of(row[0]),
            BilingualText(row.name_zh, row.name_en),
            row.code or "",
            row.display_name or "",
            row[0].recorded_by,
        )
        for row in rows
    )


def own_ties(session: Session, actor: Actor) -> tuple[TieLine, ...]:
    """List the actor's own ties.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Latest first.
    """
    return () if actor.account_id is None else ties_of(session, actor.account_id)


def centres_to_tie(
    session: Session, actor: Actor, permission: Permission
) -> tuple[tuple[int, BilingualText], ...]:
    """List centres that a tie may name.

    Args:
        session: A database session.
        actor: Who records.
        permission: What reaches the centres.

    Returns:
        Id and name, by code.
    """
    rows = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
        .where(centres_within(actor, permission))
        .order_by(CentreRow.code)
    )
    return tuple((row.id, BilingualText(row.name_zh, row.name_en)) for row in rows)


def capacities(
    session: Session, accounts: Collection[int]
) -> dict[int, tuple[int, tuple[str, ...], int]]:
    """Read how much some people read, and in which areas.

    Args:
        session: A database session.
        accounts: The people.

    Returns:
        Files a week, areas (empty = every one) and revision, for each of them.
    """
    rows = session.execute(select(ReaderRow).where(ReaderRow.account_id.in_(accounts))).scalars()
    said = {row.account_id: (row.files_per_week, row.revision) for row in rows}
    areas: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(
        select(ReaderAreaRow.account_id, ReaderAreaRow.area_code)
        .where(ReaderAreaRow.account_id.in_(accounts))
        .order_by(ReaderAreaRow.area_code)
    ):
        areas[row.account_id].append(row.area_code)
    found = {}
    for one in accounts:
        files, revision = said.get(one, (FILES_PER_WEEK, 0))
        found[one] = (files, tuple(areas[one]), revision)
    return found


def drafts_in_hand(
    session: Session, accounts: Collection[int], asking: int | None
) -> dict[int, int]:
    """Count the drafts in the hands of some people.

    Args:
        session: A database session.
        accounts: The people.
        asking: Who is told; what `pairs.hidden_from` keeps from them is not counted, so that
            no figure differs from the drafts they are shown.

    Returns:
        Account to its drafts; those without any are not listed.
    """
    rows = session.execute(
        select(AuditRow.reader_id, func.count())
        .where(AuditRow.reader_id.in_(accounts), AuditRow.state == "draft", ~hidden_from(asking))
        .group_by(AuditRow.reader_id)
    ).all()
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _holders(session: Session) -> list[tuple[Actor, bool]]:
    rows = session.execute(
        select(
            AccountRow.id,
            AccountRow.display_name,
            AccountRow.is_active,
            RoleGrantRow.role,
            RoleGrantRow.place_path,
            RoleGrantRow.centre_id,
        )
        .join(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
        .order_by(AccountRow.id)
    ).all()
    held: dict[tuple[int, str, bool], list[Grant]] = defaultdict(list)
    for row in rows:
        reach = granted_reach(row.place_path, row.centre_id)
        held[row.id, row.display_name, row.is_active].append(Grant(Role(row.role), reach))
    people = [
        (Actor(account, name, tuple(grants)), is_active)
        for (account, name, is_active), grants in sorted(
            held.items(), key=lambda one: name_key(one[0][1])
        )
    ]
    return [one for one in people if may(one[0], Permission.AUDIT_SCORE)]


def _readers(
    session: Session, people: list[tuple[Actor, bool]], asking: int | None
) -> tuple[Reader, ...]:
    accounts = [one.account_id for one, _ in people if one.account_id is not None]
    takes, drafts = capacities(session, accounts), drafts_in_hand(session, accounts, asking)
    return tuple(
        Reader(
            one.account_id,
            one.name,
            is_active,
            takes[one.account_id][1],
            takes[one.account_id][0],
            drafts.get(one.account_id, 0),
            takes[one.account_id][2],
        )
        for one, is_active in people
        if one.account_id is not None
    )
