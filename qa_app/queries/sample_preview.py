"""What the draw of a session would come to as things stand, before anything is frozen."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.frames import Exclusion
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.sample_design import SampleDesign, SamplePlan, plan_sample
from qa_app.domain.supervision import UNIT_CASE_FILE
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reach import centres_within
from qa_app.queries.round_plans import round_rule
from qa_app.queries.sample_frames import (
    FrameAsked,
    files_outside,
    frame_today,
    period_of,
    worker_codes,
)


@dataclass(frozen=True, slots=True)
class SamplePreview:
    """What would be drawn.

    Attributes:
        round_id: The round whose design decides.
        design: How files would be chosen.
        frame_count: Files of the frame as it stands, without regard to who reads: files that
            the reader worked on are left out when it is frozen.
        excluded: Reason to how many files are left out.
        outside_count: Files of the centre and area that the period leaves out: opened after it,
            or closed before.
        sizes: Group to how many files of the frame it holds; one without a name where the
            design makes no groups.
        workers: Worker to their code, of those who make groups.
        plan: What the design comes to; None where it cannot be carried out.
        refusal: Why it cannot; empty otherwise.
    """

    round_id: int
    design: SampleDesign
    frame_count: int
    excluded: dict[Exclusion, int]
    outside_count: int
    sizes: dict[str, int]
    workers: dict[int, str]
    plan: SamplePlan | None
    refusal: InvalidError | None


def sample_preview(
    session: Session, actor: Actor, session_id: int, zone: str, at: datetime
) -> SamplePreview | None:
    """Look ahead to the draw of a session of a round.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session.
        zone: Local time zone.
        at: The present.

    Returns:
        What would be drawn; None for a session without a round, one that reads no files, or
        one at which the actor may not draw.
    """
    row = session.execute(
        select(SupervisionSessionRow, RubricVersionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.id == session_id,
            SupervisionSessionRow.round_id.is_not(None),
            RubricVersionRow.kind == UNIT_CASE_FILE,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    ).one_or_none()
    if row is None:
        return None
    planned: SupervisionSessionRow = row[0]
    rule = round_rule(session, planned.round_id)
    if rule is None or planned.round_id is None:
        return None
    local = at.astimezone(ZoneInfo(zone))
    period = period_of(planned.planned_on, rule, local.date())
    frame = frame_today(session, FrameAsked(planned, row[1], period, (), rule.design.by), local)
    plan, refusal = None, None
    sizes = {name: len(files) for name, files in frame.strata.items()}
    try:
        if frame.references:
            plan = plan_sample(rule.design, sizes)
        else:
            counts = {why.value: count for why, count in frame.excluded.items()}
            refusal = InvalidError("frame_empty", **counts)
    except InvalidError as fault:
        refusal = fault
    return SamplePreview(
        planned.round_id,
        rule.design,
        len(frame.references),
        dict(frame.excluded),
        files_outside(session, planned.centre_id, row[1].area_code, period),
        sizes,
        worker_codes(session, sizes),
        plan,
        refusal,
    )
