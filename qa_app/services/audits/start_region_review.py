"""Begin a review of a region's year; what the platform knows stands beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.maturity import region_label
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.region_review_events import RegionReviewOpened
from qa_app.domain.totals import SampleType
from qa_app.models.period_drafts import keep_period_draft
from qa_app.models.region_reviews import RegionReviewRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import transaction
from qa_app.queries.region_reviews import (
    Region,
    centre_of_region,
    hold_region,
    region_version,
)
from qa_app.queries.standing_reviews import StandingReviewError, refuse_standing


@dataclass(frozen=True, slots=True)
class NewRegionReview:
    """What is to be reviewed.

    Attributes:
        place_id: The place.
        year: The year.
    """

    place_id: int
    year: int


def start_region_review(
    session: Session, actor: Actor, new: NewRegionReview, zone: str, *, at: datetime
) -> int:
    """Begin a review; beginning it again gives the same.

    Args:
        session: A database session.
        actor: Who reviews: it is theirs alone until it is signed, and never handed on.
        new: What is reviewed.
        zone: Local time zone.
        at: The present.

    Returns:
        The draft.

    Raises:
        OutOfReachError: There is no such place all of which lies within reach, or the actor
            reviews no regions.
        InvalidError: The year is not over (`year_running`); no rubric that is read so is in force
            and counts there (`unknown_rubric`); there is no centre to file it under (`no_centre`).
        ConflictError: That year is reviewed (`year_signed`), or somebody else has it in hand
            (`year_begun`).
    """
    if not may(actor, Permission.REGION_REVIEW) or not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("place")
    event = RegionReviewOpened(actor=actor, at=at, region="", year=new.year)
    today = at.astimezone(ZoneInfo(zone)).date()
    try:
        with transaction(session, event) as act:
            # who holds the place begins a review of it, one at a time
            region = hold_region(session, actor, new.place_id)
            version = _version(session, actor, region, new.year, today)
            centre_id = centre_of_region(session, region)
            place, on = (centre_id, SampleType.YEAR), (today, at)
            audit_id = keep_period_draft(session, actor, version, place, on)
            _tie(session, region, new.year, audit_id)
            act.learn(object_id=audit_id, centre_id=centre_id, region=region.code)
    except StandingReviewError as found:
        return found.audit_id
    return audit_id


def _version(
    session: Session, actor: Actor, region: Region, year: int, today: date
) -> RubricVersionRow:
    if year >= today.year:
        raise InvalidError("year_running")
    version = region_version(session, region.path, year, today)
    row = RegionReviewRow
    same = (row, and_(row.place_id == region.id, row.year == year))
    refuse_standing(session, actor, version, same, ("year_signed", "year_begun"))
    return version


def _tie(session: Session, region: Region, year: int, audit_id: int) -> None:
    session.execute(
        insert(RegionReviewRow).values(
            audit_id=audit_id,
            place_id=region.id,
            place_path=region.path,
            year=year,
            label=region_label(region.code, year),
        )
    )
