"""What a session's untouched files could be divided by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from qa_app.domain.assignment import Candidate, FileToRead, ProposedReader, proposals
from qa_app.domain.bars import Judged, counts_for_endorsement
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.bars import tied
from qa_app.queries.own_choice import closed_files
from qa_app.queries.pairs import hidden_from
from qa_app.queries.reach import centres_within
from qa_app.queries.readers import capacities, drafts_in_hand
from qa_app.queries.round_plans import of_round
from qa_app.queries.staff import StaffLine, staff_of


@dataclass(frozen=True, slots=True)
class FileLine:
    """An untouched file and who could read it.

    Attributes:
        audit_id: Its draft.
        reference: Its reference; None when the whole centre is read.
        reader_id: Who has it now.
        proposal: Who is proposed, and why.
        fit: Everybody whom nothing bars from it; not who divides, of a file closed to them.
    """

    audit_id: int
    reference: str | None
    reader_id: int | None
    proposal: ProposedReader
    fit: tuple[StaffLine, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """The untouched files of a session.

    Attributes:
        session_id: The session.
        centre: Name of its centre.
        lines: One for each file.
        names: Who may read there, with names; also those who do not read in the round.
        is_of_round: True where a round names who reads.
        is_drawn: False while no file was given to anybody yet, drawn or added by hand.
    """

    session_id: int
    centre: BilingualText
    lines: tuple[FileLine, ...]
    names: dict[int, str]
    is_of_round: bool
    is_drawn: bool


def division_of(
    session: Session, actor: Actor, session_id: int, zone: str, *, at: datetime
) -> Division | None:
    """Propose who reads the untouched files of a session.

    Args:
        session: A database session.
        actor: Who divides them.
        session_id: The session.
        zone: Local time zone, for the day on which agreements hold.
        at: The present.

    Returns:
        The proposal, which gives the actor nothing that `assign_files` refuses them; None when
        there is no such session where the actor may draw, or it is cancelled. With ten queries
        whatever the number of files.
    """
    place = _place(session, actor, session_id)
    if place is None:
        return None
    rows = _untouched(session, actor, session_id)
    everybody = staff_of(session, Permission.AUDIT_SCORE, place.id, place.place_path)
    # what a round names is kept: nobody else is proposed, or may be chosen
    staff = of_round(session, place.round_id, everybody)
    ids = [one.id for one in staff]
    people, takes, in_hand = (
        tied(session, ids),
        capacities(session, ids),
        drafts_in_hand(session, ids, actor.account_id),
    )
    judged = _judged(place, rows)

    others = [row for row in rows if row.reader_id != actor.account_id]
    closed = closed_files(session, actor, [row.case_file_id for row in others], zone, at=at)
    not_mine = {row.id for row in others if row.case_file_id in closed}

    def is_barred(reader: int, audit: int) -> bool:
        if reader == actor.account_id and audit in not_mine:
            return True
        return bool(people[reader].bars(judged[audit]))

    own = {one: sum(row.reader_id == one for row in rows) for one in ids}
    found = proposals(
        [FileToRead(row.id, row.reader_id, row.area_code) for row in rows],
        [
            Candidate(one, takes[one][1], takes[one][0] - in_hand.get(one, 0) + own[one])
            for one in ids
        ],
        is_barred,
    )
    by_audit = {one.audit_id: one for one in found}
    lines = tuple(
        FileLine(
            row.id,
            row.reference,
            row.reader_id,
            by_audit[row.id],
            tuple(one for one in staff if not is_barred(one.id, row.id)),
        )
        for row in rows
    )
    name = BilingualText(place.name_zh, place.name_en)
    names = {one.id: one.name for one in everybody}
    return Division(
        session_id,
        name,
        lines,
        names,
        is_of_round=place.round_id is not None,
        is_drawn=place.is_drawn,
    )


def _place(session: Session, actor: Actor, session_id: int) -> Any:
    return session.execute(
        select(
            CentreRow.id,
            CentreRow.place_path,
            CentreRow.name_zh,
            CentreRow.name_en,
            SupervisionSessionRow.planned_on,
            SupervisionSessionRow.round_id,
            exists().where(AuditRow.session_id == SupervisionSessionRow.id).label("is_drawn"),
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(
            SupervisionSessionRow.id == session_id,
            SupervisionSessionRow.state != "cancelled",
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    ).one_or_none()


def _untouched(session: Session, actor: Actor, session_id: int) -> Sequence[Any]:
    return session.execute(
        select(
            AuditRow.id,
            AuditRow.reader_id,
            AuditRow.area_code,
            AuditRow.sample_type,
            AuditRow.case_file_id,
            CaseFileRow.reference,
            CaseFileRow.practitioner_id,
        )
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.session_id == session_id,
            AuditRow.state == "draft",
            AuditRow.reading == "first",
            AuditRow.started_at.is_(None),
            ~hidden_from(actor.account_id),
        )
        .order_by(AuditRow.id)
    ).all()


def _judged(place: Any, rows: Sequence[Any]) -> dict[int, Judged]:
    return {
        row.id: Judged(
            place.id,
            row.practitioner_id,
            place.planned_on,
            counts_for_endorsement(row.sample_type),
        )
        for row in rows
    }
