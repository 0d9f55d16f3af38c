"""Take a drawn file out of its sample for a coded reason; the next reserve takes its place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.reading_pairs import DissolveReason
from qa_app.domain.replacements import Replaced, ReplaceReason, Reserve, replace_down
from qa_app.domain.round_events import FileReplaced
from qa_app.domain.version_in_force import ChosenVersion, choose_version
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow
from qa_app.models.drafts import open_session_drafts, version_columns
from qa_app.models.pair_steps import dissolve, hold_readings
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.readings_before import keep_before
from qa_app.models.rounds import FileReplacementRow
from qa_app.models.transaction import transaction
from qa_app.queries.reading_place import (
    ReadingPlace,
    barred_workers,
    fit_reader,
    reading_place,
)
from qa_app.queries.versions_in_force import stretch_of, stretches_beside


@dataclass(frozen=True, slots=True)
class Replacement:
    """What became of a file that could not be read.

    Attributes:
        audit_id: Draft of the reserve that is read instead; None when none was left.
        steps: What was written down, in order.
    """

    audit_id: int | None
    steps: tuple[Replaced, ...]


def replace_file(
    session: Session,
    actor: Actor,
    audit_id: int,
    reason: ReplaceReason,
    *,
    at: datetime,
) -> Replacement:
    """Replace a drawn file that was not begun.

    Args:
        session: A database session.
        actor: Who says so.
        audit_id: The draft of the file.
        reason: Why it cannot be read.
        at: The present.

    Returns:
        The draft that is read instead. A reserve that the reader or the supervisor worked on
        is passed over and counted as well; without a reserve the sample gets smaller.

    Raises:
        OutOfReachError: There is no such drawn draft where the actor may draw.
        ConflictError: It was begun, signed or replaced meanwhile (`not_untouched`), or its
            session is cancelled (`not_planned`).
        InvalidError: Its reader may no longer read there (`unfit_reader`): name another one
            first.
    """
    event = FileReplaced(actor=actor, at=at, reason=reason.value, count=0)
    with transaction(session, event) as act:
        place, audit, pair = _drawn_draft(session, actor, audit_id)
        reader = fit_reader(session, place, audit.reader_id or 0)
        reserves, strata, used = _reserves(session, audit.draw_id or 0)
        file_id = audit.case_file_id or 0
        barred = _barred(
            session, [one.file_id for one in reserves], barred_workers(session, place, reader)
        )
        steps = replace_down(file_id, strata[file_id], reason, reserves, used, barred)
        _keep(session, actor, audit, steps, at)
        if pair is not None:
            dissolve(session, pair, DissolveReason.REPLACED, at)
        by_file_id = steps[-1].by_file_id
        made = None if by_file_id is None else _open(session, place, audit, by_file_id, at)
        act.learn(object_id=audit.draw_id, centre_id=place.row.centre_id, count=len(steps))
    return Replacement(made, steps)


def _drawn_draft(
    session: Session, actor: Actor, audit_id: int
) -> tuple[ReadingPlace, AuditRow, ReadingPairRow | None]:
    query = select(AuditRow).where(AuditRow.id == audit_id, AuditRow.draw_id.is_not(None))
    found = session.execute(query).scalar_one_or_none()
    if found is None or found.session_id is None or found.case_file_id is None:
        raise OutOfReachError("audit")
    place = reading_place(session, actor, found.session_id, is_held_too=True)
    pair = hold_readings(session, (audit_id,)).get(audit_id)
    audit = session.get_one(AuditRow, audit_id, populate_existing=True)
    if audit.state != "draft" or audit.started_at is not None:
        raise ConflictError("not_untouched")
    return place, audit, pair


def _reserves(
    session: Session, draw_id: int
) -> tuple[list[Reserve], dict[int, str], frozenset[int]]:
    rows = session.execute(
        select(DrawnFileRow).where(DrawnFileRow.draw_id == draw_id).order_by(DrawnFileRow.position)
    ).scalars()
    files = list(rows)
    used = session.execute(
        select(FileReplacementRow.by_file_id).where(
            FileReplacementRow.draw_id == draw_id, FileReplacementRow.by_file_id.is_not(None)
        )
    ).scalars()
    return (
        [Reserve(one.case_file_id, one.stratum) for one in files if one.is_reserve],
        {one.case_file_id: one.stratum for one in files},
        frozenset(one for one in used if one is not None),
    )


def _barred(session: Session, files: list[int], workers: frozenset[int]) -> frozenset[int]:
    query = select(CaseFileRow.id).where(
        CaseFileRow.id.in_(files), CaseFileRow.practitioner_id.in_(sorted(workers))
    )
    return frozenset(session.execute(query).scalars())


def _keep(
    session: Session,
    actor: Actor,
    audit: AuditRow,
    steps: tuple[Replaced, ...],
    at: datetime,
) -> None:
    rows = [
        {
            "draw_id": audit.draw_id,
            "case_file_id": one.file_id,
            "by_file_id": one.by_file_id,
            "reason": one.reason.value,
            "replaced_at": at,
            "replaced_by": actor.account_id,
        }
        for one in steps
    ]
    session.execute(insert(FileReplacementRow), rows)
    keep_before(session, AuditRow.id == audit.id, at)
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == audit.id)
        .values(state="dropped")
        .execution_options(synchronize_session=False)
    )


def _open(
    session: Session, place: ReadingPlace, audit: AuditRow, file_id: int, at: datetime
) -> int:
    closed_on = session.execute(
        select(CaseFileRow.closed_on).where(CaseFileRow.id == file_id)
    ).scalar_one()
    chosen: ChosenVersion = choose_version(
        stretches_beside(session, place.rubric, place.place_path),
        stretch_of(place.rubric),
        place.row.planned_on,
        closed_on,
    )
    values = {
        **version_columns(chosen),
        "case_file_id": file_id,
        "draw_id": audit.draw_id,
        "reader_id": audit.reader_id,
        "sample_type": audit.sample_type,
        "drawn_as": audit.drawn_as,
        "assessors": audit.assessors,
    }
    (made,) = open_session_drafts(session, place.row, place.rubric, [values], at)
    return made
