"""The files that somebody knows at a centre where they may not read all of them."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.known_files import KnownFiles, known_files, rested_until
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.queries.readings import COUNTED, counted_reading


def known_of_centre(
    session: Session, actor: Actor, centre_id: int, place_path: str, today: date
) -> KnownFiles:
    """Read the files that an actor knows at a centre.

    Args:
        session: A database session.
        actor: Who asks; without a practitioner they have no files.
        centre_id: The centre.
        place_path: Path of its place.
        today: Local day.

    Returns:
        The signed reviews of files that are theirs now, and of those that were when they were
        signed: whoever handed a case on knows its result still.
    """
    scope, until = f"c:{centre_id}", rested_until(today)
    if actor.practitioner_id is None:
        return known_files((), scope, until)
    files = select(CaseFileRow.id).where(CaseFileRow.practitioner_id == actor.practitioner_id)
    rows = session.execute(
        select(*COUNTED).where(
            AuditRow.centre_id == centre_id,
            AuditRow.state == "signed",
            or_(
                AuditRow.case_file_id.in_(files),
                AuditRow.practitioner_id == actor.practitioner_id,
            ),
        )
    )
    # whether a result is final says nothing of how many files there are
    readings = [counted_reading(session, one, place_path, is_final=False) for one in rows]
    return known_files(readings, scope, until)
