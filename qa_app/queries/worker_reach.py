"""Which workers, trainings and places of trainings somebody may see or record."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_beyond_own
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.queries.reach import centres_in, centres_within, places_within


def workers_seen(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that somebody sees a worker.

    Args:
        actor: Who asks.

    Returns:
        A condition on `PractitionerRow` and `CentreRow`: workers of centres in reach, and oneself.
    """
    seen = centres_within(actor, Permission.PRACTITIONER_READ)
    if actor.practitioner_id is None:
        return seen
    return or_(seen, PractitionerRow.id == actor.practitioner_id)


def workers_named(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that somebody sees who attended a training.

    Args:
        actor: Who asks.

    Returns:
        A condition as `workers_seen`, without those of others for who reads only their own.
    """
    others = centres_in(reach_beyond_own(actor, Permission.TRAINING_READ))
    if actor.practitioner_id is None:
        return others
    return or_(others, PractitionerRow.id == actor.practitioner_id)


def training_seen(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that somebody sees a training.

    Args:
        actor: Who asks.

    Returns:
        A condition on `PlaceRow`: trainings for places in reach, and those for a place around a
        centre in reach.
    """
    around = exists().where(
        CentreRow.place_path.startswith(PlaceRow.path),
        centres_within(actor, Permission.TRAINING_READ),
    )
    return or_(places_within(actor, Permission.TRAINING_READ), around)


def recorded_worker(session: Session, actor: Actor, practitioner_id: int) -> tuple[int, str] | None:
    """Find a worker of whom somebody may record something.

    Args:
        session: A database session.
        actor: Who records.
        practitioner_id: The worker.

    Returns:
        Centre and area; None when there is none within reach.
    """
    row = session.execute(
        select(PractitionerRow.centre_id, PractitionerRow.area_code)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            PractitionerRow.id == practitioner_id,
            centres_within(actor, Permission.WORKER_RECORD),
        )
    ).one_or_none()
    return None if row is None else (row.centre_id, row.area_code)


def worker_by_code(
    session: Session, actor: Actor, permission: Permission, codes: tuple[str, str]
) -> tuple[int, int] | None:
    """Find a worker by the codes of centre and worker, within reach.

    Args:
        session: A database session.
        actor: Who asks.
        permission: What they want to do.
        codes: Of the centre and of the worker.

    Returns:
        Worker and centre; None when there is none within reach.
    """
    row = session.execute(
        select(PractitionerRow.id, PractitionerRow.centre_id)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(
            and_(CentreRow.code == codes[0], PractitionerRow.code == codes[1]),
            centres_within(actor, permission),
        )
    ).one_or_none()
    return None if row is None else (row.id, row.centre_id)
