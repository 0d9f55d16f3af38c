"""Draw a session's files: the frame is frozen first, only then is there a seed.

A session of a round is drawn as the round says, any other one by a number of files.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.events import FrameFrozen, SampleDrawn
from qa_app.domain.frames import Frame, whole_centre
from qa_app.domain.new_stretches import drawn_as
from qa_app.domain.people import Actor
from qa_app.domain.sample_design import (
    WHOLE,
    SampleDesign,
    check_design,
    design_from,
    plain_plan,
    plan_sample,
)
from qa_app.domain.sampling import Drawn, draw, ticket
from qa_app.domain.supervision import UNIT_CASE_FILE, assessors_of
from qa_app.domain.totals import SampleType
from qa_app.domain.version_in_force import ChosenVersion, choose_version, counted_by_version
from qa_app.models.cases import CaseFileRow, DrawnFileRow, DrawRow
from qa_app.models.drafts import open_session_drafts, version_columns
from qa_app.models.transaction import transaction
from qa_app.queries.reading_place import (
    ReadingPlace,
    barred_workers,
    fit_reader,
    reading_place,
)
from qa_app.queries.round_plans import RoundRule, round_rule
from qa_app.queries.sample_frames import FrameAsked, frame_today, period_of
from qa_app.queries.versions_in_force import stretch_of, stretches_beside

_ONE = SampleDesign()
"""A rubric that reads the whole centre has one thing to read."""


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
    wanted: int | None,
    reader_id: int,
    new_seed: Callable[[], str],
    *,
    zone: str,
    at: datetime,
) -> DrawnSample:
    """Freeze the frame of a session, then draw from it and open one draft for each file.

    Each file is read under the version of the rubric that was in force when its case was
    closed, or on the session's day where it was still open then, if that counts at the centre, else
    under the one that the session was planned with; the journal counts them.

    A draw that was interrupted after its frame was frozen goes on from that frame, with
    the number of files and the reader it was frozen for.

    Args:
        session: A database session.
        actor: Who draws.
        session_id: The planned session.
        wanted: How many files, at least 1; a smaller frame is read whole. Without effect
            where the session belongs to a round, whose design decides, or the rubric reads the
            whole centre at once.
        reader_id: The account that reads the files.
        new_seed: Gives an unpredictable seed; called once the frame is committed.
        zone: Local time zone; files drawn in the months before the local day are left out.
        at: The present.

    Returns:
        The draw and its drafts.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: Its files are drawn (`already_drawn`), it is held or cancelled
            (`not_planned`), or its round is cancelled (`round_cancelled`).
        InvalidError: The session reads no files (`reads_no_files`), the number is out of
            bounds (`files_wanted`), the reader may not read there (`unfit_reader`), no
            file can be drawn (`frame_empty`), or the design asks for more files than a
            session takes or for fewer than there are strata (`too_many_files`,
            `strata_too_many`).
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
    session: Session, place: ReadingPlace, wanted: int | None, reader_id: int, at: datetime
) -> DrawRow:
    rule = round_rule(session, place.row.round_id)
    if rule is not None and rule.is_cancelled:
        raise ConflictError("round_cancelled")
    design = _design(place, rule, wanted)
    reader = fit_reader(session, place, reader_id)
    since, until = period_of(place.row.planned_on, rule, at.date())
    filters: dict[str, Any] = {
        "area": place.rubric.area_code,
        "reader": reader_id,
        "assessors": assessors_of(reader),
        "until": until.isoformat(),
    }
    if place.rubric.kind == UNIT_CASE_FILE:
        barred = barred_workers(session, place, reader)
        asked = FrameAsked(place.row, place.rubric, (since, until), barred, design.by)
        frame = frame_today(session, asked, at)
        is_sealed = place.rubric.access == "sealed"
        filters |= {"since": since.isoformat(), "sealed": is_sealed}
    else:
        frame = whole_centre(place.centre_code)
    if not frame.references:
        raise InvalidError("frame_empty", **{why.value: n for why, n in frame.excluded.items()})
    plan = plan_sample(design, {name: len(files) for name, files in frame.strata.items()})
    if rule is not None:
        place.row.files_wanted = plan.size
    return _kept(session, place, filters, frame, plain_plan(design, plan, frame.strata), at)


def _design(place: ReadingPlace, rule: RoundRule | None, wanted: int | None) -> SampleDesign:
    if place.rubric.kind != UNIT_CASE_FILE:
        return _ONE
    design = SampleDesign(number=wanted or 0) if rule is None else rule.design
    check_design(design)
    return design


def _kept(
    session: Session,
    place: ReadingPlace,
    filters: Mapping[str, Any],
    frame: Frame,
    design: dict[str, Any],
    at: datetime,
) -> DrawRow:
    row = DrawRow(
        session_id=place.row.id,
        rubric_version_id=place.rubric.id,
        filters={**filters, "excluded": {why.value: n for why, n in frame.excluded.items()}},
        frame=list(frame.references),
        design=design,
        frame_digest=frame.digest,
        frame_count=len(frame.references),
        excluded_count=sum(frame.excluded.values()),
        frozen_at=at,
        wanted_count=sum(design["allocation"].values()),
    )
    session.add(row)
    session.flush()
    return row


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
    stretches = stretches_beside(session, place.rubric, place.place_path)
    planned = stretch_of(place.rubric)
    day = place.row.planned_on
    if place.rubric.kind != UNIT_CASE_FILE:
        one = choose_version(stretches, planned, day)
        whole = _values(frame, None, one)
        return open_session_drafts(session, place.row, place.rubric, [whole], at), [one]
    design = frame.design
    strata = design.get("strata", {WHOLE: frame.frame})
    drawn = draw(strata, seed, design.get("allocation", {WHOLE: frame.wanted_count}))
    selected = [file for name in sorted(drawn) for file in drawn[name].selected]
    reserves = [file for name in sorted(drawn) for file in drawn[name].reserves]
    rows = session.execute(
        select(CaseFileRow.reference, CaseFileRow.id, CaseFileRow.closed_on).where(
            CaseFileRow.reference.in_((*selected, *reserves))
        )
    ).all()
    files = {row.reference: row.id for row in rows}
    closed = {row.reference: row.closed_on for row in rows}
    kept = _drawn_rows(frame.id, drawn, (selected, reserves), files, seed)
    session.execute(insert(DrawnFileRow), kept)
    chosen = [choose_version(stretches, planned, day, closed[one]) for one in selected]
    values = [_values(frame, files[file], one) for file, one in zip(selected, chosen, strict=True)]
    return open_session_drafts(session, place.row, place.rubric, values, at), chosen


def _drawn_rows(
    draw_id: int,
    drawn: Mapping[str, Drawn],
    listed: tuple[Sequence[str], Sequence[str]],
    files: Mapping[str, int],
    seed: str,
) -> list[dict[str, Any]]:
    strata = {file: name for name, one in drawn.items() for file in (*one.selected, *one.reserves)}
    return [
        {
            "draw_id": draw_id,
            "position": position,
            "case_file_id": files[reference],
            "stratum": strata[reference],
            "ticket": ticket(seed, reference),
            "is_reserve": position > len(listed[0]),
        }
        for position, reference in enumerate((*listed[0], *listed[1]), 1)
    ]


def _values(frame: DrawRow, case_file_id: int | None, chosen: ChosenVersion) -> dict[str, Any]:
    is_whole = frame.wanted_count >= frame.frame_count
    return {
        "case_file_id": case_file_id,
        "draw_id": frame.id,
        "drawn_as": drawn_as(design_from(frame.design) if frame.design else _ONE),
        **version_columns(chosen),
        "reader_id": frame.filters["reader"],
        "sample_type": (SampleType.CENSUS if is_whole else SampleType.RANDOM).value,
        "assessors": frame.filters["assessors"],
    }
