"""Whoever gives work to people takes nothing for themselves that they would have to ask for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import SHOWN


def refuse_own_choice(
    session: Session,
    actor: Actor,
    chosen_id: int,
    files: Collection[int | None],
    zone: str,
    *,
    at: datetime,
) -> None:
    """Refuse work that would open files to whoever gives it.

    Args:
        session: A database session.
        actor: Who gives the work.
        chosen_id: The account that gets it: reads the files, or leads the session.
        files: The case files that it opens; None for a whole centre.
        zone: Local time zone, for the day on which agreements hold.
        at: The present.

    Raises:
        InvalidError: They chose themselves, and would have to ask for a reading of one of the
            files (`closed_file`).

    Source: ADR 0047, "What nobody brings about alone".
    """
    if chosen_id == actor.account_id and closed_files(session, actor, files, zone, at=at):
        raise InvalidError("closed_file")


def closed_files(
    session: Session, actor: Actor, files: Collection[int | None], zone: str, *, at: datetime
) -> frozenset[int]:
    """Find the case files of which somebody would have to ask for a reading.

    Args:
        session: A database session.
        actor: Who.
        files: The case files that are asked about; None for a whole centre, which is never one.
        zone: Local time zone, for the day on which agreements hold.
        at: The present.

    Returns:
        Those of them that were read, of whose readings at least one does not open to the actor.
    """
    wanted = sorted({one for one in files if one is not None})
    if not wanted:
        return frozenset()
    # a right is NULL where what it asks of the row is not recorded, as who read it
    is_closed = opened_to(actor, at=at, on=local_day(at, zone)).is_not(true())
    closed = (
        select(AuditRow.case_file_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.case_file_id.in_(wanted),
            AuditRow.state.in_(SHOWN),
            is_closed,
        )
    )
    return frozenset(file for file in session.execute(closed).scalars() if file is not None)
