"""Pairs of readings for whoever settles them: lists and one pair, never before both are locked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reading_pairs import (
    ComparedItem,
    EntryKey,
    HowSettled,
    PairDecision,
    PairState,
    compare,
    differing,
    proposal_mark,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import frozen_parts
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import locked
from qa_app.queries.audits import entries_of
from qa_app.queries.pair_choices import read_decisions
from qa_app.queries.pairs import TOLD
from qa_app.queries.reach import centres_within
from qa_app.queries.rubric_words import rubric_in_words

_First, _Second = alias_of(AuditRow), alias_of(AuditRow)
_FirstReader, _SecondReader = alias_of(AccountRow), alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class PairPlace:
    """The last row of a page, after which the next begins."""

    critical: int
    id: int


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair in a list.

    Attributes:
        id: The pair.
        reference: The file; None when the whole centre is read.
        centre_name: The centre's name.
        rubric_title: The rubric's title.
        first: Name of who read first.
        second: Name of who read second.
        item_count: Items that either could answer.
        alike_count: Those on which both gave the same.
        critical_count: Critical items on which they did not.
        bands_apart: By how many bands the two results differ; 0 where either has none.
        completed_at: When both were locked.
        is_part: True when the actor is one of the two.
        waits_for_me: True when the other reader proposed something and waits for the actor.
        is_proposed: True while a proposal of either reader waits.
    """

    id: int
    reference: str | None
    centre_name: BilingualText
    rubric_title: BilingualText
    first: str
    second: str
    item_count: int
    alike_count: int
    critical_count: int
    bands_apart: int
    completed_at: datetime
    is_part: bool
    waits_for_me: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class ReadingOfPair:
    """One of two readings, as it was locked.

    Attributes:
        audit_id: It.
        reader_id: Who read.
        reader: Their name.
        signed_at: When they signed.
        band: Band of the file.
        score_millionths: Ratio 0..1 in millionths; None without a number.
        entries: What was entered, notes decrypted.
    """

    audit_id: int
    reader_id: int | None
    reader: str
    signed_at: datetime | None
    band: str | None
    score_millionths: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PairPaper:
    """A pair with everything that settling needs.

    Attributes:
        line: As a list tells it.
        centre_id: Its centre.
        state: `complete` or `settled`.
        how: How it was settled; None while it waits.
        settled_by: Name of whose act settled it; None while it waits or where both were alike.
        settled_at: When.
        moderated_id: The reading that took the first one's place.
        result: Band, and ratio 0..1 in millionths, of what counts once it is settled; None for
            either that the method does not give, and both while it waits.
        rubric: The version both were read against, in words.
        first: The first reading.
        second: The second.
        items: Every item, held against each other.
        apart: Entries that differ.
        decisions: What was proposed or decided.
        asked_by: Who proposed it; None without a proposal.
        proposal: The proposal as `proposal_mark` names it.
        is_counted: False once the first reading was made void or replaced before it was settled.
    """

    line: PairLine
    centre_id: int
    state: PairState
    how: HowSettled | None
    settled_by: str | None
    settled_at: datetime | None
    moderated_id: int | None
    result: tuple[str | None, int | None]
    rubric: Rubric
    first: ReadingOfPair
    second: ReadingOfPair
    items: tuple[ComparedItem, ...]
    apart: tuple[EntryKey, ...]
    decisions: dict[EntryKey, PairDecision]
    asked_by: int | None
    proposal: str
    is_counted: bool


def _within(actor: Actor) -> ColumnElement[bool]:
    # once both readings are locked: for either reader, and whoever moderates at the centre
    is_part = or_(_First.reader_id == actor.account_id, _Second.reader_id == actor.account_id)
    return and_(
        ReadingPairRow.state.in_(TOLD),
        or_(
            and_(is_part, centres_within(actor, Permission.AUDIT_SIGN)),
            centres_within(actor, Permission.MODERATE_DECIDE),
        ),
    )


def _pairs(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ReadingPairRow,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            _First.reader_id.label("first_reader_id"),
            _Second.reader_id.label("second_reader_id"),
            _First.band_position.label("first_band"),
            _First.state.label("first_state"),
            _Second.band_position.label("second_band"),
            _FirstReader.display_name.label("first"),
            _SecondReader.display_name.label("second"),
        )
        .join(_First, _First.id == ReadingPairRow.first_id)
        .join(_Second, _Second.id == ReadingPairRow.second_id)
        .join(CentreRow, CentreRow.id == ReadingPairRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == ReadingPairRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == _First.case_file_id)
        .outerjoin(_FirstReader, _FirstReader.id == _First.reader_id)
        .outerjoin(_SecondReader, _SecondReader.id == _Second.reader_id)
        .where(_within(actor))
    )


def pairs_page(
    session: Session, actor: Actor, after: PairPlace | None, state: PairState = PairState.COMPLETE
) -> tuple[PairLine, ...]:
    """List pairs that wait to be settled, or are; those with most critical differences first.

    Args:
        session: A database session.
        actor: Who asks.
        after: Last row of the page before; None starts at the top.
        state: `COMPLETE` or `SETTLED`.

    Returns:
        One row more than a page, when there are more.
    """
    query = _pairs(actor).where(ReadingPairRow.state == state.value)
    if after is not None:
        query = query.where(
            or_(
                ReadingPairRow.critical_count < after.critical,
                and_(ReadingPairRow.critical_count == after.critical, ReadingPairRow.id < after.id),
            )
        )
    rows = session.execute(
        query.order_by(ReadingPairRow.critical_count.desc(), ReadingPairRow.id.desc()).limit(
            ROWS_PER_PAGE + 1
        )
    )
    return tuple(_line(actor, row) for row in rows)


def _line(actor: Actor, row: Any) -> PairLine:
    pair: ReadingPairRow = row[0]
    is_part = actor.account_id in {row.first_reader_id, row.second_reader_id}
    return PairLine(
        pair.id,
        row.reference,
        BilingualText(row.name_zh, row.name_en),
        BilingualText(row.title_zh, row.title_en),
        row.first or "",
        row.second or "",
        pair.item_count or 0,
        pair.alike_count or 0,
        pair.critical_count or 0,
        abs((row.first_band or row.second_band or 0) - (row.second_band or row.first_band or 0)),
        pair.completed_at or pair.chosen_at,
        is_part,
        is_part and pair.asked_by is not None and pair.asked_by != actor.account_id,
        pair.asked_by is not None,
    )


def pair_paper(session: Session, actor: Actor, pair_id: int) -> PairPaper | None:
    """Find a pair with both readings.

    Args:
        session: A database session.
        actor: Who asks.
        pair_id: The pair.

    Returns:
        The pair; None when there is none, it is out of reach, or not both readings are locked.
    """
    row = session.execute(_pairs(actor).where(ReadingPairRow.id == pair_id)).one_or_none()
    if row is None:
        return None
    pair: ReadingPairRow = row[0]
    rubric = rubric_in_words(session, pair.rubric_version_id)
    if rubric is None:
        return None
    first = _reading(session, pair.first_id, row.first or "")
    second = _reading(session, pair.second_id, row.second or "")
    settled_by = None
    if pair.settled_by is not None:
        settled_by = session.execute(
            select(AccountRow.display_name).where(AccountRow.id == pair.settled_by)
        ).scalar_one()
    return PairPaper(
        line=_line(actor, row),
        centre_id=pair.centre_id,
        state=PairState(pair.state),
        how=None if pair.how is None else HowSettled(pair.how),
        settled_by=settled_by,
        settled_at=pair.settled_at,
        moderated_id=pair.moderated_id,
        result=_result(session, pair),
        rubric=rubric,
        first=first[0],
        second=second[0],
        items=compare(
            rubric, frozen_parts(rubric, first[1])[1], frozen_parts(rubric, second[1])[1]
        ),
        apart=differing(first[0].entries, second[0].entries),
        decisions=read_decisions(session, pair.id),
        asked_by=pair.asked_by,
        proposal=proposal_mark(pair.asked_at),
        is_counted=row.first_state == "signed",
    )


def _result(session: Session, pair: ReadingPairRow) -> tuple[str | None, int | None]:
    if pair.state != PairState.SETTLED:
        return None, None
    # where both were alike the first reading counts as it is
    counts = session.get_one(AuditRow, pair.moderated_id or pair.first_id)
    return counts.band, counts.score_millionths


def _reading(session: Session, audit_id: int, reader: str) -> tuple[ReadingOfPair, str]:
    row = session.get_one(AuditRow, audit_id)
    told = ReadingOfPair(
        row.id,
        row.reader_id,
        reader,
        row.signed_at,
        row.band,
        row.score_millionths,
        entries_of(session, audit_id),
    )
    return told, row.explanation or "{}"


def held_pair_within(session: Session, actor: Actor, pair_id: int) -> ReadingPairRow | None:
    """Find a pair that an actor may settle, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who settles.
        pair_id: The pair.

    Returns:
        The pair; None when there is none within reach whose readings are both locked.
    """
    within = (
        select(ReadingPairRow.id)
        .join(_First, _First.id == ReadingPairRow.first_id)
        .join(_Second, _Second.id == ReadingPairRow.second_id)
        .join(CentreRow, CentreRow.id == ReadingPairRow.centre_id)
        .where(ReadingPairRow.id == pair_id, _within(actor))
    )
    query = select(ReadingPairRow).where(ReadingPairRow.id.in_(within))
    return session.execute(locked(session, query, ReadingPairRow)).scalar_one_or_none()


def pairs_to_settle(
    session: Session, actor: Actor, most: int, sessions: Collection[int] | None = None
) -> tuple[PairLine, ...]:
    """List pairs that wait for an actor: those they proposed nothing for themselves.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many.
        sessions: Only files of these sessions; None for all.

    Returns:
        Those with most critical differences first.
    """
    if actor.account_id is None:
        return ()
    query = _pairs(actor).where(
        ReadingPairRow.state == PairState.COMPLETE.value,
        ReadingPairRow.asked_by.is_distinct_from(actor.account_id),
    )
    if sessions is not None:
        query = query.where(_First.session_id.in_(sessions))
    rows = session.execute(
        query.order_by(ReadingPairRow.critical_count.desc(), ReadingPairRow.id.desc()).limit(most)
    )
    return tuple(_line(actor, row) for row in rows)
