"""What must be known of pairs of readings to choose, give up and settle them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_report import TwiceNote
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reading_pairs import HowSettled, PairState, redraws_left
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import ready_lock
from qa_app.queries.reach import centres_within
from qa_app.queries.reading_chain import chained

_Again, _Own, _SameDraw = alias_of(AuditRow), alias_of(AuditRow), alias_of(AuditRow)
_SecondOf, _OfSame = alias_of(ReadingPairRow), alias_of(ReadingPairRow)

TOLD = (PairState.COMPLETE.value, PairState.SETTLED.value)
"""States of a pair that others than its readers may know of: both readings are locked."""


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair that is still being read, for whoever plans.

    Attributes:
        id: The pair.
        reference: The file.
        second: Name of who reads it a second time.
    """

    id: int
    reference: str
    second: str


@dataclass(frozen=True, slots=True)
class TwiceRead:
    """How many files of a draw are read twice, for whoever plans and takes no part.

    Attributes:
        standing: Pairs that were not given up.
        given_up: Pairs that were.
        redraws_left: How often files may still be drawn anew.
        open_pairs: Those that are still being read.
    """

    standing: int
    given_up: int
    redraws_left: int
    open_pairs: tuple[OpenPair, ...]


def is_compared() -> ColumnElement[bool]:
    """Give the condition that a reading is a second one whose pair is complete.

    Until then it looks to its reader like any other that they signed; from then on both readers
    see the pair, and it is told that the second one does not count by itself.

    Returns:
        A condition on `AuditRow`.
    """
    return (
        exists()
        .where(ReadingPairRow.second_id == AuditRow.id, ReadingPairRow.completed_at.is_not(None))
        .correlate(AuditRow)
    )


def readers_with_second(
    session: Session, readers: frozenset[int], since: datetime
) -> frozenset[int]:
    """Tell of which readers a file was chosen for a second reading.

    Args:
        session: A database session.
        readers: Whom to ask about.
        since: From this instant on.

    Returns:
        Those of them who have one already.
    """
    found = session.execute(
        select(AuditRow.reader_id)
        .join(ReadingPairRow, ReadingPairRow.first_id == AuditRow.id)
        .where(
            AuditRow.reader_id.in_(readers),
            ReadingPairRow.chosen_at >= since,
            ReadingPairRow.state != PairState.DISSOLVED.value,
        )
    ).scalars()
    return frozenset(one for one in found if one is not None)


def of_draw_read_again_by(account_id: int | None) -> ColumnElement[bool]:
    """Give the condition that a reading is of a draw of which somebody reads a file again.

    While that pair is open they must find no trace of the first reading: not who reads it, not
    whether it has begun. A gap in one row would name the file, so all rows of the draw that are
    not their own are blind alike.

    Args:
        account_id: The person.

    Returns:
        A condition on `AuditRow`, a first reading.
    """
    return and_(
        AuditRow.reader_id.is_distinct_from(account_id),
        exists()
        .where(
            ReadingPairRow.draw_id == AuditRow.draw_id,
            ReadingPairRow.state == PairState.OPEN.value,
            _SameDraw.id == ReadingPairRow.second_id,
            _SameDraw.reader_id == account_id,
        )
        .correlate(AuditRow),
    )


def hidden_from(account_id: int | None) -> ColumnElement[bool]:
    """Give the condition that somebody is told nothing of a reading that another has in hand.

    Args:
        account_id: Who plans, and may read files themselves.

    Returns:
        A condition on `AuditRow`: a reading of a draw of which they read a file again, or a
        second reading of a draw of which they read a file, for the first or the second time.
    """
    reads_first = exists().where(_Own.draw_id == _SecondOf.draw_id, _Own.reader_id == account_id)
    reads_again = exists().where(
        _OfSame.draw_id == _SecondOf.draw_id,
        _Again.id == _OfSame.second_id,
        _Again.reader_id == account_id,
    )
    is_second_there = and_(
        AuditRow.reading == "second",
        AuditRow.reader_id.is_distinct_from(account_id),
        exists()
        .where(
            _SecondOf.second_id == AuditRow.id,
            or_(reads_first.correlate(_SecondOf), reads_again.correlate(_SecondOf)),
        )
        .correlate(AuditRow),
    )
    return or_(of_draw_read_again_by(account_id), is_second_there)


def build_conditions() -> None:
    """Build the condition of what is hidden once, before an application has threads or copies.

    SQLAlchemy (2.1) works out what an alias of a table holds when it is first asked, and several
    threads that ask first at once may be given columns of another table.
    """
    ready_lock()
    hidden_from(None)


def takes_part_in_draw(session: Session, draw_id: int, account_id: int | None) -> bool:
    """Tell whether somebody reads files of a draw, for the first or the second time.

    Args:
        session: A database session.
        draw_id: The draw.
        account_id: The account.

    Returns:
        True when they are no outsider to its pairs.
    """
    reads = exists().where(AuditRow.draw_id == draw_id, AuditRow.reader_id == account_id)
    second = alias_of(AuditRow)
    reads_again = exists().where(
        ReadingPairRow.draw_id == draw_id,
        second.id == ReadingPairRow.second_id,
        second.reader_id == account_id,
    )
    return bool(session.execute(select(or_(reads, reads_again))).scalar_one())


def twice_read(session: Session, actor: Actor, session_id: int) -> TwiceRead | None:
    """Tell how many files of a session's draw are read twice.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The supervision session.

    Returns:
        The counts; None without a finished draw in reach of whoever plans, or for somebody
        who reads files of it: they learn nothing of any pair.
    """
    draw_id = _draw_of(session, actor, session_id)
    if draw_id is None or takes_part_in_draw(session, draw_id, actor.account_id):
        return None
    counts = {
        row.state: row.pairs
        for row in session.execute(
            select(ReadingPairRow.state, func.count().label("pairs"))
            .where(ReadingPairRow.draw_id == draw_id)
            .group_by(ReadingPairRow.state)
        )
    }
    second = alias_of(AuditRow)
    rows = session.execute(
        select(ReadingPairRow.id, CaseFileRow.reference, AccountRow.display_name)
        .join(second, second.id == ReadingPairRow.second_id)
        .join(CaseFileRow, CaseFileRow.id == second.case_file_id)
        .join(AccountRow, AccountRow.id == second.reader_id)
        .where(ReadingPairRow.draw_id == draw_id, ReadingPairRow.state == PairState.OPEN.value)
        .order_by(ReadingPairRow.id)
    ).all()
    given_up = counts.pop(PairState.DISSOLVED.value, 0)
    pairs = tuple(OpenPair(row.id, row.reference, row.display_name) for row in rows)
    left = redraws_left(times_drawn(session, draw_id))
    return TwiceRead(sum(counts.values()), given_up, left, pairs)


def times_drawn(session: Session, draw_id: int) -> int:
    """Count how often files of a draw were drawn for a second reading.

    Args:
        session: A database session.
        draw_id: The draw; the caller knows that it is in reach.

    Returns:
        The number of seeds; whether the pairs drawn by them still stand plays no part.
    """
    query = select(func.count(ReadingPairRow.seed.distinct()))
    return session.execute(query.where(ReadingPairRow.draw_id == draw_id)).scalar_one()


def twice_note(session: Session, audit_id: int) -> TwiceNote | None:
    """Tell who else read the file of a review, once both are done.

    Args:
        session: A database session.
        audit_id: The review, known to be in reach.

    Returns:
        The note, for what took the place of one of the readings as well; None for a file that
        was read once, or while a reading is not locked.
    """
    chain = chained(audit_id)
    first, second = alias_of(AuditRow), alias_of(AuditRow)
    one, other = alias_of(AccountRow), alias_of(AccountRow)
    row = session.execute(
        select(
            one.display_name.label("first"),
            other.display_name.label("second"),
            ReadingPairRow.how,
            ReadingPairRow.moderated_id,
        )
        .join(first, first.id == ReadingPairRow.first_id)
        .join(second, second.id == ReadingPairRow.second_id)
        .join(one, one.id == first.reader_id)
        .join(other, other.id == second.reader_id)
        .where(
            or_(
                ReadingPairRow.first_id.in_(chain),
                ReadingPairRow.second_id.in_(chain),
                ReadingPairRow.moderated_id.in_(chain),
            ),
            # the first condition is the one of the index
            ReadingPairRow.state != PairState.DISSOLVED.value,
            ReadingPairRow.completed_at.is_not(None),
        )
    ).one_or_none()
    if row is None:
        return None
    how = None if row.how is None else HowSettled(row.how)
    return TwiceNote(row.first, row.second, how, row.moderated_id == audit_id)


def _draws_within(actor: Actor) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            AuditRow.draw_id == DrawRow.id,
            CentreRow.id == AuditRow.centre_id,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
        .correlate(DrawRow)
    )


def is_kept_from(session: Session, actor: Actor, session_id: int) -> bool:
    """Tell whether second readings of a session are kept from somebody who plans there.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The supervision session.

    Returns:
        True when files are drawn and the actor reads some of them, first or second; whether
        any is read twice has no part in it.
    """
    draw_id = _draw_of(session, actor, session_id)
    return draw_id is not None and takes_part_in_draw(session, draw_id, actor.account_id)


def _draw_of(session: Session, actor: Actor, session_id: int) -> int | None:
    if not may(actor, Permission.SAMPLE_DRAW):
        return None
    return session.execute(
        select(DrawRow.id)
        .where(DrawRow.session_id == session_id, DrawRow.drawn_at.is_not(None))
        .where(_draws_within(actor))
    ).scalar_one_or_none()
