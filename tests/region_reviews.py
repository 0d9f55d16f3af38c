"""A city with two centres, a rubric on its quality-assurance system, and who may rate it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.models.places import PlaceRow
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.start_region_review import NewRegionReview, start_region_review
from tests.agreements import Team, a_team, account
from tests.audits import ZONE, change, holidays
from tests.supervisor_reviews import publish_shipped

YEAR = 2025
AT = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai."""

ITEMS = ("N1", "N2", "N3", "S1", "S2", "S3", "L1", "L2", "L3", "D1", "D2", "D3")


@dataclass(frozen=True)
class Rated:
    """Who and what tests of a region start from.

    Attributes:
        team: `team.city` reaches all of Kunming.
        city: The place Kunming.
        district: Panlong, where centre A stands.
        moderator: Reaches Kunming as an auditor and a moderator.
        version: The rubric's version.
    """

    team: Team
    city: int
    district: int
    moderator: Actor
    version: int

    @property
    def reviewer(self) -> Actor:
        return self.team.city


def a_region(session: Session) -> Rated:
    team = a_team(session)
    holidays(session)
    version = publish_shipped(session, "qa_system_maturity")
    moderator = account(
        session, "second", NewGrant(Role.AUDITOR, "KM"), NewGrant(Role.MODERATOR, "KM")
    )
    ids = {row.code: row.id for row in session.execute(select(PlaceRow.code, PlaceRow.id))}
    session.rollback()
    return Rated(team, ids["KM"], ids["PL"], moderator, version)


def begin(session: Session, rated: Rated, year: int = YEAR, at: datetime = AT) -> int:
    new = NewRegionReview(rated.city, year)
    return start_region_review(session, rated.reviewer, new, ZONE, at=at)


def rate(session: Session, rated: Rated, audit_id: int, level: str = "3", **levels: str) -> None:
    """Every item at one level, but for those named."""
    changes = [change(code, levels.get(code, level), note="见年度材料。") for code in ITEMS]
    save_entries(session, rated.reviewer, audit_id, changes, ZONE, at=AT)
