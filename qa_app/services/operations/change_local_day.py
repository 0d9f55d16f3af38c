"""Enter or remove a local holiday or closing day of a branch or of a centre."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import HOLIDAY_NAME_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.holidays import HolidayAct
from qa_app.domain.local_day_events import LocalDayChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.models.local_days import LocalDayRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.transaction import transaction
from qa_app.models.twins import one_of_a_kind
from qa_app.queries.reach import centres_within, places_within


@dataclass(frozen=True, slots=True)
class LocalDayChange:
    """One change.

    Attributes:
        code: Code of the branch or of the centre.
        is_centre: True for a centre.
        on: The day.
        name: What the day is; empty when it is removed.
        is_removed: True when it is taken out.
    """

    code: str
    is_centre: bool
    on: date
    name: BilingualText = NO_TEXT
    is_removed: bool = False


def change_local_day(
    session: Session, actor: Actor, change: LocalDayChange, *, at: datetime
) -> bool:
    """Enter a day on which a branch or a centre is closed, or remove it.

    Plans, series and moves keep to it from then on; what stands on the day already stays, and is
    marked where it stands. Limits in working days go by the national table alone.

    Args:
        session: A database session.
        actor: Who changes it.
        change: What is changed.
        at: The present.

    Returns:
        False when it stands so already and nothing was done.

    Raises:
        NotAllowedError: The actor may not edit holidays.
        OutOfReachError: There is no such branch or centre within reach.
        InvalidError: The day has no name (`no_name`) or too long a one (`long_name`).
        ConflictError: Somebody entered it meanwhile with another name (`day_taken`), or it is
            not there any more (`day_gone`).
    """
    if not may(actor, Permission.HOLIDAY_EDIT):
        raise NotAllowedError("holiday:edit")
    _check_name(change)
    within = Permission.HOLIDAY_EDIT
    query = select(PlaceRow.id).where(PlaceRow.code == change.code, places_within(actor, within))
    if change.is_centre:
        query = select(CentreRow.id).where(
            CentreRow.code == change.code, CentreRow.source == "", centres_within(actor, within)
        )
    found = session.execute(query).scalars().first()
    if found is None:
        raise OutOfReachError("centre" if change.is_centre else "place")
    column = "centre_id" if change.is_centre else "place_id"
    stands = session.execute(
        select(LocalDayRow).where(
            getattr(LocalDayRow, column) == found, LocalDayRow.on == change.on
        )
    ).scalar_one_or_none()
    if stands is not None and not change.is_removed:
        if BilingualText(stands.name_zh, stands.name_en) == change.name:
            return False
        raise ConflictError("day_taken")
    act = HolidayAct.REMOVE if change.is_removed else HolidayAct.DAY_OFF
    event = LocalDayChanged(
        actor=actor,
        at=at,
        object_id=found,
        centre_id=found if change.is_centre else None,
        on=change.on,
        change=act.value,
        what=column.removesuffix("_id"),
    )
    with one_of_a_kind("day_taken", ConflictError), transaction(session, event):
        if not change.is_removed:
            _enter(session, actor, change, {column: found}, at)
            return True
        gone = session.execute(
            delete(LocalDayRow)
            .where(getattr(LocalDayRow, column) == found, LocalDayRow.on == change.on)
            .returning(LocalDayRow.id)
        ).scalar_one_or_none()
        if gone is None:
            raise ConflictError("day_gone")
    return True


def _check_name(change: LocalDayChange) -> None:
    if change.is_removed:
        return
    if not (change.name.zh or change.name.en):
        raise InvalidError("no_name")
    if max(len(change.name.zh), len(change.name.en)) > HOLIDAY_NAME_MOST:
        raise InvalidError("long_name")


def _enter(
    session: Session, actor: Actor, change: LocalDayChange, where: dict[str, int], at: datetime
) -> None:
    session.execute(
        insert(LocalDayRow).values(
            on=change.on,
            name_zh=change.name.zh,
            name_en=change.name.en,
            entered_at=at,
            entered_by=actor.account_id,
            **where,
        )
    )
