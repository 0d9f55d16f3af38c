"""Change one day of the holiday table, or add a year to it."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.events import HolidayChanged
from qa_app.domain.holidays import HolidayAct, HolidayChange, flaw_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.rubrics import HolidayRow, HolidayYearRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind


def change_holiday(session: Session, actor: Actor, change: HolidayChange, *, at: datetime) -> bool:
    """Add or remove a day off or a day made up for, or add a year without any yet.

    Scores that are signed keep the days they were counted by: whatever is scored again of them
    (`qa scores check`, amendments, settled pairs) takes the table as it stood when the file was
    read, which the journal tells.

    Args:
        session: A database session.
        actor: Who changes it.
        change: What is changed.
        at: The present.

    Returns:
        False when the table says so already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit holidays.
        OutOfReachError: There is no table of that region.
        InvalidError: What `flaw_of` names, or the year is not in the table (`no_year`).
        ConflictError: The day is in the table as something else (`day_taken`), or is not
            there any more (`day_gone`).
    """
    if not may(actor, Permission.HOLIDAY_EDIT):
        raise NotAllowedError("holiday:edit")
    flaw = flaw_of(change)
    if flaw is not None:
        raise InvalidError(flaw)
    if _stands(session, change):
        return False
    event = HolidayChanged(
        actor=actor, at=at, region=change.region, on=change.on, change=change.act.value
    )
    with one_of_a_kind("day_taken", ConflictError), transaction(session, event):
        _check_year(session, change)
        _apply(session, change)
    return True


def _stands(session: Session, change: HolidayChange) -> bool:
    if change.act is HolidayAct.ADD_YEAR:
        return session.get(HolidayYearRow, (change.region, change.on.year)) is not None
    row = session.get(HolidayRow, (change.region, change.on))
    return (
        row is not None
        and change.act is not HolidayAct.REMOVE
        and row.is_working is (change.act is HolidayAct.DAY_WORKED)
        and BilingualText(row.name_zh, row.name_en) == change.name
    )


def _check_year(session: Session, change: HolidayChange) -> None:
    years = set(
        session.execute(
            select(HolidayYearRow.year).where(HolidayYearRow.region == change.region)
        ).scalars()
    )
    if not years:
        raise OutOfReachError("region")
    if change.act is not HolidayAct.ADD_YEAR and change.on.year not in years:
        raise InvalidError("no_year", year=change.on.year)


def _apply(session: Session, change: HolidayChange) -> None:
    if change.act is HolidayAct.ADD_YEAR:
        session.execute(insert(HolidayYearRow).values(region=change.region, year=change.on.year))
    elif change.act is HolidayAct.REMOVE:
        gone = session.execute(
            delete(HolidayRow)
            .where(HolidayRow.region == change.region, HolidayRow.on == change.on)
            .returning(HolidayRow.on)
        ).scalar_one_or_none()
        if gone is None:
            raise ConflictError("day_gone")
    else:
        if session.get(HolidayRow, (change.region, change.on)) is not None:
            raise ConflictError("day_taken")
        session.execute(
            insert(HolidayRow).values(
                region=change.region,
                on=change.on,
                is_working=change.act is HolidayAct.DAY_WORKED,
                name_zh=change.name.zh,
                name_en=change.name.en,
            )
        )
