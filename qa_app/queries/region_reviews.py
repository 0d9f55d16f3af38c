"""Reviews of a region's year: who may begin one, under which version, and what stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session

from qa_app.domain.defaults import COVERAGE_PARTS_MOST
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.maturity import REGION_YEAR, RegionReview, profile_from
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.pairs import SingleModerationRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.region_reviews import RegionReviewRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import locked
from qa_app.queries.rubric_places import counting_places, counts_at
from qa_app.queries.versions_in_force import in_force_on, version_for

_Settler = alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class Region:
    """A place that is reviewed as a region.

    Attributes:
        id: The place.
        code: Its code.
        name: Its name.
        path: Its path.
    """

    id: int
    code: str
    name: BilingualText
    path: str


def region_rubric(session: Session, path: str, today: date) -> RubricVersionRow | None:
    """Find the rubric in force that is read for a region's year.

    Args:
        session: A database session.
        path: Path of the place that the region is.
        today: The present.

    Returns:
        Its version; the first by code where several count there. None when there is none.
    """
    rows = session.scalars(
        select(RubricVersionRow)
        .where(
            RubricVersionRow.unit == REGION_YEAR,
            RubricVersionRow.status == "published",
            RubricVersionRow.is_hidden.is_(False),
            in_force_on(today),
        )
        .order_by(RubricVersionRow.rubric_code)
    ).all()
    places = counting_places(session, [row.id for row in rows])
    return next((row for row in rows if counts_at(places, row.id, path)), None)


def region_version(session: Session, path: str, year: int, today: date) -> RubricVersionRow:
    """Find the version under which a year is read: the one in force on its last day, if it counts.

    Args:
        session: A database session.
        path: Path of the place that the region is.
        year: The year.
        today: The present.

    Returns:
        The version; for a year before it, and where the one of then does not count, today's.

    Raises:
        InvalidError: No such rubric is in force and counts there (`unknown_rubric`).
    """
    row = region_rubric(session, path, today)
    if row is None:
        raise InvalidError("unknown_rubric")
    found = version_for(session, row, date(year, 12, 31), path)
    return session.get_one(RubricVersionRow, found)


def hold_region(session: Session, actor: Actor, place_id: int) -> Region:
    """Find a place all of which somebody may review, and keep others from reviewing it meanwhile.

    Args:
        session: A session inside `transaction`.
        actor: Who would review.
        place_id: The place.

    Returns:
        The region.

    Raises:
        OutOfReachError: There is no such place, or not all of it is within reach.
    """
    query = select(PlaceRow).where(PlaceRow.id == place_id)
    row = session.execute(locked(session, query, PlaceRow)).scalar_one_or_none()
    reach = reach_of(actor, Permission.REGION_REVIEW)
    is_held = row is not None and (
        reach.is_everything or any(row.path.startswith(path) for path in reach.place_paths)
    )
    if row is None or not is_held:
        raise OutOfReachError("place")
    return Region(row.id, row.code, BilingualText(row.name_zh, row.name_en), row.path)


def regions_within(session: Session, actor: Actor) -> tuple[Region, ...]:
    """List the places all of which somebody reads.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        At most `COVERAGE_PARTS_MOST`, roughly the widest first, then by code.
    """
    reach = reach_of(actor, Permission.CENTRE_READ)
    within = [PlaceRow.path.startswith(one, autoescape=True) for one in sorted(reach.place_paths)]
    if not reach.is_everything and not within:
        return ()
    rows = session.execute(
        select(PlaceRow)
        .where(true() if reach.is_everything else or_(*within))
        .order_by(func.length(PlaceRow.path), PlaceRow.code)
        .limit(COVERAGE_PARTS_MOST)
    ).scalars()
    return tuple(
        Region(row.id, row.code, BilingualText(row.name_zh, row.name_en), row.path) for row in rows
    )


def region_within(session: Session, actor: Actor, place_id: int) -> Region | None:
    """Find a place all of which somebody reads.

    Args:
        session: A database session.
        actor: Who asks.
        place_id: The place.

    Returns:
        The region; None when there is none or a part of it is out of reach.
    """
    row = session.get(PlaceRow, place_id)
    reach = reach_of(actor, Permission.CENTRE_READ)
    if row is None or not (
        reach.is_everything or any(row.path.startswith(one) for one in reach.place_paths)
    ):
        return None
    return Region(row.id, row.code, BilingualText(row.name_zh, row.name_en), row.path)


def may_review_region(actor: Actor, path: str) -> bool:
    """Tell whether somebody may review a region.

    Args:
        actor: Who asks.
        path: Path of the place.

    Returns:
        True where all of it lies within reach.
    """
    reach = reach_of(actor, Permission.REGION_REVIEW)
    return reach.is_everything or any(path.startswith(one) for one in reach.place_paths)


def centre_of_region(session: Session, region: Region) -> int:
    """Choose the centre under which a review of a region is filed; it decides nothing else.

    Args:
        session: A database session.
        region: The region.

    Returns:
        Its first centre by code.

    Raises:
        InvalidError: It has none (`no_centre`).
    """
    found = session.execute(
        select(CentreRow.id)
        .where(CentreRow.place_path.startswith(region.path, autoescape=True))
        .order_by(CentreRow.source != "", CentreRow.code)
        .limit(1)
    ).scalar_one_or_none()
    if found is None:
        raise InvalidError("no_centre")
    return found


def region_of_review(session: Session, audit_id: int) -> tuple[Region, int] | None:
    """Read which region and year a review is about.

    Args:
        session: A database session.
        audit_id: The review; the caller knows that it is in reach.

    Returns:
        The region and the year; None for a review of something else.
    """
    row = session.execute(
        select(
            PlaceRow.id,
            PlaceRow.code,
            PlaceRow.name_zh,
            PlaceRow.name_en,
            PlaceRow.path,
            RegionReviewRow.year,
        )
        .join(RegionReviewRow, RegionReviewRow.place_id == PlaceRow.id)
        .where(RegionReviewRow.audit_id == audit_id)
    ).one_or_none()
    if row is None:
        return None
    name = BilingualText(row.name_zh, row.name_en)
    return Region(row.id, row.code, name, row.path), row.year


def region_reviews(session: Session, place_id: int) -> tuple[RegionReview, ...]:
    """List the signed reviews of a region, one for a year, with one query.

    Args:
        session: A database session.
        place_id: The place; the caller knows that it is in reach.

    Returns:
        The latest year first. What was replaced or is void is not among them.
    """
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.rubric_version_id,
            AuditRow.explanation,
            AuditRow.reviewed_on,
            AuditRow.result_state,
            RegionReviewRow.year,
            AccountRow.display_name.label("reader"),
            _Settler.display_name.label("second"),
        )
        .join(RegionReviewRow, RegionReviewRow.audit_id == AuditRow.id)
        .outerjoin(AccountRow, AccountRow.id == AuditRow.reader_id)
        .outerjoin(SingleModerationRow, SingleModerationRow.audit_id == AuditRow.id)
        .outerjoin(_Settler, _Settler.id == SingleModerationRow.settled_by)
        .where(RegionReviewRow.place_id == place_id, AuditRow.state == "signed")
        .order_by(RegionReviewRow.year.desc(), AuditRow.id.desc())
    )
    return tuple(_review(row) for row in rows)


def draft_in_hand(session: Session, actor: Actor, place_id: int, year: int) -> int | None:
    """Find somebody's own draft of a region's year.

    Args:
        session: A database session.
        actor: Who asks.
        place_id: The place.
        year: The year.

    Returns:
        The draft; None for none.
    """
    return session.execute(
        select(AuditRow.id)
        .join(RegionReviewRow, RegionReviewRow.audit_id == AuditRow.id)
        .where(
            RegionReviewRow.place_id == place_id,
            RegionReviewRow.year == year,
            AuditRow.state == "draft",
            AuditRow.reader_id == actor.account_id,
        )
        .limit(1)
    ).scalar_one_or_none()


def _review(row: Any) -> RegionReview:
    return RegionReview(
        row.id,
        row.year,
        row.rubric_version_id,
        profile_from(row.explanation),
        row.reader or "",
        row.reviewed_on,
        row.result_state == "final",
        row.second or "",
    )
