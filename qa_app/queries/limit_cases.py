"""Open cases within reach of those who may see, or record for, their limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_beyond_own, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import AreaRow, CentreRow, PractitionerRow
from qa_app.queries.limit_standings import OpenCase, followed_on, open_cases
from qa_app.queries.reach import centre_column_in, open_on

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class LimitCase:
    """One open case as the page of its limits shows it.

    Attributes:
        opened: What its limits run from.
        reference: Its reference.
        centre_name: Name of its centre.
        area_name: Name of its expertise area.
        practitioner: Code of its worker; None when none is named.
        is_recordable: Whether the asker may record what happened.
    """

    opened: OpenCase
    reference: str
    centre_name: BilingualText
    area_name: BilingualText
    practitioner: str | None
    is_recordable: bool


def files_within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Give the condition that an actor may see, or record, the limits of a file.

    Args:
        actor: Who asks.
        permission: `LIMIT_READ` or `LIMIT_RECORD`.

    Returns:
        A condition on `CaseFileRow`: files of centres in reach; for a caseworker their own. An
        agreement opens nothing by itself: where the role of a supervisor does not reach, or not
        any more, they see no limits.
    """
    parts = [centre_column_in(CaseFileRow.centre_id, reach_beyond_own(actor, permission))]
    if actor.practitioner_id is not None:
        own = centre_column_in(CaseFileRow.centre_id, reach_of(actor, permission))
        parts.append(and_(own, CaseFileRow.practitioner_id == actor.practitioner_id))
    return or_(*parts)


def limit_case(
    session: Session,
    actor: Actor,
    case_id: int,
    day: date,
    permission: Permission = Permission.LIMIT_READ,
) -> LimitCase | None:
    """Find one case whose limits are followed.

    Args:
        session: A database session.
        actor: Who asks.
        case_id: The file.
        day: The local day.
        permission: What the actor wants to do.

    Returns:
        The case; None when there is none, it is out of reach, or was closed long ago.
    """
    row = session.execute(
        select(
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
            AreaRow.name_zh.label("area_zh"),
            AreaRow.name_en.label("area_en"),
            PractitionerRow.code.label("practitioner"),
            files_within(actor, Permission.LIMIT_RECORD).label("is_recordable"),
        )
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .join(AreaRow, AreaRow.code == CaseFileRow.area_code)
        .outerjoin(PractitionerRow, PractitionerRow.id == CaseFileRow.practitioner_id)
        .where(CaseFileRow.id == case_id, files_within(actor, permission))
    ).one_or_none()
    opened = open_cases(session, day, [case_id]) if row is not None else ()
    if row is None or not opened:
        return None
    return LimitCase(
        opened[0],
        row.reference,
        BilingualText(row.name_zh, row.name_en),
        BilingualText(row.area_zh, row.area_en),
        row.practitioner,
        bool(row.is_recordable),
    )


def case_by_reference(session: Session, actor: Actor, reference: str, day: date) -> int | None:
    """Find a case by its reference.

    Args:
        session: A database session.
        actor: Who asks.
        reference: In its one written form.
        day: The local day.

    Returns:
        The file; None when there is none, it is out of reach, or was closed long ago.
    """
    return session.scalar(
        select(CaseFileRow.id).where(
            CaseFileRow.reference == reference,
            files_within(actor, Permission.LIMIT_READ),
            followed_on(day),
        )
    )


def recordable_files(
    session: Session, actor: Actor, centre_id: int, references: Sequence[str], day: date
) -> Mapping[str, tuple[int, str]]:
    """Find the files of a list of what happened.

    Args:
        session: A database session.
        actor: Who records.
        centre_id: The centre.
        references: In their one written form.
        day: The local day.

    Returns:
        Reference to file and area, of followed cases that the actor may record for.
    """
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(references), _CHUNK):
        rows = session.execute(
            select(CaseFileRow.reference, CaseFileRow.id, CaseFileRow.area_code).where(
                CaseFileRow.centre_id == centre_id,
                CaseFileRow.reference.in_(references[start : start + _CHUNK]),
                files_within(actor, Permission.LIMIT_RECORD),
                followed_on(day),
            )
        )
        found |= {row.reference: (row.id, row.area_code) for row in rows}
    return found


def limit_centres(
    session: Session, actor: Actor, permission: Permission, day: date
) -> tuple[tuple[int, BilingualText], ...]:
    """List the centres for which an actor may read or record limits.

    Args:
        session: A database session.
        actor: Who asks.
        permission: `LIMIT_READ` or `LIMIT_RECORD`.
        day: The local day.

    Returns:
        Number and name, by code; without centres that are closed by then.
    """
    rows = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en)
        .where(centre_column_in(CentreRow.id, reach_of(actor, permission)))
        .where(open_on(day))
        .order_by(CentreRow.code)
    )
    return tuple((row.id, BilingualText(row.name_zh, row.name_en)) for row in rows)
