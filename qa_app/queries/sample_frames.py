"""What a session would draw from as things stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import FRAME_MONTHS, NO_REPEAT_MONTHS
from qa_app.domain.frames import Frame, Sorting, frame_of
from qa_app.domain.month_grid import months_on
from qa_app.domain.sample_design import StratumBy, workers_of
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import PractitionerRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.draws import candidates
from qa_app.queries.round_plans import RoundRule


@dataclass(frozen=True, slots=True)
class FrameAsked:
    """What a frame is asked for.

    Attributes:
        row: The session.
        rubric: The version that files are read against.
        period: First and last day.
        barred: Practitioners whose files are left out.
        by: What makes strata; empty for one stratum.
    """

    row: SupervisionSessionRow
    rubric: RubricVersionRow
    period: tuple[date, date]
    barred: Collection[int]
    by: tuple[StratumBy, ...] = ()


def period_of(planned_on: date, rule: RoundRule | None, today: date) -> tuple[date, date]:
    """Tell from which period a session draws.

    Args:
        planned_on: The session's day.
        rule: What its round says; None without a round.
        today: The present.

    Returns:
        First and last day: the round's period, else the months before the session; never
        beyond today, because nobody knows what is opened later.
    """
    last = min(planned_on if rule is None else rule.until, today)
    first = months_on(last, -FRAME_MONTHS) if rule is None else min(rule.since, last)
    return first, last


def worker_codes(session: Session, strata: Collection[str]) -> dict[int, str]:
    """Give the codes of the workers that make groups.

    Args:
        session: A database session.
        strata: Keys of the groups; the caller knows that their centre is in reach.

    Returns:
        Worker to code; empty, without a query, where no group is made by worker.
    """
    ids = {one for key in strata for one in workers_of(key)}
    if not ids:
        return {}
    query = select(PractitionerRow.id, PractitionerRow.code).where(PractitionerRow.id.in_(ids))
    return {row.id: row.code for row in session.execute(query)}


def frame_today(session: Session, asked: FrameAsked, at: datetime) -> Frame:
    """Put the frame of a session together as things stand.

    Args:
        session: A database session.
        asked: What is asked; the caller knows that it is in reach.
        at: The present in local time; files drawn in the months before are left out.

    Returns:
        The frame.
    """
    no_repeat = at - timedelta(days=(at.date() - months_on(at.date(), -NO_REPEAT_MONTHS)).days)
    listed = candidates(
        session,
        asked.row.centre_id,
        asked.rubric.area_code,
        asked.period,
        no_repeat_since=no_repeat,
        session_id=asked.row.id,
    )
    return frame_of(
        (candidate for _, candidate in listed),
        may_be_sealed=asked.rubric.access == "sealed",
        barred=frozenset(asked.barred),
        sorting=Sorting(asked.by, asked.period[1]),
    )


def files_outside(
    session: Session, centre_id: int, area_code: str, period: tuple[date, date]
) -> int:
    """Count the files that a period leaves out.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        area_code: The area.
        period: First and last day.

    Returns:
        Files of the centre and area that were opened after the period or closed before it.
    """
    return session.execute(
        select(func.count())
        .select_from(CaseFileRow)
        .where(
            CaseFileRow.centre_id == centre_id,
            CaseFileRow.area_code == area_code,
            or_(CaseFileRow.opened_on > period[1], CaseFileRow.closed_on < period[0]),
        )
    ).scalar_one()
