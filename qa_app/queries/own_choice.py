"""Whoever gives work to people takes nothing for themselves that they would have to ask for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import not_, select
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
        chosen_id: The account that gets it.
        files: The case files that it opens; None for a whole centre.
        zone: Local time zone, for the day on which agreements hold.
        at: The present.

    Raises:
        InvalidError: They chose themselves, and would have to ask for a reading of one of the
            files (`closed_file`).

    Source: ADR 0047, "What nobody brings about alone".
    """
    wanted = sorted({one for one in files if one is not None})
    if chosen_id != actor.account_id or not wanted:
        return
    closed = (
        select(AuditRow.id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.case_file_id.in_(wanted),
            AuditRow.state.in_(SHOWN),
            not_(opened_to(actor, at=at, on=local_day(at, zone))),
        )
    )
    if session.execute(closed.limit(1)).first() is not None:
        raise InvalidError("closed_file")
