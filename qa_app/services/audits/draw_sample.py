"""Draw a session's files: the frame is frozen first, only then is there a seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import (
    FILES_PER_SESSION_MOST,
    FRAME_MONTHS,
    NO_REPEAT_MONTHS,
)
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.events import FrameFrozen, SampleDrawn
from qa_app.domain.frames import Frame, frame_of, months_before
from qa_app.domain.people import Actor
from qa_app.domain.sampling import Drawn, draw, frame_digest, ticket
from qa_app.domain.supervision import UNIT_CASE_FILE, assessors_of
from qa_app.domain.totals import SampleType
from qa_app.domain.version_in_force import ChosenVersion, choose_version, counted_by_version
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.drafts import open_session_drafts, version_columns
from qa_app.models.transaction import transaction
from qa_app.queries.draws import candidates
from qa_app.queries.reading_place import (
    ReadingPlace,
    barred_workers,
    fit_reader,
    reading_place,
)
from qa_app.queries.versions_in_force import stretch_of, stretches_beside

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


def draw_sample(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    session_id: int,
    wanted: int,
    reader_id: int,
    new_seed: Callable[[], str],
    *,
    zone: str,
    at: datetime,
) -> DrawnSample:
    """Freeze the frame of a session, then draw from it and open one draft for each file.

    Each file is read under the version of the rubric that was in force when its case was
    closed, or on the session's day where it was still open then; the journal counts them.

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
        zone: Local time zone; files drawn in the months before the local day are left out.
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
        place = reading_place(session, actor, session_id)
        standing = _standing(session, session_id)
        if standing is None:
            local = at.astimezone(ZoneInfo(zone))
            standing = _freeze(session, place, wanted, reader_id, local)
        act.learn(
            object_id=standing.id,
            centre_id=place.row.centre_id,
            frame_digest=standing.frame_digest,
            frame_count=standing.frame_count,
        )
    seed = new_seed()
    drawn = SampleDrawn(actor=actor, at=at, seed=seed, count=0)
    with transaction(session, drawn) as act:
        place = reading_place(session, actor, session_id)
        frame = _take(session, actor, session_id, seed, at)
        # nobody held the place while the seed was made, and a resumed draw may be days old
        fit_reader(session, place, frame.filters["reader"])
        audit_ids, chosen = _open_drafts(session, place, frame, seed, at)
        act.learn(
            object_id=frame.id,
            centre_id=place.row.centre_id,
            count=len(audit_ids),
            by_version=counted_by_version(chosen),
        )
    return DrawnSample(frame.id, audit_ids)


def _standing(session: Session, session_id: int) -> DrawRow | None:
    row = session.execute(
        select(DrawRow).where(DrawRow.session_id == session_id)
    ).scalar_one_or_none()
    if row is not None and row.drawn_at is not None:
        raise ConflictError("already_drawn")
    return row


def _freeze(
    session: Session, place: ReadingPlace, wanted: int, reader_id: int, at: datetime
) -> DrawRow:
    if not 1 <= wanted <= FILES_PER_SESSION_MOST:
        raise InvalidError("files_wanted", most=FILES_PER_SESSION_MOST)
    reader = fit_reader(session, place, reader_id)
    filters: dict[str, Any] = {
        "area": place.rubric.area_code,
        "reader": reader_id,
        "assessors": assessors_of(reader),
        "until": _until(place, at).isoformat(),
    }
    if place.rubric.kind == UNIT_CASE_FILE:
        frame, period = _frame(session, place, reader, at)
        filters |= period
    else:
        frame, wanted = Frame((place.centre_code,), {}, frame_digest([place.centre_code])), 1
    if not frame.references:
        raise InvalidError("frame_empty", **{why.value: n for why, n in frame.excluded.items()})
    row = DrawRow(
        session_id=place.row.id,
        rubric_version_id=place.rubric.id,
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


def _until(place: ReadingPlace, at: datetime) -> date:
    # a draw ahead of its session cannot know what is opened after it
    return min(place.row.planned_on, at.date())


def _frame(
    session: Session, place: ReadingPlace, reader: Actor, at: datetime
) -> tuple[Frame, Mapping[str, Any]]:
    until = _until(place, at)
    since = months_before(until, FRAME_MONTHS)
    repeats = at - timedelta(days=(at.date() - months_before(at.date(), NO_REPEAT_MONTHS)).days)
    listed = candidates(
        session,
        place.row.centre_id,
        place.rubric.area_code,
        (since, until),
        no_repeat_since=repeats,
        session_id=place.row.id,
    )
    frame = frame_of(
        (candidate for _, candidate in listed),
        may_be_sealed=place.rubric.access == "sealed",
        barred=barred_workers(session, place, reader),
    )
    return frame, {"since": since.isoformat(), "sealed": place.rubric.access == "sealed"}


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
    session: Session, place: ReadingPlace, frame: DrawRow, seed: str, at: datetime
) -> tuple[tuple[int, ...], list[ChosenVersion]]:
    stretches, planned = stretches_beside(session, place.rubric), stretch_of(place.rubric)
    day = place.row.planned_on
    if place.rubric.kind != UNIT_CASE_FILE:
        one = choose_version(stretches, planned, day)
        whole = _values(frame, None, one)
        return open_session_drafts(session, place.row, place.rubric, [whole], at), [one]
    drawn = draw({_WHOLE: frame.frame}, seed, {_WHOLE: frame.wanted_count})[_WHOLE]
    rows = session.execute(
        select(CaseFileRow.reference, CaseFileRow.id, CaseFileRow.closed_on).where(
            CaseFileRow.reference.in_((*drawn.selected, *drawn.reserves))
        )
    ).all()
    files = {row.reference: row.id for row in rows}
    closed = {row.reference: row.closed_on for row in rows}
    session.execute(insert(DrawnFileRow), _drawn_rows(frame.id, drawn, files, seed))
    chosen = [choose_version(stretches, planned, day, closed[one]) for one in drawn.selected]
    selected = [
        _values(frame, files[file], one) for file, one in zip(drawn.selected, chosen, strict=True)
    ]
    return open_session_drafts(session, place.row, place.rubric, selected, at), chosen


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


def _values(frame: DrawRow, case_file_id: int | None, chosen: ChosenVersion) -> dict[str, Any]:
    is_whole = frame.wanted_count >= frame.frame_count
    return {
        "case_file_id": case_file_id,
        "draw_id": frame.id,
        **version_columns(chosen),
        "reader_id": frame.filters["reader"],
        "sample_type": (SampleType.CENSUS if is_whole else SampleType.RANDOM).value,
        "assessors": frame.filters["assessors"],
    }
