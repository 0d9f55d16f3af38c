"""Possible unreported harm, as those read it who must act on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.escalation import NoHarmAnswer, report_until
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reading_pairs import PairState
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.escalations import EscalationOutcomeRow, EscalationRow, NoHarmRequestRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import locked
from qa_app.queries.bars import unbarred
from qa_app.queries.pairs import hidden_from, of_draw_read_again_by
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import StaffLine, staff_of

_SECOND, _BY = alias_of(AccountRow), alias_of(AccountRow)
_ASKED, _ASKER = alias_of(AccountRow), alias_of(AccountRow)
_OF_HARM = alias_of(NoHarmRequestRow)


@dataclass(frozen=True, slots=True)
class SettledHarm:
    """What became of possible harm.

    Attributes:
        outcome: Code of an `Outcome`.
        told_to: Code of an `Authority`; empty for no harm.
        told_at: When it was reported; None unless it was then.
        told_on: Day on which it had been reported before; None otherwise.
        second: Name of the supervisor who confirmed it; empty unless it was no harm.
        by: Who said so.
        at: When.
    """

    outcome: str
    told_to: str
    told_at: datetime | None
    told_on: date | None
    second: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoHarmRequest:
    """A supervisor was asked to confirm that it was no harm.

    Attributes:
        id: The request.
        second_id: Who was asked.
        second: Their name.
        by_id: Who asked.
        by: Their name.
        at: When.
        is_denied: True once they said that it may be harm.
    """

    id: int
    second_id: int
    second: str
    by_id: int | None
    by: str
    at: datetime
    is_denied: bool


@dataclass(frozen=True, slots=True)
class Harm:
    """Possible unreported harm.

    Attributes:
        id: It.
        audit_id: The reading in which it came up.
        centre_id: The centre.
        place_path: Path of the centre's node.
        centre_name: The centre's name.
        reference: The file's reference; None when the whole centre is read.
        item: Code of the item that showed it; empty for none.
        raised_at: When.
        raised_by: Name of who raised it; empty for the system.
        reader_id: Who reads the file now.
        opened_on: Day on which the case was opened; None when the whole centre is read.
        asked: Who was last asked to confirm that it was no harm; None for nobody.
        settled: What became of it; None while it waits.
    """

    id: int
    audit_id: int
    centre_id: int
    place_path: str
    centre_name: BilingualText
    reference: str | None
    item: str
    raised_at: datetime
    raised_by: str
    reader_id: int | None
    opened_on: date | None
    asked: NoHarmRequest | None
    settled: SettledHarm | None

    @property
    def until(self) -> datetime:
        """Until when it must have an outcome."""
        return report_until(self.raised_at)

    def asks(self, account_id: int | None) -> bool:
        """Tell whether somebody has to say that it was no harm, or may be.

        Args:
            account_id: Who.

        Returns:
            True while they are asked; never for the reader of the file.
        """
        asked = self.asked
        is_asked = asked is not None and not asked.is_denied and asked.second_id == account_id
        return is_asked and self.settled is None and account_id != self.reader_id


def _waits() -> ColumnElement[bool]:
    settled = exists().where(EscalationOutcomeRow.escalation_id == EscalationRow.id)
    return ~settled.correlate(EscalationRow)


def open_harm(audit: SQLColumnExpression[int]) -> ScalarSelect[int | None]:
    """Give the condition for possible harm without an outcome, as a column.

    Args:
        audit: Column that holds the reading.

    Returns:
        The earliest; null without.
    """
    return (
        select(func.min(EscalationRow.id))
        .where(EscalationRow.audit_id == audit, _waits())
        .scalar_subquery()
    )


def harm_seen(session: Session, actor: Actor, harm_id: int) -> Harm | None:
    """Find possible harm that a person has to act on.

    Args:
        session: A database session.
        actor: Who asks: the reader of the file, or a supervisor of the centre.
        harm_id: Which.

    Returns:
        It; None when there is none, or the actor may not know of it.
    """
    if actor.account_id is None:
        return None
    query = _harms().where(EscalationRow.id == harm_id, harm_known_to(actor))
    row = session.execute(query).one_or_none()
    return None if row is None else _harm(row)


def harms_of(session: Session, actor: Actor, audit_id: int) -> tuple[Harm, ...]:
    """List what came up in one reading.

    Args:
        session: A database session.
        actor: Who asks, as in `harm_seen`.
        audit_id: The reading.

    Returns:
        Oldest first, with and without an outcome.
    """
    query = _harms().where(EscalationRow.audit_id == audit_id, harm_known_to(actor))
    return tuple(map(_harm, session.execute(query.order_by(EscalationRow.id)).all()))


def open_harms(session: Session, actor: Actor, most: int) -> tuple[Harm, ...]:
    """List possible harm that waits for its outcome.

    Args:
        session: A database session.
        actor: Who asks, as in `harm_seen`.
        most: At most so many.

    Returns:
        Longest waiting first.
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SCORE):
        return ()
    query = _harms().where(_waits(), harm_known_to(actor)).order_by(EscalationRow.id).limit(most)
    return tuple(map(_harm, session.execute(query).all()))


def open_harm_held(session: Session, actor: Actor, harm_id: int) -> Harm:
    """Find possible harm that waits, and keep others from acting on it.

    Args:
        session: A session inside `transaction`.
        actor: Who acts, as in `harm_seen`.
        harm_id: Which.

    Returns:
        It, as it stands now.

    Raises:
        OutOfReachError: There is no such harm that the actor may know of.
        ConflictError: It has an outcome already (`harm_settled`).
    """
    # held, so that two acts follow each other
    held = select(EscalationRow.id).where(EscalationRow.id == harm_id)
    session.execute(locked(session, held, EscalationRow)).one_or_none()
    harm = harm_seen(session, actor, harm_id)
    if harm is None:
        raise OutOfReachError("harm")
    if harm.settled is not None:
        raise ConflictError("harm_settled")
    return harm


def second_persons(
    session: Session, actor: Actor, harm: Harm, today: date
) -> tuple[StaffLine, ...]:
    """List who may be asked to confirm that something was no harm.

    Whoever reads the same file blind is not left out: a gap in the list would tell the reader
    of them. They are not told of it; somebody else can be asked at any time.

    Args:
        session: A database session.
        actor: Who says what became of it.
        harm: It, within the actor's reach.
        today: Local day.

    Returns:
        Supervisors of the centre by name, without the actor, the file's reader and those whom
        something bars from the file.
    """
    staff = staff_of(session, Permission.AUDIT_VOID, harm.centre_id, harm.place_path)
    others = {one.id for one in staff} - {actor.account_id, harm.reader_id}
    may_judge = set(unbarred(session, others, harm.audit_id, today))
    return tuple(one for one in staff if one.id in may_judge)


def harm_known_to(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an actor may know of possible harm.

    Args:
        actor: Who asks: the reader of the file where they may still read, or a supervisor of
            the centre. Who reads a file of a draw blind learns nothing of other readings of that
            draw, not even this, until both of theirs are done: it names who reads there.

    Returns:
        A condition on `AuditRow` and `CentreRow`.
    """
    account = actor.account_id
    is_open = exists().where(
        ReadingPairRow.second_id == AuditRow.id, ReadingPairRow.state == PairState.OPEN.value
    )
    in_hand = and_(is_open.correlate(AuditRow), hidden_from(account))
    is_blind = or_(of_draw_read_again_by(account), in_hand)
    return or_(
        and_(AuditRow.reader_id == account, centres_within(actor, Permission.AUDIT_SCORE)),
        and_(centres_within(actor, Permission.AUDIT_VOID), not_(is_blind)),
    )


def _harms() -> Select[*tuple[Any, ...]]:
    return (
        select(
            EscalationRow.id,
            EscalationRow.audit_id,
            EscalationRow.centre_id,
            EscalationRow.item,
            EscalationRow.raised_at,
            AccountRow.display_name.label("raised_by"),
            AuditRow.reader_id,
            CaseFileRow.reference,
            CaseFileRow.opened_on,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            EscalationOutcomeRow.outcome,
            EscalationOutcomeRow.told_to,
            EscalationOutcomeRow.told_at,
            EscalationOutcomeRow.told_on,
            EscalationOutcomeRow.at,
            _SECOND.display_name.label("second"),
            _BY.display_name.label("settled_by"),
            NoHarmRequestRow.id.label("request_id"),
            NoHarmRequestRow.second_id,
            NoHarmRequestRow.asked_at,
            NoHarmRequestRow.asked_by,
            NoHarmRequestRow.answer,
            _ASKED.display_name.label("asked"),
            _ASKER.display_name.label("asker"),
        )
        .join(AuditRow, AuditRow.id == EscalationRow.audit_id)
        .join(CentreRow, CentreRow.id == EscalationRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(AccountRow, AccountRow.id == EscalationRow.raised_by)
        .outerjoin(EscalationOutcomeRow, EscalationOutcomeRow.escalation_id == EscalationRow.id)
        .outerjoin(_SECOND, _SECOND.id == EscalationOutcomeRow.second_id)
        .outerjoin(_BY, _BY.id == EscalationOutcomeRow.by)
        .outerjoin(NoHarmRequestRow, NoHarmRequestRow.id == _last_request())
        .outerjoin(_ASKED, _ASKED.id == NoHarmRequestRow.second_id)
        .outerjoin(_ASKER, _ASKER.id == NoHarmRequestRow.asked_by)
    )


def _last_request() -> ScalarSelect[int | None]:
    return (
        select(func.max(_OF_HARM.id))
        .where(_OF_HARM.escalation_id == EscalationRow.id)
        .correlate(EscalationRow)
        .scalar_subquery()
    )


def _asked(row: Any) -> NoHarmRequest | None:
    if row.request_id is None:
        return None
    return NoHarmRequest(
        row.request_id,
        row.second_id,
        row.asked or "",
        row.asked_by,
        row.asker or "",
        row.asked_at,
        row.answer == NoHarmAnswer.MAY_BE_HARM.value,
    )


def _harm(row: Any) -> Harm:
    settled = None
    if row.outcome is not None:
        settled = SettledHarm(
            row.outcome,
            row.told_to,
            row.told_at,
            row.told_on,
            row.second or "",
            row.settled_by or "",
            row.at,
        )
    return Harm(
        row.id,
        row.audit_id,
        row.centre_id,
        row.place_path,
        BilingualText(row.name_zh, row.name_en),
        row.reference,
        row.item,
        row.raised_at,
        row.raised_by or "",
        row.reader_id,
        row.opened_on,
        _asked(row),
        settled,
    )
