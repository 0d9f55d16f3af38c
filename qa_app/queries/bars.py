"""What ties people to centres and workers, and what therefore keeps them from judging."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.bars import (
    Bar,
    BarKind,
    ConflictReason,
    Judged,
    Tie,
    TieKind,
    bars_of,
    counts_for_endorsement,
    workers_barred_by,
)
from qa_app.domain.errors import ConflictError
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.who_reads import TieRow
from qa_app.queries.sessions_led import days_led, led_with, spans_led


@dataclass(frozen=True, slots=True)
class Tied:
    """A person with what ties them.

    Attributes:
        own_workers: Codes of workers that are the person's own.
        ties: Ties, of now and of before.
    """

    own_workers: frozenset[int] = frozenset()
    ties: tuple[Tie, ...] = ()

    def bars(self, judged: Judged) -> tuple[Bar, ...]:
        """Name everything that keeps the person from judging.

        Args:
            judged: The file, or only its centre.

        Returns:
            As `domain.bars.bars_of`.
        """
        return bars_of(self.own_workers, self.ties, judged)

    def barred_workers(self, judged: Judged) -> frozenset[int]:
        """List whose files the person may not judge.

        Args:
            judged: The centre and the day.

        Returns:
            Practitioners.
        """
        return workers_barred_by(self.own_workers, self.ties, judged)


_NOTHING = Tied()


@looking_beyond(Beyond.RULES)
def tied(session: Session, accounts: Collection[int]) -> dict[int, Tied]:
    """Read what ties some people, with three queries whatever their number.

    Whoever is a worker of a centre belongs to it from their first day to their last, recorded
    or not; whoever led individual sessions with a worker, or is to lead them, is tied to them,
    agreed or not.

    Args:
        session: A database session.
        accounts: The accounts.

    Returns:
        Every one of the accounts.
    """
    if not accounts:
        return {}
    wanted = sorted(accounts)
    own: dict[int, set[int]] = defaultdict(set)
    ties: dict[int, list[Tie]] = defaultdict(list)
    for row in session.execute(
        select(
            AccountRow.id,
            PractitionerRow.id.label("worker"),
            PractitionerRow.centre_id,
            PractitionerRow.started_on,
            PractitionerRow.ended_on,
        )
        .join(PractitionerRow, PractitionerRow.id == AccountRow.practitioner_id)
        .where(AccountRow.id.in_(wanted))
    ):
        own[row.id].add(row.worker)
        post = Tie(TieKind.MEMBERSHIP, row.centre_id, row.worker, row.started_on, row.ended_on)
        ties[row.id].append(post)
    query = select(TieRow).where(TieRow.account_id.in_(wanted)).order_by(TieRow.id)
    for one in session.execute(query).scalars():
        ties[one.account_id].append(tie_of(one))
    for led in session.execute(spans_led(SupervisionSessionRow.supervisor_id.in_(wanted))):
        span = (led.first_on, led.last_on)
        ties[led.led_by].append(Tie(TieKind.SESSIONS, led.centre_id, led.worker, *span))
    return {one: Tied(frozenset(own[one]), tuple(ties[one])) for one in wanted}


def tie_of(row: TieRow) -> Tie:
    """Read a stored tie.

    Args:
        row: The row.

    Returns:
        The tie.
    """
    return _tie(row.kind, row.centre_id, row.practitioner_id, row)


def tied_of(session: Session, account_id: int | None) -> Tied:
    """Read what ties one person.

    Args:
        session: A database session.
        account_id: The account; None for the system, which nothing ties.

    Returns:
        The person.
    """
    return _NOTHING if account_id is None else tied(session, (account_id,))[account_id]


def unbarred(
    session: Session, accounts: Collection[int], audit_id: int, on: date
) -> tuple[int, ...]:
    """Keep those who may judge the file of a reading.

    Args:
        session: A database session.
        accounts: Who is thought of.
        audit_id: The reading; the caller knows that it is in reach.
        on: The local day.

    Returns:
        Accounts without any bar, in order of their ids.
    """
    judged = judged_of(session, audit_id, on)
    return tuple(one for one, who in tied(session, accounts).items() if not who.bars(judged))


def judged_of(session: Session, audit_id: int, on: date) -> Judged:
    """Read what would be judged in a reading.

    Args:
        session: A database session.
        audit_id: The reading, which exists.
        on: The local day.

    Returns:
        Its centre, its worker and whether it counts for the register.
    """
    row = session.execute(
        select(AuditRow.centre_id, AuditRow.sample_type, CaseFileRow.practitioner_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id == audit_id)
    ).one()
    return Judged(row.centre_id, row.practitioner_id, on, counts_for_endorsement(row.sample_type))


def refuse_barred(session: Session, account_id: int, audit_id: int, on: date) -> None:
    """Refuse to go on where something bars a person from the file of a reading.

    Args:
        session: A database session.
        account_id: The person.
        audit_id: The reading; the caller knows that it is in reach.
        on: The local day.

    Raises:
        ConflictError: They worked on it (`barred_own`), or may not judge it for
            another reason (`barred`); whoever plans is shown so on Today.
    """
    code = bar_against(session, account_id, audit_id, on)
    if code:
        raise ConflictError(code)


def bar_against(session: Session, account_id: int, audit_id: int, on: date) -> str:
    """Tell whether something bars a person from the file of a reading.

    Args:
        session: A database session.
        account_id: The person.
        audit_id: The reading; the caller knows that it is in reach.
        on: The local day.

    Returns:
        The code of the refusal, one of `domain.bars.BARRED`; empty when nothing does.
    """
    return _refusal(_bars_with_one_query(session, account_id, audit_id, on))


def bar_against_supplement(session: Session, account_id: int, audit_id: int, on: date) -> str:
    """Tell whether something bars a person from supplementing a reading.

    Args:
        session: A database session.
        account_id: The person.
        audit_id: The reading that would be supplemented; the caller knows that it is in reach.
        on: The local day.

    Returns:
        As `bar_against` will say of the supplement, which counts for nothing: the code of the
        refusal; empty when nothing bars them.
    """
    judged = replace(judged_of(session, audit_id, on), is_for_endorsement=False)
    bars = tied_of(session, account_id).bars(judged)
    return _refusal(bars)


def _refusal(bars: Sequence[Bar]) -> str:
    if not bars:
        return ""
    return "barred_own" if bars[0].kind is BarKind.OWN_CASE else "barred"


def may_be_barred(account: ColumnElement[int]) -> ColumnElement[bool]:
    """Ask, as a part of a query, whether anything could bar a person from a file.

    Args:
        account: The person.

    Returns:
        False for somebody who neither is a worker nor was ever tied to anything, and never led
        an individual session with the worker of the reading: then `refuse_barred` has nothing to
        refuse. The query is one of `AuditRow`.
    """
    own = select(AccountRow.id).where(
        AccountRow.id == account, AccountRow.practitioner_id.is_not(None)
    )
    worker = (
        select(CaseFileRow.practitioner_id)
        .where(CaseFileRow.id == AuditRow.case_file_id)
        .correlate(AuditRow)
        .scalar_subquery()
    )
    led = days_led(SupervisionSessionRow.supervisor_id == account, worker=worker)
    return or_(
        exists().where(TieRow.account_id == account),
        own.exists(),
        *(one.correlate(AuditRow).exists() for one in led),
    )


_LED = led_with(bindparam("account"), CaseFileRow.practitioner_id, CaseFileRow)
# a row for each tie, one at least
_ASKED = (
    select(
        AuditRow.centre_id,
        AuditRow.sample_type,
        CaseFileRow.practitioner_id,
        PractitionerRow.id.label("own_id"),
        PractitionerRow.centre_id.label("own_centre_id"),
        PractitionerRow.started_on,
        PractitionerRow.ended_on,
        TieRow.kind,
        TieRow.centre_id.label("tie_centre_id"),
        TieRow.practitioner_id.label("tie_practitioner_id"),
        TieRow.from_on,
        TieRow.until_on,
        TieRow.reason,
        *(day.label(f"led_{n}") for n, day in enumerate(_LED)),
    )
    .select_from(AuditRow)
    .join(AccountRow, AccountRow.id == bindparam("account"))
    .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
    .outerjoin(PractitionerRow, PractitionerRow.id == AccountRow.practitioner_id)
    .outerjoin(TieRow, TieRow.account_id == AccountRow.id)
    .where(AuditRow.id == bindparam("audit"))
)


def _bars_with_one_query(
    session: Session, account_id: int, audit_id: int, on: date
) -> tuple[Bar, ...]:
    asked = {"account": account_id, "audit": audit_id}
    rows = session.connection().execute(_ASKED, asked).all()
    if not rows:
        return ()
    first = rows[0]
    own = () if first.own_id is None else (first.own_id,)
    ties = [
        _tie(row.kind, row.tie_centre_id, row.tie_practitioner_id, row)
        for row in rows
        if row.kind is not None
    ]
    if own:
        post = (first.own_centre_id, first.own_id, first.started_on, first.ended_on)
        ties.append(Tie(TieKind.MEMBERSHIP, *post))
    led = [day for day in (first.led_0, first.led_1) if day is not None]
    if led:
        # only the last day bars
        span = (max(led), max(led))
        ties.append(Tie(TieKind.SESSIONS, first.centre_id, first.practitioner_id, *span))
    counts = counts_for_endorsement(first.sample_type)
    return bars_of(own, ties, Judged(first.centre_id, first.practitioner_id, on, counts))


def _tie(kind: str, centre_id: int, practitioner_id: int | None, row: Any) -> Tie:
    reason = None if row.reason is None else ConflictReason(row.reason)
    return Tie(TieKind(kind), centre_id, practitioner_id, row.from_on, row.until_on, reason)
