"""Draw a session's files: the frame is frozen first, only then is there a seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import (
    FILES_PER_SESSION_MOST,
    FRAME_MONTHS,
    NO_REPEAT_MONTHS,
    READING_DUE_DAYS,
)
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.events import FrameFrozen, SampleDrawn
from qa_app.domain.frames import Frame, frame_of, months_before
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.sampling import Drawn, draw, frame_digest, ticket
from qa_app.domain.supervision import UNIT_CASE_FILE, SessionState, assessors_of
from qa_app.domain.totals import SampleType
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.draws import candidates
from qa_app.queries.reach import centres_within
from qa_app.queries.staff import account_as_actor

_WHOLE = "all"


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """What was drawn.

    Attributes:
        draw_id: The draw.
        audit_ids: The drafts it opened, in the order of the tickets.
    """

    draw_id: int
    audit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the draw happens, as far as both steps need it."""

    row: SupervisionSessionRow
    centre_code: str
    place_path: str
    rubric_version_id: int
    area_code: str
    kind: str
    access: str


def draw_sample(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    session_id: int,
    wanted: int,
    reader_id: int,
    new_seed: Callable[[], str],
    *,
    at: datetime,
) -> DrawnSample:
    """Freeze the frame of a session, then draw from it and open one draft for each file.

    A draw that was interrupted after its frame was frozen goes on from that frame, with
    the number of files and the reader it was frozen for.

    Args:
        session: A database session.
        actor: Who draws.
        session_id: The planned session.
        wanted: How many files, at least 1; a smaller frame is read whole. Without effect
            where the rubric reads the whole centre at once.
        reader_id: The account that reads the files.
        new_seed: Gives an unpredictable seed; called once the frame is committed.
        at: The present.

    Returns:
        The draw and its drafts.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: Its files are drawn (`already_drawn`), or it is held or cancelled
            (`not_planned`).
        InvalidError: The session reads no files (`reads_no_files`), the number is out of
            bounds (`files_wanted`), the reader may not read there (`unfit_reader`), or no
            file can be drawn (`frame_empty`).
    """
    frozen = FrameFrozen(actor=actor, at=at, object_id=session_id, frame_digest="", frame_count=0)
    with transaction(session, frozen) as act:
        place = _place(session, actor, session_id)
        standing = _standing(session, session_id)
        if standing is None:
            standing = _freeze(session, place, wanted, reader_id, at)
        act.learn(
            object_id=standing.id,
            centre_id=place.row.centre_id,
            frame_digest=standing.frame_digest,
            frame_count=standing.frame_count,
        )
    seed = new_seed()
    drawn = SampleDrawn(actor=actor, at=at, seed=seed, count=0)
    with transaction(session, drawn) as act:
        place = _place(session, actor, session_id)
        frame = _take(session, actor, session_id, seed, at)
        audit_ids = _open_drafts(session, place, frame, seed, at)
        act.learn(object_id=frame.id, centre_id=place.row.centre_id, count=len(audit_ids))
    return DrawnSample(frame.id, audit_ids)


def _place(session: Session, actor: Actor, session_id: int) -> _Place:
    query = (
        select(SupervisionSessionRow, CentreRow.code, CentreRow.place_path, RubricVersionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .outerjoin(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    )
    if lock_rows(session):
        query = query.with_for_update(of=SupervisionSessionRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise OutOfReachError("session")
    row, code, place_path, rubric = found
    if row.state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    if rubric is None:
        raise InvalidError("reads_no_files")
    return _Place(row, code, place_path, rubric.id, rubric.area_code, rubric.kind, rubric.access)


def _standing(session: Session, session_id: int) -> DrawRow | None:
    row = session.execute(
        select(DrawRow).where(DrawRow.session_id == session_id)
    ).scalar_one_or_none()
    if row is not None and row.drawn_at is not None:
        raise ConflictError("already_drawn")
    return row


def _freeze(session: Session, place: _Place, wanted: int, reader_id: int, at: datetime) -> DrawRow:
    if not 1 <= wanted <= FILES_PER_SESSION_MOST:
        raise InvalidError("files_wanted", most=FILES_PER_SESSION_MOST)
    reader = account_as_actor(session, reader_id)
    if reader is None or not reach_of(reader, Permission.AUDIT_SCORE).covers(
        place.row.centre_id, place.place_path
    ):
        raise InvalidError("unfit_reader")
    filters: dict[str, Any] = {
        "area": place.area_code,
        "reader": reader_id,
        "assessors": assessors_of(reader),
        "until": place.row.planned_on.isoformat(),
    }
    if place.kind == UNIT_CASE_FILE:
        frame, period = _frame(session, place, reader, at)
        filters |= period
    else:
        frame, wanted = Frame((place.centre_code,), {}, frame_digest([place.centre_code])), 1
    if not frame.references:
        raise InvalidError("frame_empty", **{why.value: n for why, n in frame.excluded.items()})
    row = DrawRow(
        session_id=place.row.id,
        rubric_version_id=place.rubric_version_id,
        filters=filters | {"excluded": {why.value: n for why, n in frame.excluded.items()}},
        frame=list(frame.references),
        frame_digest=frame.digest,
        frame_count=len(frame.references),
        excluded_count=sum(frame.excluded.values()),
        frozen_at=at,
        wanted_count=wanted,
    )
    session.add(row)
    session.flush()
    return row


def _frame(
    session: Session, place: _Place, reader: Actor, at: datetime
) -> tuple[Frame, Mapping[str, Any]]:
    until = place.row.planned_on
    since = months_before(until, FRAME_MONTHS)
    supervisor = account_as_actor(session, place.row.supervisor_id)
    workers = {reader.practitioner_id, supervisor.practitioner_id if supervisor else None}
    repeats = at - timedelta(days=(at.date() - months_before(at.date(), NO_REPEAT_MONTHS)).days)
    listed = candidates(
        session,
        place.row.centre_id,
        place.area_code,
        (since, until),
        no_repeat_since=repeats,
        session_id=place.row.id,
    )
    frame = frame_of(
        (candidate for _, candidate in listed),
        may_be_sealed=place.access == "sealed",
        barred=frozenset(worker for worker in workers if worker is not None),
    )
    return frame, {"since": since.isoformat(), "sealed": place.access == "sealed"}


def _take(session: Session, actor: Actor, session_id: int, seed: str, at: datetime) -> DrawRow:
    draw_id = session.execute(
        update(DrawRow)
        .where(DrawRow.session_id == session_id, DrawRow.drawn_at.is_(None))
        .values(seed=seed, drawn_at=at, drawn_by=actor.account_id)
        .returning(DrawRow.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if draw_id is None:
        raise ConflictError("already_drawn")
    return session.get_one(DrawRow, draw_id, populate_existing=True)


def _open_drafts(
    session: Session, place: _Place, frame: DrawRow, seed: str, at: datetime
) -> tuple[int, ...]:
    if place.kind != UNIT_CASE_FILE:
        return (_draft(session, place, frame, None, at),)
    drawn = draw({_WHOLE: frame.frame}, seed, {_WHOLE: frame.wanted_count})[_WHOLE]
    files: dict[str, int] = dict(
        session.execute(
            select(CaseFileRow.reference, CaseFileRow.id).where(
                CaseFileRow.reference.in_((*drawn.selected, *drawn.reserves))
            )
        ).all()
    )
    session.execute(insert(DrawnFileRow), _drawn_rows(frame.id, drawn, files, seed))
    return tuple(_draft(session, place, frame, files[one], at) for one in drawn.selected)


def _drawn_rows(
    draw_id: int, drawn: Drawn, files: Mapping[str, int], seed: str
) -> list[dict[str, Any]]:
    return [
        {
            "draw_id": draw_id,
            "position": position,
            "case_file_id": files[reference],
            "ticket": ticket(seed, reference),
            "is_reserve": position > len(drawn.selected),
        }
        for position, reference in enumerate((*drawn.selected, *drawn.reserves), 1)
    ]


def _draft(
    session: Session, place: _Place, frame: DrawRow, case_file_id: int | None, at: datetime
) -> int:
    is_whole = frame.wanted_count >= frame.frame_count
    return session.execute(
        insert(AuditRow)
        .values(
            centre_id=place.row.centre_id,
            area_code=place.area_code,
            rubric_version_id=place.rubric_version_id,
            case_file_id=case_file_id,
            session_id=place.row.id,
            draw_id=frame.id,
            reader_id=frame.filters["reader"],
            sample_type=(SampleType.CENSUS if is_whole else SampleType.RANDOM).value,
            assessors=frame.filters["assessors"],
            due_on=place.row.planned_on + timedelta(days=READING_DUE_DAYS),
            state="draft",
            created_at=at,
        )
        .returning(AuditRow.id)
    ).scalar_one()
