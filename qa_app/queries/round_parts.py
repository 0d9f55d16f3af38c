"""The centres of a round with their sessions, samples and results."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_stage import Stage, stage_of_all
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.replacements import SampleNote
from qa_app.domain.round_results import Found, SampleResult, sample_result
from qa_app.domain.sample_design import WHOLE, rule_of
from qa_app.domain.statistics.lqas import LqasRule
from qa_app.domain.supervision import SessionState
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, DrawRow
from qa_app.models.places import CentreRow
from qa_app.models.rounds import RoundCentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reach import centres_within
from qa_app.queries.round_readings import ReadingGroup, read_twice, readings_of_rounds
from qa_app.queries.sample_notes import sample_notes

_TO_BE_READ = ("draft", "locked", "signed", "replaced")


@dataclass(frozen=True, slots=True)
class RoundPart:
    """One rubric at one centre of a round.

    Attributes:
        session_id: The session at which files are read.
        rubric: Title of the rubric.
        version: Version that the session was planned with.
        planned_on: Its day.
        state: Planned or held.
        stage: How far its readings stand.
        file_count: Files given to be read, drawn ones only.
        signed_count: Those whose result counts.
        added_count: Files chosen by hand; they are in no estimate.
        twice_count: Files that two people read, both of whom are done.
        references: Files to be read there, drawn or added by hand; which are read twice is not
            told by it.
        note: What the sample came from and what was replaced; None before the draw.
        result: What the sample says; None before the draw.
        rule: Its lot quality rule; None without one.
    """

    session_id: int
    rubric: BilingualText
    version: str
    planned_on: date
    state: SessionState
    stage: Stage
    file_count: int
    signed_count: int
    added_count: int
    twice_count: int
    references: tuple[str, ...]
    note: SampleNote | None
    result: SampleResult | None
    rule: LqasRule | None


@dataclass(frozen=True, slots=True)
class RoundCentre:
    """A centre of a round.

    Attributes:
        id: The centre.
        name: Its name.
        place_path: Path of its node.
        parts: One for each session; empty while the round has no day there.
    """

    id: int
    name: BilingualText
    place_path: str
    parts: tuple[RoundPart, ...]


@dataclass(frozen=True, slots=True)
class NextToDraw:
    """Where the draws of a round go on.

    Attributes:
        session_id: The session.
        centre: Name of its centre.
        rubric: Title of its rubric.
    """

    session_id: int
    centre: BilingualText
    rubric: BilingualText


def next_to_draw(session: Session, actor: Actor, round_id: int) -> NextToDraw | None:
    """Find where the files of a round are drawn next.

    Args:
        session: A database session.
        actor: Who draws.
        round_id: The round of a session that is known to be in reach.

    Returns:
        The first planned session that is not drawn, by code of its centre; None when every one
        where the actor may draw is drawn.
    """
    drawn = exists().where(
        DrawRow.session_id == SupervisionSessionRow.id, DrawRow.drawn_at.is_not(None)
    )
    row = session.execute(
        select(
            SupervisionSessionRow.id,
            CentreRow.name_zh,
            CentreRow.name_en,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.round_id == round_id,
            SupervisionSessionRow.state == SessionState.PLANNED.value,
            ~drawn,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
        .order_by(CentreRow.code, RubricVersionRow.area_code, SupervisionSessionRow.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    centre = BilingualText(row.name_zh, row.name_en)
    return NextToDraw(row.id, centre, BilingualText(row.title_zh, row.title_en))


def round_centres(session: Session, actor: Actor, round_id: int) -> tuple[RoundCentre, ...]:
    """List the centres of a round within reach, with seven queries.

    Args:
        session: A database session.
        actor: Who asks.
        round_id: The round.

    Returns:
        By code of the centre.
    """
    centres = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path)
        .join(RoundCentreRow, RoundCentreRow.centre_id == CentreRow.id)
        .where(RoundCentreRow.round_id == round_id, centres_within(actor, Permission.ROUND_READ))
        .order_by(CentreRow.code)
    ).all()
    rows = session.execute(
        select(
            SupervisionSessionRow, RubricVersionRow, DrawRow.id, DrawRow.frame_count, DrawRow.design
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .outerjoin(DrawRow, DrawRow.session_id == SupervisionSessionRow.id)
        .where(
            SupervisionSessionRow.round_id == round_id,
            SupervisionSessionRow.state != SessionState.CANCELLED.value,
            centres_within(actor, Permission.ROUND_READ),
        )
        .order_by(RubricVersionRow.area_code, SupervisionSessionRow.id)
    ).all()
    draws = [row[2] for row in rows if row[2] is not None]
    references = _references(session, [row[0].id for row in rows])
    notes, twice = sample_notes(session, draws), read_twice(session, draws)
    groups: dict[int, list[ReadingGroup]] = defaultdict(list)
    for one in readings_of_rounds(session, actor, [round_id]).get(round_id, ()):
        groups[one.session_id].append(one)
    parts: dict[int, list[RoundPart]] = defaultdict(list)
    for row in rows:
        own = groups[row[0].id]
        part = _part(row, notes, own, twice.get(row[2], 0), references.get(row[0].id, ()))
        parts[row[0].centre_id].append(part)
    return tuple(
        RoundCentre(
            row.id,
            BilingualText(row.name_zh, row.name_en),
            row.place_path,
            tuple(parts[row.id]),
        )
        for row in centres
    )


def _references(session: Session, sessions: Collection[int]) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        select(AuditRow.session_id, CaseFileRow.reference)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.session_id.in_(sessions),
            AuditRow.reading == "first",
            AuditRow.supplements_id.is_(None),
            AuditRow.state.in_(_TO_BE_READ),
        )
        .order_by(CaseFileRow.reference)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for session_id, reference in rows:
        if session_id is not None:
            found[session_id].append(reference)
    return {session_id: tuple(names) for session_id, names in found.items()}


def _part(
    row: Any,
    notes: Mapping[int, SampleNote],
    groups: Sequence[ReadingGroup],
    twice: int,
    references: tuple[str, ...],
) -> RoundPart:
    planned, rubric, draw_id, frame_count, design = row
    note = None if draw_id is None else notes.get(draw_id)
    drawn = [one for one in groups if one.is_drawn and one.stage is not None]
    rule = None if note is None else rule_of(design, frame_count)
    found = _found(frame_count, design, drawn) if note is not None else None
    return RoundPart(
        session_id=planned.id,
        rubric=BilingualText(rubric.title_zh, rubric.title_en),
        version=rubric.version,
        planned_on=planned.planned_on,
        state=SessionState(planned.state),
        stage=stage_of_all(one.stage for one in drawn if one.stage is not None),
        file_count=sum(one.count for one in drawn),
        signed_count=sum(one.count for one in drawn if one.is_counted),
        added_count=sum(one.count for one in groups if not one.is_drawn and one.stage is not None),
        twice_count=twice,
        references=references,
        note=note,
        result=None if note is None or found is None else sample_result(note, found, rule),
        rule=rule,
    )


def _found(frame_count: int, design: Mapping[str, Any], drawn: Iterable[ReadingGroup]) -> Found:
    strata = design.get("strata")
    sizes = (
        {WHOLE: frame_count}
        if strata is None
        else {name: len(files) for name, files in strata.items()}
    )
    read: dict[str, int] = dict.fromkeys(sizes, 0)
    good: dict[str, int] = dict.fromkeys(sizes, 0)
    for one in drawn:
        if one.is_counted:
            read[one.stratum] = read.get(one.stratum, 0) + one.count
            good[one.stratum] = good.get(one.stratum, 0) + one.count * one.conforms
    return Found(sizes, read, good)
