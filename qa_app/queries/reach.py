"""Reach as a filter: which centres and audits an actor may see for an act."""

from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import QueryableAttribute

from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import (
    Permission,
    reach_of,
    reach_over_agreed,
    reach_over_others,
)
from qa_app.domain.totals import NOT_OF_CENTRES
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.region_reviews import RegionReviewRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow


def centres_within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Give the condition that keeps a query within reach.

    Args:
        actor: Who asks.
        permission: What they want to do.

    Returns:
        A condition on `CentreRow`; false for everything when nothing is in reach.
    """
    return centres_in(reach_of(actor, permission))


def centres_in(reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a centre is covered.

    Args:
        reach: What covers it.

    Returns:
        A condition on `CentreRow`; false for everything when nothing is in reach.
    """
    if reach.is_everything:
        return true()
    parts = [
        CentreRow.place_path.startswith(path, autoescape=True) for path in sorted(reach.place_paths)
    ]
    if reach.centre_ids:
        parts.append(CentreRow.id.in_(sorted(reach.centre_ids)))
    return or_(*parts) if parts else false()


def open_on(day: date) -> ColumnElement[bool]:
    """Keep centres that are open on a day; one that is to close stays open until it does.

    Args:
        day: Local date.

    Returns:
        A condition over centres.
    """
    return or_(CentreRow.closed_on.is_(None), CentreRow.closed_on > day)


def places_within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Give the condition that keeps a query of places within reach.

    Args:
        actor: Who asks.
        permission: What they want to do.

    Returns:
        A condition on `PlaceRow`: branches in reach, and the places of single centres in reach.
    """
    reach = reach_of(actor, permission)
    if reach.is_everything:
        return true()
    branches = [
        PlaceRow.path.startswith(path, autoescape=True) for path in sorted(reach.place_paths)
    ]
    return or_(*branches, places_of_centres(reach))


def places_of_centres(reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a single centre in reach stands in a place.

    Args:
        reach: What covers centres.

    Returns:
        A condition on `PlaceRow`.
    """
    centres = select(CentreRow.place_id).where(CentreRow.id.in_(sorted(reach.centre_ids)))
    return PlaceRow.id.in_(centres)


def knows_file(actor: Actor, reader_id: int | None, practitioner_id: int | None) -> bool:
    """Tell whether somebody read a file or worked on it, so that nothing sealed is kept from them.

    Args:
        actor: Who asks.
        reader_id: Who read it; None for an imported inspection.
        practitioner_id: Who worked on it; None when nobody is named.

    Returns:
        False for everybody else, the system among them.
    """
    is_reader = actor.account_id is not None and actor.account_id == reader_id
    is_worker = actor.practitioner_id is not None and actor.practitioner_id == practitioner_id
    return is_reader or is_worker


SHOWN = ("signed", "replaced", "void")
"""States of readings that others than their reader may see."""


def own_locked(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a reading is the actor's own and locked in a blind pair.

    Nobody else is shown it, and to its reader it looks like any other they signed.

    Args:
        actor: Who asks.

    Returns:
        A condition on `AuditRow` and `CentreRow`.
    """
    return and_(
        AuditRow.state == "locked",
        AuditRow.reader_id == actor.account_id,
        centres_within(actor, Permission.AUDIT_SCORE),
    )


def reference_or_subject() -> ColumnElement[str | None]:
    """Name what a reading is about, for lists and heads.

    Returns:
        The reference of the file; the supervisor and quarter, or the region and year, of a review
        about them; NULL for a whole centre. An expression on `AuditRow` and `CaseFileRow`.
    """
    label = (
        select(SupervisorReviewRow.label)
        .where(SupervisorReviewRow.audit_id == AuditRow.id)
        .correlate(AuditRow)
        .scalar_subquery()
    )
    region = (
        select(RegionReviewRow.label)
        .where(RegionReviewRow.audit_id == AuditRow.id)
        .correlate(AuditRow)
        .scalar_subquery()
    )
    named: ColumnElement[str | None] = func.coalesce(CaseFileRow.reference, label, region)
    return named.label("reference")


def centre_column_in(column: QueryableAttribute[int], reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a row's centre is covered, without joining the centres.

    Args:
        column: Where the row names its centre.
        reach: What covers it.

    Returns:
        A condition on the row; false for every row when nothing is in reach.
    """
    if reach.is_everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if reach.centre_ids:
        parts.append(column.in_(sorted(reach.centre_ids)))
    if reach.place_paths:
        branches = Reach(place_paths=reach.place_paths)
        parts.append(column.in_(select(CentreRow.id).where(centres_in(branches))))
    return or_(*parts) if parts else false()


def signed_within(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an actor reads an audit once it is signed.

    Each grant counts where it reaches and nowhere else: to read others at one centre opens
    nothing at another.

    Args:
        actor: Who asks.

    Returns:
        A condition on `AuditRow` and `CentreRow`; where the actor reads no audits of others, it
        holds for files they worked on.
    """
    others = and_(centres_in(reach_over_others(actor)), of_centres_or_theirs(actor))
    if actor.practitioner_id is None:
        # an account without a practitioner worked on no file; NULL would match files of nobody
        return others
    # by the files, of which a worker has few, and not by looking at every audit there is
    files = select(CaseFileRow.id).where(CaseFileRow.practitioner_id == actor.practitioner_id)
    own = AuditRow.case_file_id.in_(files)
    return or_(others, and_(centres_within(actor, Permission.AUDIT_READ), own))


def of_centres_or_theirs(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an audit is about a centre, or the actor reads what is about others.

    How a supervisor works is no result of a centre: it is read by who reviewed it, by whom it is
    about, and by who looks after the whole network.

    Args:
        actor: Who asks.

    Returns:
        A condition on `AuditRow`, which says nothing of the reach over centres.
    """
    if reach_of(actor, Permission.SUPERVISOR_REVIEW).is_everything:
        return true()
    is_of_centre = AuditRow.sample_type.not_in(sorted(NOT_OF_CENTRES))
    regions = _of_regions(actor)
    if actor.account_id is None:
        return or_(is_of_centre, regions)
    about = select(SupervisorReviewRow.audit_id).where(
        SupervisorReviewRow.supervisor_id == actor.account_id
    )
    is_reader = AuditRow.reader_id == actor.account_id
    return or_(is_of_centre, is_reader, AuditRow.id.in_(about), regions)


def _of_regions(actor: Actor) -> ColumnElement[bool]:
    # what is about a region is read by whose reach holds all of it
    paths = sorted(reach_over_others(actor).place_paths)
    if not paths:
        return false()
    within = [RegionReviewRow.place_path.startswith(path, autoescape=True) for path in paths]
    return AuditRow.id.in_(select(RegionReviewRow.audit_id).where(or_(*within)))


def action_within(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an actor reads an action, whether found or agreed.

    Args:
        actor: Who asks.

    Returns:
        A condition on `CorrectiveActionRow`, `CentreRow` and `AuditRow`, which may be missing:
        what follows from a reading is read by who reads that; what was agreed in supervision by
        who manages the centre, looks after its actions, or is the worker it is about.
    """
    row = CorrectiveActionRow
    agreed = centres_in(reach_over_agreed(actor))
    if actor.practitioner_id is not None:
        own = row.practitioner_id == actor.practitioner_id
        agreed = or_(agreed, and_(own, centres_within(actor, Permission.ACTION_READ)))
    return or_(
        and_(row.audit_id.is_not(None), signed_within(actor)),
        and_(row.session_id.is_not(None), agreed),
    )
