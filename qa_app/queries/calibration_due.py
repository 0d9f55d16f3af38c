"""Rubrics for which a reader should read the practice files."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.calibration_due import PracticeRead, is_calibration_due
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.practice import files_for
from qa_app.domain.text import BilingualText
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.who_reads import PracticeReadingRow, ReaderAreaRow
from qa_app.queries.versions_in_force import IN_USE, in_force_on


def calibrations_due(
    session: Session, actor: Actor, rubrics: Collection[str], zone: str, on: date
) -> tuple[BilingualText, ...]:
    """List the rubrics for which a reader should calibrate, with two queries.

    Args:
        session: A database session.
        actor: The reader.
        rubrics: Codes of the rubrics that practice files are shipped for.
        zone: Local time zone.
        on: The local day.

    Returns:
        Titles of those in force in an area that the actor reads in; nothing for those who
        take no calibration.
    """
    if actor.account_id is None or not may(actor, Permission.CALIBRATION_TAKE):
        return ()
    areas = select(ReaderAreaRow.area_code).where(ReaderAreaRow.account_id == actor.account_id)
    version = RubricVersionRow
    rows = session.execute(
        select(version.rubric_code, version.version, version.title_zh, version.title_en)
        .where(
            version.rubric_code.in_(sorted(rubrics)),
            version.status.in_(IN_USE),
            in_force_on(on),
            or_(~areas.exists(), version.area_code.in_(areas)),
        )
        .order_by(version.rubric_code, version.in_force_from, version.id)
    ).all()
    if not rows:
        return ()
    handed_in = session.execute(
        select(
            PracticeReadingRow.practice_code,
            PracticeReadingRow.rubric_version,
            PracticeReadingRow.handed_in_at,
        ).where(
            PracticeReadingRow.account_id == actor.account_id,
            PracticeReadingRow.handed_in_at.is_not(None),
        )
    )
    local = ZoneInfo(zone)
    read = [
        PracticeRead(
            row.practice_code, row.rubric_version, row.handed_in_at.astimezone(local).date()
        )
        for row in handed_in
    ]
    newest = {row.rubric_code: row for row in rows}
    return tuple(
        BilingualText(row.title_zh, row.title_en)
        for code, row in newest.items()
        if is_calibration_due(files_for(code), read, row.version, on)
    )
