"""Who took part in a result, and therefore does not decide about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.pairs import ReadingPairRow, SingleModerationRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reading_chain import reading_chains

_Hands = dict[int, set[int | None]]


def took_part(session: Session, audit_id: int) -> frozenset[int]:
    """Name everyone who had a hand in a result.

    Args:
        session: A database session.
        audit_id: The reading.

    Returns:
        Accounts of whoever read or signed this or another reading of the same file, the second
        one of a blind pair and all those whose place it took among them, entered something in
        one of them, settled the pair, let a reading of one person stand, led the session,
        planned, owned or moderated its round, or raised the objection.
    """
    return took_part_each(session, (audit_id,))[audit_id]


def took_part_each(session: Session, audits: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Name everyone who had a hand in some results, with the same queries whatever their number.

    Args:
        session: A database session.
        audits: The readings; the caller knows that they are in reach.

    Returns:
        Each of them to accounts, as `took_part`.
    """
    if not audits:
        return {}
    chains = reading_chains(session, audits)
    people: _Hands = {one: set() for one in audits}
    pairs = _pairs(session, chains, people)
    readings = {one: {*chain, *pairs[one]} for one, chain in chains.items()}
    for one, other in _same_files(session, audits):
        readings[one].add(other)
    _of_readings(session, _turned(readings), people)
    _of_chains(session, _turned(chains), people)
    _of_sessions(session, audits, people)
    return {
        one: frozenset(who for who in found if who is not None) for one, found in people.items()
    }


def proposer_of(session: Session, audit_id: int) -> int | None:
    """Name who proposed the amendment that waits.

    Args:
        session: A database session.
        audit_id: The reading.

    Returns:
        The account; None while no amendment waits.
    """
    return session.execute(
        select(AmendmentRow.asked_by).where(
            AmendmentRow.audit_id == audit_id, AmendmentRow.state == "asked"
        )
    ).scalar_one_or_none()


def _turned(parts: Mapping[int, Iterable[int]]) -> dict[int, set[int]]:
    # a reading to the results that it is a part of
    found: dict[int, set[int]] = defaultdict(set)
    for one, readings in parts.items():
        for reading in readings:
            found[reading].add(one)
    return found


def _pairs(
    session: Session, chains: Mapping[int, tuple[int, ...]], people: _Hands
) -> dict[int, set[int]]:
    # a pair keeps its own readings, whatever took their place since
    of = _turned(chains)
    row = ReadingPairRow
    query = select(row).where(
        or_(row.first_id.in_(of), row.second_id.in_(of), row.moderated_id.in_(of))
    )
    found: dict[int, set[int]] = {one: set() for one in chains}
    for pair in session.execute(query).scalars():
        for reading in (pair.first_id, pair.second_id, pair.moderated_id):
            for one in of.get(reading or 0, ()):
                found[one] |= {pair.first_id, pair.second_id}
                people[one] |= {pair.asked_by, pair.settled_by}
    return found


def _same_files(session: Session, audits: Collection[int]) -> Iterable[tuple[int, int]]:
    other = alias_of(AuditRow)
    query = (
        select(AuditRow.id, other.id)
        .join(
            other,
            (other.session_id == AuditRow.session_id)
            & other.case_file_id.is_not_distinct_from(AuditRow.case_file_id),
        )
        .where(AuditRow.id.in_(audits))
    )
    return [(one, another) for one, another in session.execute(query)]


def _of_readings(session: Session, of: Mapping[int, set[int]], people: _Hands) -> None:
    read = select(AuditRow.id, AuditRow.reader_id, AuditRow.signed_by)
    for row in session.execute(read.where(AuditRow.id.in_(of))):
        for one in of[row.id]:
            people[one] |= {row.reader_id, row.signed_by}
    saved = select(AuditEntryRow.audit_id, AuditEntryRow.saved_by).distinct()
    for audit, who in session.execute(saved.where(AuditEntryRow.audit_id.in_(of))):
        for one in of[audit]:
            people[one].add(who)


def _of_chains(session: Session, of: Mapping[int, set[int]], people: _Hands) -> None:
    upheld = select(SingleModerationRow.audit_id, SingleModerationRow.settled_by)
    for audit, who in session.execute(upheld.where(SingleModerationRow.audit_id.in_(of))):
        for one in of[audit]:
            people[one].add(who)


def _of_sessions(session: Session, audits: Collection[int], people: _Hands) -> None:
    query = (
        select(
            AuditRow.id,
            SupervisionSessionRow.supervisor_id,
            AuditRoundRow.owner_id,
            AuditRoundRow.moderator_id,
            ObjectionRow.raised_by,
        )
        .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
        .outerjoin(AuditRoundRow, AuditRoundRow.id == SupervisionSessionRow.round_id)
        .outerjoin(ObjectionRow, ObjectionRow.audit_id == AuditRow.id)
        .where(AuditRow.id.in_(audits))
    )
    for row in session.execute(query):
        people[row.id] |= set(row[1:])
